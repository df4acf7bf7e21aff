"""Tables in Word as they must be: a header row, widths that hold, rows that stay in one piece."""

from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from analysis.documents.blocks import Table
from analysis.documents.word_styles import LINE, NAVY, PAGE

KEPT_WHOLE = 12
"""Rows of a table that is never split over two pages; a longer one repeats its header."""


def add_table(made: WordDocument, table: Table) -> None:
    """The table with its caption; the space after it is in the last row, not in an empty line."""
    if table.shown:
        made.add_paragraph(table.caption, "Caption")
    grid: Any = made.add_table(rows=0, cols=len(table.head))
    grid.autofit = False
    _properties(grid, table)
    widths = [PAGE * part / sum(table.widths) for part in table.widths]
    for place, cells in enumerate((table.head, *table.rows)):
        last = place == len(table.rows)
        _row(grid, cells, widths, header=place == 0, keep=not last and _whole(table))
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)  # w:gridCol: LibreOffice believes nothing else


def _whole(table: Table) -> bool:
    return len(table.rows) <= KEPT_WHOLE


def _row(
    grid: Any, words: tuple[str, ...], widths: list[float], *, header: bool, keep: bool
) -> None:
    row = grid.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))
    for cell, text, width in zip(row.cells, words, widths, strict=True):
        cell.width = Mm(width)
        line = cell.paragraphs[0]
        line.text = text
        line.style = "Cell Heading" if header else "Cell"
        line.paragraph_format.keep_with_next = keep or header
        if header:
            _rule_below(cell)


def _rule_below(cell: Any) -> None:
    cell._tc.get_or_add_tcPr().append(
        parse_xml(
            f"<w:tcBorders {nsdecls('w')}>"
            f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{NAVY}"/></w:tcBorders>'
        )
    )


def _properties(grid: Any, table: Table) -> None:
    """Lines between rows, room in the cells, and what a screen reader says of the table."""
    properties = grid._tbl.tblPr
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE}"'
    borders = f"<w:tblBorders {nsdecls('w')}><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
    margins = (
        f'<w:tblCellMar {nsdecls("w")}><w:top w:w="28" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>'
    )
    for part in (borders, margins):
        _insert(properties, parse_xml(part))
    for tag, words in (("w:tblCaption", table.caption), ("w:tblDescription", _description(table))):
        element = OxmlElement(tag)
        element.set(qn("w:val"), words)
        properties.append(element)


def _insert(properties: Any, element: Any) -> None:
    properties.insert_element_before(element, "w:tblLook", "w:tblCaption", "w:tblDescription")


def _description(table: Table) -> str:
    return f"Columns: {', '.join(table.head)}. One row for each {table.head[0].lower()}."
