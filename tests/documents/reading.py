"""Reading documents back, each with a reader that we did not write them with."""

import csv
import io
import re
import zipfile
from html.parser import HTMLParser

import pikepdf
from lxml import etree

from surveys.guarded import as_it_was

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def squeezed(text: str) -> str:
    """Text without white space and soft hyphens: line ends differ between formats."""
    return re.sub(r"[\s\u00ad]+", "", text)


def cells(content: bytes) -> dict[str, list[list[str | float]]]:
    """Every sheet of a workbook by its name, row by row; XML read by hand, not by a library."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        strings = [_unescaped(si) for si in _xml(parts, "xl/sharedStrings.xml").iter(f"{S}si")]
        names = [e.get("name") for e in _xml(parts, "xl/workbook.xml").iter(f"{S}sheet")]
        sheets = [_xml(parts, f"xl/worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)]
    return {
        name: [[_cell(c, strings) for c in row.iter(f"{S}c")] for row in sheet.iter(f"{S}row")]
        for name, sheet in zip(names, sheets, strict=True)
    }


def workbook_text(content: bytes) -> str:
    """Every cell of every sheet, a row a line."""
    rows = [row for sheet in cells(content).values() for row in sheet]
    return "\n".join("\t".join(str(cell) for cell in row) for row in rows)


def csv_cells(content: bytes) -> list[list[str]]:
    """Every row of a CSV of ours, as it is written."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def csv_text(content: bytes) -> str:
    """Every cell of a CSV of ours as it was before it was guarded."""
    return "\n".join("\t".join(map(as_it_was, row)) for row in csv_cells(content))


def _xml(parts: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(parts.read(name))


def _unescaped(si: etree._Element) -> str:
    """A shared string; `_x000D_` stands for a sign that XML would change (ECMA-376, ST_Xstring)."""
    text = "".join(t.text or "" for t in si.iter(f"{S}t"))
    return re.sub(r"_x([0-9a-fA-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def _cell(cell: etree._Element, strings: list[str]) -> str | float:
    value = cell.findtext(f"{S}v")
    if value is None:
        return ""
    return strings[int(value)] if cell.get("t") == "s" else int(value)


def word_part(content: bytes, name: str = "word/document.xml") -> etree._Element:
    """One XML part of a Word document."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return etree.fromstring(parts.read(name))


def word_text(content: bytes) -> str:
    """Every paragraph, also those in tables, and the alternative texts."""
    body = word_part(content)
    lines = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p")]
    described = [e.get("descr") for e in body.iter() if e.get("descr")]
    return "\n".join([*lines, *described])


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        self.words += [value for name, value in attrs if name == "aria-label" and value]

    def handle_data(self, data: str) -> None:
        if self._inside != "style":
            self.words.append(data)


def html_text(content: bytes) -> str:
    """Every text node but the style sheet, and the accessible names."""
    reader = _Html()
    reader.feed(content.decode())
    return "\n".join(reader.words)


def pdf_text(content: bytes) -> str:
    """The text of every page in the order drawn, and the alternative texts."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = [page_text(page) for page in pdf.pages]
        described = [str(e.Alt) for e in structure(pdf) if "/Alt" in e]
    return "\n".join([*pages, *described])


def structure(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Every element of the structure tree, parents first."""
    found: list[pikepdf.Dictionary] = []
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop(0)
        kids = element.get("/K", pikepdf.Array())
        kids = kids if isinstance(kids, pikepdf.Array) else [kids]
        below = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        found += below
        waiting += below
    return found


def page_text(page: pikepdf.Page | pikepdf.Object) -> str:
    """What one page, or a picture on it, draws as text."""
    maps = {name: _characters(font) for name, font in page.Resources.get("/Font", {}).items()}
    words: list[str] = []
    current: dict[bytes, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                current = maps[str(operands[0])]
            case "Tj":
                words.append(_shown(operands[0], current))
            case "TJ":
                parts = [p for p in operands[0] if isinstance(p, pikepdf.String)]
                words.append("".join(_shown(part, current) for part in parts))
            case "Do":
                inner = page.Resources.XObject[str(operands[0])]
                if inner.get("/Subtype") == "/Form":
                    words.append(page_text(inner))
    return "\n".join(words)


def _shown(string: pikepdf.String, characters: dict[bytes, str]) -> str:
    codes, size = bytes(string), len(next(iter(characters), b"  "))
    parts = [codes[at : at + size] for at in range(0, len(codes), size)]
    return "".join(characters.get(part, "") for part in parts)


def _characters(font: pikepdf.Dictionary) -> dict[bytes, str]:
    """Codes (one byte in LibreOffice's fonts, two in Typst's) to text, by the font's own map."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    found: dict[bytes, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[bytes.fromhex(code)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                code = (int(first, 16) + step).to_bytes(len(first) // 2, "big")
                found[code] = chr(int(text, 16) + step)
    return found
