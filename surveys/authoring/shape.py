"""Reading a definition's tables: each value by its kind, each problem at its place."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from surveys.authoring.locator import Block, Locator, Place
from surveys.authoring.problems import Problem
from surveys.schema import BANDS, Band

_MISSING: Any = object()
_NAMES = {str: "text in quotes", int: "a whole number", list: "a list", dict: "a table"}


class Reading:
    """One definition being read: where things are, and the problems so far."""

    def __init__(self, locator: Locator) -> None:
        """Start with no problems."""
        self.locator = locator
        self.problems: list[Problem] = []
        self.block: Block | None = locator.blocks[0]
        self.where = "the survey"

    def at(self, block: Block | None, where: str) -> None:
        """Say which part is being read from here on."""
        self.block, self.where = block, where

    @contextmanager
    def within(self, block: Block | None) -> Iterator[None]:
        """Read lines that stand elsewhere in the file, as part of what is being read."""
        here, self.block = self.block, block
        yield
        self.block = here

    def problem(self, key: str, what: str, fix: str, band: str = "") -> None:
        """Note a problem at `key` of the part being read; the same one only once."""
        self._note(self.locator.place(self.block, key, band), what, fix)

    def _note(self, place: Place, what: str, fix: str) -> None:
        found = Problem.at(place, self.where, what, fix)
        if found not in self.problems:
            self.problems.append(found)

    def value(self, table: Mapping[str, Any], key: str, kind: type, default: Any = _MISSING) -> Any:
        """The value at `key` when it has the right kind, else the default and a problem."""
        value = table.get(key, default)
        if value is _MISSING:
            self.problem("", f"“{key}” is missing.", f"Add {key} = {_example(kind)}.")
            return kind()
        if value is not default and (not isinstance(value, kind) or isinstance(value, bool)):
            self.problem(
                key, f"“{key}” must be {_NAMES[kind]}.", f"Write {key} = {_example(kind)}."
            )
            return kind() if default is _MISSING else default
        return value

    def known(self, table: Mapping[str, Any], allowed: frozenset[str]) -> None:
        """Note keys that mean nothing here."""
        for key in table.keys() - allowed:
            fix = f"Use one of {', '.join(sorted(allowed))}, or take it out."
            self.problem(key, f"“{key}” means nothing here.", fix)

    def one_of(self, value: str, allowed: tuple[str, ...], key: str) -> bool:
        """Whether a value is one of those allowed; a problem when not."""
        if value in allowed:
            return True
        place = self.locator.find(f'"{value}"', self.block) or self.locator.place(self.block, key)
        self._note(place, f"“{value}” cannot be {key}.", f"Use one of {', '.join(allowed)}.")
        return False

    def banded(self, table: Mapping[str, Any], key: str, band: Band, kind: type) -> Any:
        """The value of `key` for a band, or None where it has none."""
        value = table.get(key)
        if isinstance(value, dict) and value.keys() <= set(BANDS):
            value = value.get(band)
        if value is None or (isinstance(value, kind) and not isinstance(value, bool)):
            return value
        fix = f"Write {key} = {_example(kind)}, or {key}.{band} = {_example(kind)}."
        self.problem(key, f"“{key}” must be {_NAMES[kind]}, for all bands or for each.", fix, band)
        return None

    def texts(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        """The list of texts at `key`; anything else in it is a problem."""
        values = self.value(table, key, list)
        if not all(isinstance(value, str) for value in values):
            self.problem(key, f"“{key}” must be a list of texts in quotes.", "Put each in quotes.")
        return tuple(value for value in values if isinstance(value, str))

    def tables(self, document: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        """The tables that begin with [[key]]; none is fine."""
        values = self.value(document, key, list, [])
        found: list[Mapping[str, Any]] = [value for value in values if isinstance(value, dict)]
        if len(found) != len(values):
            self.problem(key, f"“{key}” must be tables.", f"Begin each one with [[{key}]].")
        return found


def _example(kind: type) -> str:
    return {str: "“…”", int: "1", list: "[…]", dict: "{…}"}[kind]
