"""The report as a Word document: headings, lists and tables that Word and a screen reader know."""

from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from analysis.documents import drawing
from analysis.documents.blocks import (
    Block,
    Chart,
    Document,
    Items,
    Section,
    Table,
    Text,
    Topic,
    keeps,
)
from analysis.documents.word_styles import PAGE, add_line, prepare
from analysis.documents.word_tables import add_table

STYLES = {"body": "Normal", "small": "Small", "caution": "Caution"}


def word(document: Document) -> bytes:
    """The document as .docx."""
    made = docx.Document()
    prepare(made, document)
    _front(made, document)
    _draw(made, document.board)
    label = add_line(made, document.annex_label, "Label")
    label.paragraph_format.page_break_before = True
    add_line(made, document.annex_title, "Heading 1")
    _draw(made, document.annex)
    _footer(made, document.footer)
    kept = BytesIO()
    made.save(kept)
    return kept.getvalue()


def _front(made: WordDocument, document: Document) -> None:
    add_line(made, document.status, "Status")
    add_line(made, document.label, "Label")
    add_line(made, document.title, "Heading 1")
    add_line(made, "  ·  ".join(document.facts), "Facts")


def _draw(made: WordDocument, blocks: tuple[Block, ...]) -> None:
    for place, block in enumerate(blocks):
        after_table = place > 0 and isinstance(blocks[place - 1], Table)
        for line in _block(made, block):
            if keeps(blocks, place):
                line.paragraph_format.keep_with_next = True
            if after_table and isinstance(block, Text):
                line.paragraph_format.space_before = Pt(4)


def _block(made: WordDocument, block: Block) -> list[Any]:
    """Add one block; gives the paragraphs that a following table may have to be kept with."""
    match block:
        case Section():
            return _section(made, block)
        case Topic(words):
            return [add_line(made, words, "Heading 3")]
        case Text(words, style):
            return [add_line(made, words, STYLES[style])]
        case Items(items, numbered):
            name = "List Number" if numbered else "List Bullet"
            return [add_line(made, item, name) for item in items]
        case Table():
            add_table(made, block)
        case Chart():
            _picture(made, block)
    return []


def _section(made: WordDocument, section: Section) -> list[Any]:
    lines = [add_line(made, section.label, "Heading 2")]
    if section.headline:
        lines.append(add_line(made, section.headline, "Headline"))
    return lines


def _picture(made: WordDocument, chart: Chart) -> None:
    add_line(made, chart.title, "Caption")
    subtitle = add_line(made, chart.subtitle, "Small")
    subtitle.paragraph_format.keep_with_next = True
    picture: Any = made.add_picture(BytesIO(drawing.png(chart)), width=Mm(PAGE))
    properties = picture._inline.docPr  # alternative text has no other way in (python-docx #317)
    properties.set("descr", chart.alt)
    properties.set("name", "Chart")
    for side in ("distT", "distB", "distL", "distR"):
        picture._inline.set(side, "0")  # unsaid, LibreOffice moves the picture to the right


def _footer(made: WordDocument, words: str) -> None:
    line = made.sections[0].footer.paragraphs[0]
    line.style = made.styles["Footer"]
    made.styles["Footer"].paragraph_format.tab_stops.clear_all()
    line.paragraph_format.tab_stops.add_tab_stop(Mm(PAGE), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"{words}\tPage ")
    _field(line, "PAGE")
    line.add_run(" of ")
    _field(line, "NUMPAGES")


def _field(line: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:t"))
    run[0].text = "1"
    field.append(run)
    line._p.append(field)
