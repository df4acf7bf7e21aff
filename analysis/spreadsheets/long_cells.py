"""Texts longer than a cell: cut where everybody sees it, and whole in a sheet of their own."""

from dataclasses import replace

from analysis.spreadsheets.sheet import Book, Cell, Column, Sheet

MOST = 32_767
"""What one cell holds, in units of UTF-16: a picture such as 😀 is two of them."""
NAME = "Long texts"
NOTE = "\n[This text is longer than a cell holds. The whole of it is in the sheet “{}”, line {}.]"
COLUMNS = (
    *(Column("Line", 8), Column("Sheet", 20), Column("Row", 8)),
    *(Column("Column", 30), Column("Part", 8), Column("Words", 90)),
)


def fitted(book: Book) -> Book:
    """The book with every cell short enough, and the long texts in a last sheet, in parts."""
    long: list[tuple[Cell, ...]] = []
    sheets = tuple(_fitted(sheet, long) for sheet in book.sheets)
    if not long:
        return book
    notes = ("A text goes on in the next part. Put together, the parts are the words as they are.",)
    last = Sheet(NAME, "Texts that are longer than a cell", notes, COLUMNS, tuple(long))
    return replace(book, sheets=(*sheets, last))


def units(words: str) -> int:
    """How much of a cell the words fill."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def parts(words: str, most: int = MOST) -> tuple[str, ...]:
    """The words in parts that fit, none cut through a sign; together they are the words."""
    found, start, size = [], 0, 0
    for at, sign in enumerate(words):
        size += units(sign)
        if size > most:
            found.append(words[start:at])
            start, size = at, units(sign)
    return (*found, words[start:])


def _fitted(sheet: Sheet, long: list[tuple[Cell, ...]]) -> Sheet:
    rows = tuple(
        tuple(
            _cell(cell, (sheet.name, number, column.head), long)
            for cell, column in zip(row, sheet.columns, strict=True)
        )
        for number, row in enumerate(sheet.rows, start=1)
    )
    return replace(sheet, rows=rows)


def _cell(cell: Cell, place: tuple[Cell, ...], long: list[tuple[Cell, ...]]) -> Cell:
    if not isinstance(cell, str) or len(cell) <= MOST // 2 or units(cell) <= MOST:
        return cell
    line = len(long) + 1
    note = NOTE.format(NAME, line)
    whole = enumerate(parts(cell), start=1)
    long += [(line + n - 1, *place, n, words) for n, words in whole]
    return parts(cell, MOST - units(note))[0] + note
