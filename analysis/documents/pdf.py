"""The report as an accessible PDF (PDF/UA-1), set by Typst in our own typeface.

Only the shipped fonts are used, so that every machine breaks lines and pages alike.
"""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import typst

from analysis.documents import drawing, glyphs
from analysis.documents.blocks import Block, Chart, Document, Text, each_string, keeps

FOLDER = Path(__file__).parent
TEMPLATE = FOLDER / "report.typ"
UNDRAWABLE = "could not be displayed"
"""What Typst says of a character that no font has."""
SPILL = 200.0
"""Points down the page above which a second page looks like an accident."""
WIDTH = 488
"""Points between the margins of the page: one unit of the picture is one point of paper."""


def pdf(document: Document) -> bytes:
    """The document as PDF/UA-1, which allows no character that the typeface cannot draw."""
    try:
        return _made(document)
    except typst.TypstError as problem:
        if UNDRAWABLE not in problem.message:
            raise
    drawable = each_string(document, glyphs.drawable)
    note = Text(glyphs.NOTE, "small")
    return _made(replace(drawable, annex=(*drawable.annex, note)))


def _made(document: Document) -> bytes:
    made = _compiler(document).compile(format="pdf", pdf_standards=["ua-1"])
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no PDF.")
    return made


@dataclass(frozen=True, slots=True)
class Length:
    """Where the board's part ends: on which page, and how far down it, in points of 842."""

    pages: int
    down: float

    @property
    def spills(self) -> bool:
        """Whether the second page holds a few lines only."""
        return self.pages == 2 and self.down < SPILL


def board_length(document: Document) -> Length:
    """How long the board's part is; the annex is not laid out for this."""
    found = _compiler(replace(document, annex=())).query("<board-end>", field="value", one=True)
    pages, down = json.loads(found)
    return Length(int(pages), float(down))


def _compiler(document: Document) -> typst.Compiler:
    return typst.Compiler(
        str(TEMPLATE),
        root=str(FOLDER),
        font_paths=[str(drawing.FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(_data(document))},
    )


def _data(document: Document) -> dict[str, Any]:
    return {
        **asdict(document),
        "board": _blocks(document.board),
        "annex": _blocks(document.annex),
    }


def _blocks(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    return [_block(block, keeps(blocks, place)) for place, block in enumerate(blocks)]


def _block(block: Block, keep: bool) -> dict[str, Any]:
    data = {"kind": type(block).__name__.lower(), "keep": keep, **asdict(block)}
    if isinstance(block, Chart):
        data["svg"] = drawing.svg(block, WIDTH)
    return data
