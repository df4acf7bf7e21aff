"""Drawing the picture with Vega-Lite: the same bars as SVG or PNG, for any width, in our font."""

import textwrap
from functools import lru_cache
from typing import Any

import altair as alt
import vl_convert

from analysis.documents.blocks import Chart, Row, Segment
from surveys.paper import typefaces

FONTS = typefaces.LATIN
INK = "#1B2A3A"
FILL = {
    "best": "#12436D",
    "good": "#6BACE6",
    "middle": "#EFEAE0",
    "poor": "#FBD0B4",
    "worst": "#F0883E",
    "apart": "#FFFFFF",
}
LIGHT = "#FFFFFF"
TYPEFACE = "Inter, Arial, Helvetica, sans-serif"
LETTERS = 10
LETTER = 5.45
"""Width of a wide letter at the size of the labels, in the picture's units."""
BAR = 20
LINE = 14
GAP = 9
NOTE = 75
"""Room kept at the right of a question for how many answered it."""
NARROW = 300
"""A picture no wider than this says how many answered after the question instead."""

Part = dict[str, Any]
"""One drawn thing: where it is, what it says, in units of the picture."""

vl_convert.register_font_directory(str(FONTS))


@lru_cache(maxsize=16)
def svg(chart: Chart, width: int = 500) -> str:
    """The picture as SVG, `width` units wide; its text stays text."""
    drawn: str = vl_convert.vegalite_to_svg(_spec(chart, width))
    return drawn


def png(chart: Chart, width: int = 500) -> bytes:
    """The picture as PNG, three pixels a unit."""
    drawn: bytes = vl_convert.vegalite_to_png(_spec(chart, width), scale=3)
    return drawn


def _spec(chart: Chart, width: int) -> dict[str, Any]:
    """The picture as a Vega-Lite specification; every place in it is in units of the picture."""
    bars: list[Part] = []
    words: list[Part] = []
    y = 0
    for row in chart.rows:
        text, note = (row.words, row.note) if width > NARROW else (f"{row.words} ({row.note})", "")
        room = width - NOTE if note else width
        lines = textwrap.wrap(text, int(room / LETTER)) or [""]
        words.append({"x": 0, "y": y, "words": "\n".join(lines), "note": note, "end": width})
        y += len(lines) * LINE + 3
        bars += _parts(row, width, y)
        y += BAR + GAP
    return _drawn(bars, words, width, y - GAP)


def _parts(row: Row, width: int, y: int) -> list[Part]:
    """The row's answers end to end, as wide as they are large."""
    whole = sum(segment.size for segment in row.segments)
    parts: list[Part] = []
    x = 0.0
    for segment in row.segments:
        room = width * segment.size / whole
        parts.append(
            {
                "x": x,
                "x2": x + room,
                "middle": x + room / 2,
                "y": y,
                "y2": y + BAR,
                "line": y + BAR / 2,
                "label": _label(segment, room),
                "fill": FILL[segment.tone],
                "ink": LIGHT if segment.tone == "best" else INK,
            }
        )
        x += room
    return parts


def _label(segment: Segment, room: float) -> str:
    """The answer and its figure, the figure alone, or nothing: what fits its part of the bar."""
    for words in (f"{segment.label} {segment.figure}", segment.figure):
        if len(words) * LETTER + 5 <= room:
            return words
    return ""


def _drawn(bars: list[Part], words: list[Part], width: int, height: int) -> dict[str, Any]:
    segments = _chart(bars)
    questions = _chart(words)
    block = segments.mark_rect(stroke=INK, strokeWidth=0.8, aria=False)
    label = segments.mark_text(baseline="middle")
    question = questions.mark_text(
        align="left", baseline="top", fontWeight=600, lineBreak="\n", lineHeight=LINE
    )
    note = questions.mark_text(align="right", baseline="top")
    drawn = alt.layer(
        block.encode(x=_at("x"), x2="x2", y=_at("y"), y2="y2", fill=_colour(alt.Fill, "fill")),
        label.encode(
            x=_at("middle"), y=_at("line"), text="label:N", color=_colour(alt.Color, "ink")
        ),
        question.encode(x=_at("x"), y=_at("y"), text="words:N"),
        note.encode(x=_at("end"), y=_at("y"), text="note:N"),
    ).properties(width=width, height=height, background="transparent", padding=1)
    spec: dict[str, Any] = (
        drawn.configure_view(stroke=None)
        .configure_text(font=TYPEFACE, fontSize=LETTERS, color=INK, aria=False)
        .to_dict()
    )
    return spec


def _chart(parts: list[Part]) -> alt.Chart:
    return alt.Chart(alt.Data(values=parts))  # type: ignore[no-untyped-call]


def _at(field: str) -> Any:
    """A place as it stands: no scale, no axis."""
    channel = alt.X if field in ("x", "middle", "end") else alt.Y
    return channel(f"{field}:Q", scale=None, axis=None)


def _colour(channel: Any, field: str) -> Any:
    return channel(f"{field}:N", scale=None, legend=None)
