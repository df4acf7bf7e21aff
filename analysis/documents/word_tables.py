"""Tables in Word as they must be: a header row, widths that hold, rows that stay in one piece.

They are written as XML in one go: through python-docx each cell takes milliseconds.
"""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from analysis.documents.blocks import Table
from analysis.documents.word_styles import LINE, NAVY, PAGE, add_line

KEPT_WHOLE = 12
"""Rows of a table that is never split over two pages; a longer one repeats its header."""
_LINE = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE}"'
_LOOK = (
    '<w:tblLayout w:type="fixed"/>'
    f"<w:tblBorders><w:bottom {_LINE}/><w:insideH {_LINE}/></w:tblBorders>"
    '<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
    '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>'
    '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
    ' w:noHBand="1" w:noVBand="1"/>'
)
_RULE = (
    f'<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{NAVY}"/></w:tcBorders>'
)


def add_table(made: WordDocument, table: Table) -> None:
    """The table with its caption, at the end of the document."""
    if table.shown:
        add_line(made, table.caption, "Caption")
    body: Any = made.element.body
    body.add_p().addprevious(parse_xml(_xml(table)))
    body.remove(body.p_lst[-1])


def _xml(table: Table) -> str:
    widths = [Mm(PAGE * part / sum(table.widths)).twips for part in table.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    whole = len(table.rows) <= KEPT_WHOLE
    rows = "".join(
        _row(row, widths, header=False, keep=whole and row is not table.rows[-1])
        for row in table.rows
    )
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{_LOOK}'
        f"<w:tblCaption w:val={quoteattr(table.caption)}/>"
        f"<w:tblDescription w:val={quoteattr(_description(table))}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{_row(table.head, widths, header=True, keep=True)}{rows}"
        "</w:tbl>"
    )


def _row(words: tuple[str, ...], widths: list[int], *, header: bool, keep: bool) -> str:
    head = "<w:tblHeader/>" if header else ""
    cells = "".join(
        _cell(text, width, header=header, keep=keep)
        for text, width in zip(words, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"


def _cell(text: str, width: int, *, header: bool, keep: bool) -> str:
    style = "CellHeading" if header else "Cell"
    kept = "<w:keepNext/>" if keep else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{_RULE if header else ""}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}</w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
    )


def _description(table: Table) -> str:
    return f"Columns: {', '.join(table.head)}. One row for each {table.head[0].lower()}."
