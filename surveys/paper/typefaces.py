"""The typefaces we ship, and which signs each can draw, read from the font's own table.

Only these are used on paper, so that every machine breaks lines and pages alike.
"""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
LATIN = FONTS / "inter"
MISSING = "□"
_SCRIPTS = {
    "ar": ("Noto Naskh Arabic", "NotoNaskhArabic-Regular.ttf"),
    "ur": ("Noto Nastaliq Urdu", "NotoNastaliqUrdu-Regular.ttf"),
    "pa": ("Noto Sans Gurmukhi", "NotoSansGurmukhi-Regular.ttf"),
    "bn": ("Noto Sans Bengali", "NotoSansBengali-Regular.ttf"),
}
_UNSEEN = frozenset(" \n\u200c\u200d\u200e\u200f\u2068\u2069")
"""Signs that shape or space a line and are never drawn themselves."""


def families(language: str) -> tuple[str, ...]:
    """The typefaces of a language, its own first; every other script's come after ours."""
    own = (_SCRIPTS[language][0],) if language in _SCRIPTS else ()
    return tuple(dict.fromkeys((*own, "Inter", *(name for name, _ in _SCRIPTS.values()))))


def drawable(text: str, font: Path | None = None) -> str:
    """The text with MISSING in the place of what no typeface (or not this one) can draw."""
    can = covered(font) if font else everything()
    if can.issuperset(map(ord, text)):
        return text
    return "".join(sign if sign in _UNSEEN or ord(sign) in can else MISSING for sign in text)


@cache
def everything() -> frozenset[int]:
    """Every code point that one of our typefaces can draw."""
    fonts = (LATIN / "Inter-Regular.otf", *(FONTS / "scripts" / f for _, f in _SCRIPTS.values()))
    return frozenset().union(*(covered(font) for font in fonts))


@cache
def covered(path: Path) -> frozenset[int]:
    """Every code point that a typeface has a glyph for ("cmap" subtables of formats 4 and 12)."""
    font = path.read_bytes()
    start = _table(path.name, font, b"cmap")
    (tables,) = struct.unpack_from(">H", font, start + 2)
    offsets = [struct.unpack_from(">L", font, start + 8 + 8 * n)[0] for n in range(tables)]
    return frozenset(point for offset in offsets for point in _points(font, start + offset))


def _table(name: str, font: bytes, wanted: bytes) -> int:
    """Where one table of an OpenType file begins."""
    (tables,) = struct.unpack_from(">H", font, 4)
    for number in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        if tag == wanted:
            return int(offset)
    raise ValueError(f"{name} has no table {wanted.decode()}.")


def _points(font: bytes, at: int) -> Iterator[int]:
    (kind,) = struct.unpack_from(">H", font, at)
    if kind == 12:
        (groups,) = struct.unpack_from(">L", font, at + 12)
        for number in range(groups):
            first, last, _ = struct.unpack_from(">LLL", font, at + 16 + 12 * number)
            yield from range(first, last + 1)
    elif kind == 4:
        yield from _basic_plane(font, at)


def _basic_plane(font: bytes, at: int) -> Iterator[int]:
    """Format 4: parallel arrays of each range's end and start; 0xFFFF only closes the list."""
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + doubled)
    for first, last in zip(starts, ends, strict=True):
        if first != 0xFFFF:
            yield from range(first, last + 1)
