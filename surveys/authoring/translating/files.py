"""The files of one language as an author sees them: what each says, where, and what belongs in it.

`Wanted` says what a survey needs; here are the sentences around the questions in the same shape,
so that both are checked alike.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from surveys.authoring.locator import Place
from surveys.authoring.translating.lines import Lines
from surveys.authoring.translating.wanted import ANY, SCREENS, Source, Wanted, banded
from surveys.loader import read_text, read_toml
from surveys.schema import BANDS, Band

HEAD = ("language", "checked_by", "checked_on")
HELPLINES = "helplines.toml"
EVERYONE: Band = "8-10"
"""Where the age is not known yet, sentences are for a nine-year-old."""
Table = Mapping[str, Any]


class LanguageFile:
    """One file of a language; raises DefinitionProblems when it cannot be read."""

    def __init__(self, path: Path) -> None:
        """Read it."""
        self.path = path
        self._text = read_text(path)
        self.document = read_toml(self._text, str(path))

    @cached_property
    def lines(self) -> Lines:
        """Where its keys stand."""
        return Lines(self._text)

    def place(self, path: tuple[str, ...] = (), band: str = "") -> Place:
        """Where a path stands, or should."""
        return Place(str(self.path), self.lines.line(path, band))

    def leaves(self) -> Iterator[tuple[tuple[str, ...], Any]]:
        """Every value with its path, bands left out; a band that names another is none."""
        yield from _leaves(self.document, ())


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not isinstance(value, dict):
        if value not in BANDS:
            yield path, value
        return
    for key, inner in value.items():
        yield from _leaves(inner, path if key in (*BANDS, ANY) else (*path, key))


def sentences_wanted(document: Table) -> Iterator[Wanted]:
    """Every sentence of `screens.toml` that is not in a notice, for each band that reads it."""
    for kind in ("way_in", "words", "paper", "letter"):
        for name, value in document.get(kind, {}).items():
            for band in [EVERYONE] if kind == "way_in" else BANDS:
                source = (Source(SCREENS, (kind, name)),)
                yield Wanted(band, "", "text", name, banded(value, band), source, (band,))


def notes_wanted(document: Table) -> Iterator[Wanted]:
    """The words beside the helplines' numbers."""
    for line in document.get("line", ()):
        source = (Source(HELPLINES, ("note", line["name"])),)
        yield Wanted(EVERYONE, "", "text", line["name"], line["note"], source, (EVERYONE,))
