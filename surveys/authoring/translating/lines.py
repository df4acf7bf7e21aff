"""Where each key of a TOML file stands, by its whole path: `("question", "invited", "text")`.

The locator of definitions finds questions; translations are tables of tables, with the band at
any step, so here every header and key is noted with its line.
"""

import re
from collections.abc import Iterator

from surveys.schema import BANDS

_KEY = r"""\s*(?:"[^"]*"|'[^']*'|[\w-]+)\s*"""
_PATH = rf"{_KEY}(?:\.{_KEY})*"
_HEADER = re.compile(rf"\s*\[+({_PATH})\]+\s*(?:#.*)?$")
_LINE = re.compile(rf"({_PATH})=")
_PART = re.compile(_KEY)


class Lines:
    """The lines of one file, by path; they count from 1."""

    def __init__(self, text: str) -> None:
        """Read the headers and keys of `text`."""
        self._found = tuple(_paths(text))

    def line(self, path: tuple[str, ...], band: str = "") -> int:
        """Where a path stands, or where it should be: at the nearest table above it.

        Bands in the file's paths may be anywhere; a line of this band is preferred.
        """
        best, at = (0, False, False), 1
        for keys, number in self._found:
            bare = tuple(key for key in keys if key not in BANDS)
            if bare == path[: len(bare)]:
                how = (len(bare), band in keys, not set(keys) & set(BANDS))
                if how > best:
                    best, at = how, number
        return at


def _paths(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _split(header[1])
            yield table, number
        elif key := _LINE.match(line):
            yield (*table, *_split(key[1])), number


def _split(path: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in _PART.findall(path))
