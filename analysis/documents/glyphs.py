"""Which characters our typeface can draw, read from the font file's own table."""

import struct
from functools import cache
from pathlib import Path

FONT = Path(__file__).parent / "fonts" / "Inter-Regular.otf"
MISSING = "□"
NOTE = f"{MISSING} stands for a sign that this PDF cannot draw. The Word and web copies have it."


def drawable(text: str) -> str:
    """The text with MISSING in the place of what our typeface cannot draw."""
    can = covered()
    return "".join(letter if letter in " \n" or ord(letter) in can else MISSING for letter in text)


@cache
def covered() -> frozenset[int]:
    """Every code point that the typeface has a glyph for ("cmap" subtable format 12)."""
    font = FONT.read_bytes()
    start = _table(font, b"cmap")
    (tables,) = struct.unpack_from(">H", font, start + 2)
    points: set[int] = set()
    for number in range(tables):
        (offset,) = struct.unpack_from(">L", font, start + 4 + 8 * number + 4)
        points |= _segments(font, start + offset)
    return frozenset(points)


def _table(font: bytes, name: bytes) -> int:
    """Where one table of an OpenType file begins."""
    (tables,) = struct.unpack_from(">H", font, 4)
    for number in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        if tag == name:
            return int(offset)
    raise ValueError(f"{FONT.name} has no table {name.decode()}.")


def _segments(font: bytes, at: int) -> set[int]:
    (kind,) = struct.unpack_from(">H", font, at)
    if kind != 12:
        return set()  # format 4 says the same for the lower part only
    (groups,) = struct.unpack_from(">L", font, at + 12)
    points: set[int] = set()
    for number in range(groups):
        first, last, _ = struct.unpack_from(">LLL", font, at + 16 + 12 * number)
        points.update(range(first, last + 1))
    return points
