"""A document as plain blocks: what every format draws, in order, with every word already chosen."""

from dataclasses import dataclass
from typing import Literal

from surveys.paper.strings import each_string as each_string
from surveys.paper.strings import printable as printable

Style = Literal["body", "small", "caution"]
Tone = Literal["best", "good", "middle", "poor", "worst", "apart"]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and, under it, a headline that says the finding ("" where there is none)."""

    label: str
    headline: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A heading one level below a section."""

    words: str


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph."""

    words: str
    style: Style = "body"


@dataclass(frozen=True, slots=True)
class Items:
    """A list; numbered where people will refer to its items."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row. `widths` are parts of the line, one a column.

    `caption` names the table for everybody; where the heading above says the same it is only
    there for a screen reader (`shown` False). The first column names each row.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Segment:
    """One answer in a bar. `size` is a percent or a count that the Report holds."""

    label: str
    figure: str
    size: int
    tone: Tone


@dataclass(frozen=True, slots=True)
class Row:
    """One question in a chart: its bar, and how many answered it."""

    words: str
    note: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Stacked bars. `alt` says in words what the picture shows; it is never the title again."""

    title: str
    subtitle: str
    alt: str
    rows: tuple[Row, ...]


Block = Section | Topic | Text | Items | Table | Chart


@dataclass(frozen=True, slots=True)
class Document:
    """Two pages for the board and an annex. `status` says Draft, or when it was published.

    `made_on` is an ISO day. Nothing here names a member of staff but what a person wrote.
    `turns`: the analysis begins the second page, which would hold a few lines only otherwise.
    """

    label: str
    title: str
    facts: tuple[str, ...]
    status: str
    draft: bool
    footer: str
    authority: str
    made_on: str
    board: tuple[Block, ...]
    annex_label: str
    annex_title: str
    annex: tuple[Block, ...]
    turns: bool = False


def keeps(blocks: tuple[Block, ...], place: int) -> bool:
    """Whether the block at `place` must not be parted from the one after it by a page's end."""
    after = blocks[place + 1] if place + 1 < len(blocks) else None
    return isinstance(after, Table) or (
        isinstance(after, Text) and isinstance(blocks[place], Items)
    )
