"""How the Word document looks and what it says of itself: styles, language, paper, properties.

Everything is in named styles, so that an officer can restyle the paper in Word.
"""

from datetime import datetime
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from analysis.documents.blocks import Document

FONT = "Arial"
INK = "1B2A3A"
NAVY = "12436D"
QUIET = "4A5766"
LINE = "C9CFD6"
WARM = "FDF1E7"
ORANGE = "C2500B"
PAGE = 172
"""Millimetres between the margins."""

LONGEST = 255
"""Characters that one property of a Word document may hold."""

_SIZES = {
    "Normal": (10, INK, False, 4),
    "Label": (10.5, NAVY, True, 2),
    "Status": (9.5, INK, True, 6),
    "Facts": (9.5, QUIET, False, 6),
    "Heading 1": (18, NAVY, True, 3),
    "Heading 2": (10.5, NAVY, True, 2),
    "Heading 3": (10, INK, True, 2),
    "Headline": (11.5, INK, True, 4),
    "List Bullet": (10, INK, False, 2),
    "List Number": (10, INK, False, 2),
    "Small": (9, QUIET, False, 4),
    "Caution": (10, INK, False, 4),
    "Caption": (10, INK, True, 3),
    "Cell": (9, INK, False, 0),
    "Cell Heading": (9, NAVY, True, 0),
    "Footer": (8.5, QUIET, False, 0),
}
"""Style: size in points, colour, bold, points after."""


def prepare(word: WordDocument, document: Document) -> None:
    """Give an empty document our paper, styles, language and properties."""
    _paper(word)
    for name, (size, colour, bold, after) in _SIZES.items():
        _style(word, name, size, colour, bold, after)
    _rules(word)
    _language(word)
    _properties(word, document)
    _leave_out(word)


def add_line(word: WordDocument, words: str, style: str) -> Any:
    """Add a paragraph in a style of ours, named by its id: python-docx searches names each time."""
    line: Any = word.add_paragraph(words)
    line._p.get_or_add_pPr().get_or_add_pStyle().val = style.replace(" ", "")
    return line


def _paper(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(19)
    section.top_margin, section.bottom_margin = Mm(13), Mm(15)
    section.header_distance = section.footer_distance = Mm(8)


def _style(
    word: WordDocument, name: str, size: float, colour: str, bold: bool, after: float
) -> None:
    styles = word.styles
    if name not in [style.name for style in styles]:
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    style: Any = styles[name]
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    for other in style.element.rPr.findall(qn("w:szCs")):
        other.set(qn("w:val"), str(int(size * 2)))
    fonts = style.element.rPr.get_or_add_rFonts()
    fonts.attrib.clear()  # theme fonts would win over the name
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.line_spacing = 1.08
    if name.startswith("List"):
        style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Mm(6), Mm(-5)


def _rules(word: WordDocument) -> None:
    """Space, lines and shades, and what stays with the paragraph after it."""
    styles: Any = word.styles
    for name in ("Heading 1", "Heading 2", "Heading 3", "Headline", "Caption", "Label"):
        styles[name].paragraph_format.keep_with_next = True
    styles["Heading 2"].paragraph_format.space_before = Pt(6)
    styles["Heading 3"].paragraph_format.space_before = Pt(7)
    styles["Caption"].paragraph_format.space_before = Pt(4)
    for name in ("Small", "Caution"):
        styles[name].paragraph_format.space_before = Pt(3)
    _decorate(styles["Heading 2"], f"<w:pBdr {nsdecls('w')}>{_edge('top', LINE, 4, 3)}</w:pBdr>")
    edges = (_edge("top", WARM, 4, 3), _edge("left", ORANGE, 18, 6), _edge("bottom", WARM, 4, 3))
    bar = f"<w:pBdr {nsdecls('w')}>{''.join(edges)}</w:pBdr>"
    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{WARM}"/>'
    for name in ("Caution", "Status"):
        _decorate(styles[name], bar, shade)
        styles[name].paragraph_format.left_indent = Mm(3)


def _edge(side: str, colour: str, eighths: int, space: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'


def _decorate(style: Any, *parts: str) -> None:
    """Add borders and shading where the schema wants them: after the keep settings."""
    properties = style.element.get_or_add_pPr()
    for part in parts:
        properties.insert_element_before(
            parse_xml(part),
            *("w:shd",) * ("pBdr" in part),
            "w:tabs",
            "w:suppressAutoHyphens",
            "w:spacing",
            "w:ind",
            "w:jc",
            "w:outlineLvl",
            "w:rPr",
        )


def _language(word: WordDocument) -> None:
    """British English everywhere: the template says American in every style that says anything."""
    for root in (word.styles.element, word.settings.element):
        for tag in ("w:lang", "w:themeFontLang"):
            for language in root.iter(qn(tag)):
                language.set(qn("w:val"), "en-GB")
                language.set(qn("w:eastAsia"), "en-GB")


def _properties(word: WordDocument, document: Document) -> None:
    """The title, the council and the day; nobody's name, and not the maker of the template."""
    core = word.core_properties
    core.title, core.subject = document.title[:LONGEST], document.authority[:LONGEST]
    core.language = "en-GB"
    core.author = core.last_modified_by = core.comments = core.keywords = core.category = ""
    core.created = core.modified = _moment(document.made_on)
    core.revision = 1


def _moment(day: str) -> datetime:
    try:
        return datetime.fromisoformat(day).replace(tzinfo=None)
    except ValueError:
        return datetime(2000, 1, 1)  # noqa: DTZ001  (a day that is no date: the properties need one)


def _leave_out(word: WordDocument) -> None:
    """Parts of the template that say American English, or picture and describe another paper."""
    for part in (word.part, word.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/customXml", "/thumbnail")):
                del part.rels[key]
