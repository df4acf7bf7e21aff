"""Making a report's documents: one function for every format, run in the worker process."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from analysis.documents.blocks import Document, printable
from analysis.documents.board import ROOMS
from analysis.documents.document import document as laid_out
from analysis.documents.formats import FORMATS
from analysis.documents.pdf import board_length, pdf
from analysis.documents.webpage import webpage
from analysis.documents.word import word
from analysis.marking import marked
from analysis.report import Report, to_json
from analysis.spreadsheets.figures import figures
from analysis.spreadsheets.flat import flat
from analysis.spreadsheets.sheet import Book
from analysis.spreadsheets.workbook import workbook

BOARD_PAGES = 2
SHEETS: dict[str, Callable[[Book], bytes]] = {"xlsx": workbook, "csv": flat}
DRAW: dict[str, Callable[[Document], bytes]] = {"docx": word, "pdf": pdf, "html": webpage}


def document(report: Report, kind: str) -> bytes:
    """The report in one of FORMATS; raises ValueError for any other."""
    if kind not in FORMATS:
        raise ValueError(f"“{kind}” is not a format. There are: {', '.join(FORMATS)}.")
    if kind == "json":
        return to_json(printable(marked(report))).encode()
    if kind in SHEETS:
        return SHEETS[kind](figures(printable(marked(report))))
    return DRAW[kind](fitted(report))


@lru_cache(maxsize=4)
def fitted(report: Report) -> Document:
    """The document with as much on the board's pages as two of them hold, for every format alike.

    What people wrote is never cut inside a sentence; where even the narrowest does not fit, the
    board's part is longer than two pages. Where a few lines only would stand on the second page,
    it begins with the analysis instead.
    """
    for room in ROOMS:
        document = laid_out(report, room)
        length = board_length(document)
        if length.pages <= BOARD_PAGES:
            break
    return replace(document, turns=length.spills)
