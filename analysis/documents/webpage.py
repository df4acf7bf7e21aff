"""The report as one web page: no script, nothing fetched, readable at 320 pixels and on paper."""

import re
from html import escape
from pathlib import Path

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
)

STYLES = Path(__file__).parent / "page.css"
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
WIDE, NARROW = 460, 210
"""Units of the picture in a wide and a narrow window: its letters come out as large as the text."""
_SVG = re.compile(r"<svg [^>]*?(viewBox=\"[^\"]*\")[^>]*>")


def webpage(document: Document) -> bytes:
    """The document as one HTML file, UTF-8."""
    status = "status draft" if document.draft else "status"
    parts = (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(document.title)}</title>",
        f"<style>\n{STYLES.read_text('utf-8')}</style>\n</head>\n<body>\n<main>\n<header>",
        f'<p class="{status}">{escape(document.status)}</p>',
        f'<p class="label">{escape(document.label)}</p>',
        f"<h1>{escape(document.title)}</h1>",
        f'<p class="facts">{escape(" · ".join(document.facts))}</p>\n</header>',
        *(_block(block) for block in document.board),
        '<section class="annex" aria-labelledby="annex">',
        f'<p class="label">{escape(document.annex_label)}</p>',
        f'<h1 id="annex">{escape(document.annex_title)}</h1>',
        *(_block(block) for block in document.annex),
        "</section>\n</main>\n</body>\n</html>\n",
    )
    return "\n".join(parts).encode()


def _block(block: Block) -> str:
    match block:
        case Section(label, headline):
            said = f'\n<p class="headline">{escape(headline)}</p>' if headline else ""
            return f"<h2>{escape(label)}</h2>{said}"
        case Topic(words):
            return f"<h3>{escape(words)}</h3>"
        case Text(words, style):
            return f'<p class="{style}">{escape(words)}</p>'
        case Items():
            return _items(block)
        case Table():
            return _table(block)
        case Chart():
            return _figure(block)


def _items(block: Items) -> str:
    tag = "ol" if block.numbered else "ul"
    lines = "\n".join(f"<li>{escape(item)}</li>" for item in block.items)
    return f"<{tag}>\n{lines}\n</{tag}>"


def _table(table: Table) -> str:
    """A table that stays one for a screen reader where a narrow window stacks its cells."""
    unseen = "" if table.shown else ' class="unseen"'
    head = "".join(
        f'<th scope="col" role="columnheader">{escape(words)}</th>' for words in table.head
    )
    rows = "\n".join(_row(table.head, row) for row in table.rows)
    columns = "".join(f'<col style="width: {part}%">' for part in table.widths)
    stacked = "stacked" if len(table.head) > 3 else "plain"
    return (
        f'<table role="table" class="{stacked}">\n'
        f"<caption><span{unseen}>{escape(table.caption)}</span></caption>\n"
        f"<colgroup>{columns}</colgroup>\n"
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{rows}\n</tbody>\n</table>'
    )


def _row(head: tuple[str, ...], row: tuple[str, ...]) -> str:
    cells = "".join(
        f'<td role="cell" data-head="{escape(name)}">{escape(words)}</td>'
        for name, words in zip(head[1:], row[1:], strict=True)
    )
    return f'<tr role="row"><th scope="row" role="rowheader">{escape(row[0])}</th>{cells}</tr>'


def _figure(chart: Chart) -> str:
    """The picture twice, for a wide and a narrow window; only one is ever there to be read."""
    return (
        f"<figure>\n<figcaption><b>{escape(chart.title)}</b> "
        f"<span>{escape(chart.subtitle)}</span></figcaption>\n"
        f"{_svg(chart, WIDE, 'wide')}\n{_svg(chart, NARROW, 'narrow')}\n</figure>"
    )


def _svg(chart: Chart, width: int, name: str) -> str:
    root = f'<svg class="{name}" role="img" aria-label="{escape(chart.alt)}" \\1>'
    return _SVG.sub(lambda found: root.replace("\\1", found[1]), drawing.svg(chart, width), count=1)
