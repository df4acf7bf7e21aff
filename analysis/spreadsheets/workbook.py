"""A book as an Excel workbook: every text is text, nothing is a formula, a link or a macro.

The only module that imports XlsxWriter, in the worker. Its `write` guesses what a text is, so it
is never used; nor are its document properties left to it.
"""

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from analysis.documents import sentences
from analysis.spreadsheets.long_cells import fitted
from analysis.spreadsheets.sheet import Book, Cell, Sheet

INK, NAVY, LINE = "#1B2A3A", "#12436D", "#C9D2DC"
LOUD, LOUD_BACK = "#801650", "#FBE9F1"
PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FONT = {"font_name": "Arial", "font_size": 11, "font_color": INK}
LINED = {"valign": "top", "bottom": 1, "bottom_color": LINE}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 20, "font_color": NAVY, "valign": "vcenter"},
    "heading": {"bold": True, "font_size": 15, "font_color": NAVY, "valign": "vcenter"},
    "banner": {"bold": True, "font_color": LOUD, "bg_color": LOUD_BACK, "text_wrap": True}
    | {"valign": "top"},
    "warning": {"bold": True, "font_color": LOUD, "valign": "top"},
    "label": {"bold": True, "valign": "top"},
    "words": {"text_wrap": True, "valign": "top"},
    "note": {"font_color": "#4A5866", "valign": "top"},
    "head": {"bold": True, "font_color": "#FFFFFF", "bg_color": NAVY, "valign": "vcenter"},
    "cell": {"text_wrap": True} | LINED,
    "number": {"num_format": "#,##0  "} | LINED,
}
NO_XML = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
"""Two signs that are none, which no workbook can hold: � stands for each."""
FOOT_TITLE = 120
COVER = (30, 90)
"""Widths of the cover's two columns, in letters."""
LINE_HIGH, HIGHEST = 15, 400
"""Points. Programs differ in whether they make a row as high as its words, so we say it."""


def workbook(book: Book) -> bytes:
    """The book as .xlsx."""
    kept = BytesIO()
    options = PLAIN_TEXT | {"in_memory": True, "default_format_properties": FONT}
    made = xlsxwriter.Workbook(kept, options)
    styles = {name: made.add_format(FONT | look) for name, look in STYLES.items()}
    whole = fitted(book)
    _properties(made, whole)
    _cover(made.add_worksheet("Cover"), whole, styles)
    for number, sheet in enumerate(whole.sheets, start=1):
        page = made.add_worksheet(sheet.name)
        _sheet(page, sheet, whole, styles)
        _table(page, sheet, f"Table{number}", len(_above(sheet, whole)), styles)
    made.close()
    return kept.getvalue()


def put(page: Any, row: int, column: int, words: str, style: Any) -> None:
    """Write words as text, whatever they look like."""
    words = words.translate(NO_XML)
    if words.startswith("<r>") and words.endswith("</r>"):
        # XlsxWriter takes this for markup that it made itself, and would not escape it
        page.write_rich_string(row, column, style, words[:2], style, words[2:], style)
    else:
        page.write_string(row, column, words, style)


def _properties(made: Any, book: Book) -> None:
    """What the file says of itself: the authority, never a person, and the day without a time."""
    day = datetime.fromisoformat(book.made_on).replace(tzinfo=UTC)
    made.set_properties(
        {
            "title": book.title,
            "subject": book.purpose,
            "author": "",
            "company": book.owner,
            "category": book.mark,
            "comments": book.warning,
            "created": day.replace(tzinfo=None),
        }
    )


def _cover(page: Any, book: Book, styles: dict[str, Any]) -> None:
    """The first sheet: what this is, whose and what for, and what is in the others."""
    _printed(page, book, pages=1)
    for column, width in enumerate(COVER):
        page.set_column(column, column, width)
    page.set_row(0, 34)
    put(page, 0, 0, book.title, styles["title"])
    sheets = [(sheet.name, sheet.title) for sheet in book.sheets]
    lines = [
        *([("banner", book.mark, book.warning)] if book.warning else []),
        *(("words", name, words) for name, words in book.cover),
        *(("words", "", ""), ("words", "In this workbook", "")),
        *(("words", name, words) for name, words in sheets),
    ]
    for row, (style, name, words) in enumerate(lines, start=1):
        page.set_row(row, high((name, words), COVER))
        put(page, row, 0, name, styles["banner" if style == "banner" else "label"])
        put(page, row, 1, words, styles[style])


def high(cells: Sequence[Cell], widths: Sequence[int]) -> int:
    """How high a row has to be for its words, in points."""
    return min(HIGHEST, LINE_HIGH * max(map(_lines, cells, widths)) + 3)


def _lines(cell: Cell, width: int) -> int:
    if not isinstance(cell, str):
        return 1
    letters = width * 1.1
    return sum(max(1, math.ceil(len(line) / letters)) for line in cell.split("\n"))


def _above(sheet: Sheet, book: Book) -> tuple[tuple[str, str], ...]:
    """The lines over a table: (style, words)."""
    warning = (("warning", book.warning),) if book.warning else ()
    return ("heading", sheet.title), *warning, *(("note", words) for words in sheet.notes)


def _sheet(page: Any, sheet: Sheet, book: Book, styles: dict[str, Any]) -> None:
    _printed(page, book)
    for row, (style, words) in enumerate(_above(sheet, book)):
        put(page, row, 0, words, styles[style])
    page.set_row(0, 26)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)


def _table(page: Any, sheet: Sheet, name: str, top: int, styles: dict[str, Any]) -> None:
    """A real table, which a screen reader and a filter know, with its head always in sight."""
    last = top + len(sheet.rows)
    columns = [{"header": column.head, "header_format": styles["head"]} for column in sheet.columns]
    page.add_table(
        *(top, 0, last, len(columns) - 1),
        {"name": name, "columns": columns, "style": None, "title": sheet.title},
    )
    page.freeze_panes(top + 1, 0)
    page.repeat_rows(top)
    page.set_row(top, 24)
    widths = [column.width for column in sheet.columns]
    for row, cells in enumerate(sheet.rows, start=top + 1):
        page.set_row(row, high(cells, widths))
        for column, cell in enumerate(cells):
            _cell(page, row, column, cell, styles)


def _cell(page: Any, row: int, column: int, cell: Cell, styles: dict[str, Any]) -> None:
    if isinstance(cell, int):
        page.write_number(row, column, cell, styles["number"])
    elif cell:
        put(page, row, column, cell, styles["cell"])
    else:
        page.write_blank(row, column, None, styles["cell"])


def _printed(page: Any, book: Book, pages: int = 0) -> None:
    """On paper: across, as wide as the sheet, with mark, title and day at the foot of each page.

    `pages`: how many it may be long; 0 is as many as it takes.
    """
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, pages)
    title = f"{book.mark}: {book.title}"[:FOOT_TITLE].replace("&", "&&")
    page.set_footer(f"&L{title}&C{sentences.day(book.made_on)}&RPage &P of &N")
