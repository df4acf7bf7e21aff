"""CSV cells that no spreadsheet runs: the one way in which Heard marks them, and its way back.

A cell that a spreadsheet could take for a formula gets an apostrophe in front, and so does one
that begins with an apostrophe. Taking one apostrophe off the front of every cell that has one
therefore gives back every cell exactly.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

MARK = "'"
SIGNS = ("=", "+", "-", "@")
"""What begins a formula; wide and small forms of them are the same sign (Unicode NFKC)."""
_CONTROLS = ("\t", "\r", "\n")
"""In front they end a cell for some programs, and what follows begins the next."""
_UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}
_LOOKS_LIKE_MINUS = "\u2212"


def guarded(cell: str) -> str:
    """The cell as it is written: with an apostrophe where it needs one."""
    return f"{MARK}{cell}" if cell.startswith(MARK) or like_a_formula(cell) else cell


def as_it_was(cell: str) -> str:
    """What `guarded` made the cell from."""
    return cell.removeprefix(MARK)


def like_a_formula(cell: str) -> bool:
    """Whether a spreadsheet could run this: also after spaces and signs that nobody sees."""
    if cell.startswith(_CONTROLS):
        return True
    first = next((sign for sign in cell if unicodedata.category(sign) not in _UNSEEN), "")
    return first == _LOOKS_LIKE_MINUS or unicodedata.normalize("NFKC", first).startswith(SIGNS)


def csv_of(head: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> bytes:
    """A CSV file of guarded cells: UTF-8 with a mark that Excel knows, every text in quotes."""
    written = io.StringIO()
    lines = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC)
    lines.writerow([guarded(cell) for cell in head])
    for row in rows:
        lines.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return written.getvalue().encode("utf-8-sig")
