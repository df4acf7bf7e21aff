"""A book as one CSV table: a line for each row of each sheet, and in each what the file is.

A column is named as in the workbook; what a sheet has no column for is empty. Cells that a
spreadsheet could run are guarded (`surveys/guarded.py`).
"""

from analysis.spreadsheets.sheet import Book, Cell, Sheet
from surveys.guarded import csv_of

FILE = ("Mark", "What it is for", "Whose it is", "Made on")


def flat(book: Book) -> bytes:
    """The book as CSV; the cover's lines are its first rows."""
    heads = [column.head for sheet in book.sheets for column in sheet.columns]
    head = tuple(dict.fromkeys(("Sheet", "About", *heads)))
    about = (book.mark, book.purpose, book.owner, book.made_on)
    parts: list[dict[str, Cell]] = [{"Sheet": "Cover", "About": "Title", "Text": book.title}]
    parts += [{"Sheet": "Cover", "About": name, "Text": words} for name, words in book.cover]
    for sheet in book.sheets:
        parts += [{"Sheet": sheet.name, "About": "Note", "Text": words} for words in sheet.notes]
        parts += [_part(sheet, row) for row in sheet.rows]
    rows = [(*(part.get(name) for name in head), *about) for part in parts]
    return csv_of((*head, *FILE), rows)


def _part(sheet: Sheet, row: tuple[Cell, ...]) -> dict[str, Cell]:
    names = (column.head for column in sheet.columns)
    return {"Sheet": sheet.name, **dict(zip(names, row, strict=True))}
