"""Definitions: from a survey's TOML to its frozen facts, all problems collected on the way.

A definition takes the option sets and end questions that it names from `options.toml` and
`endings.toml`. What it takes is appended to its text, so that `Survey.source` is whole: a kept
version reads the same however those two files change later.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from surveys.definition import Reading, read_survey
from surveys.locator import Locator, Place, taken_in
from surveys.problems import DefinitionProblems, Problem
from surveys.schema import Survey

__all__ = ["DefinitionProblems", "Problem", "from_definition", "load", "parse", "published"]

DEFINITIONS = Path(__file__).parent / "definitions"
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_SHARED = re.compile(r"(?m)^\[options\.([\w-]+)\]|^\[\[ending\]\]\s*\n\s*id\s*=\s*\"([^\"]+)\"")


def load(path: Path) -> Survey:
    """The survey in a definition file; raises DefinitionProblems with everything found."""
    return parse(_text(path), str(path))


def parse(text: str, file: str) -> Survey:
    """The survey in a definition's text; `file` is its name in problems."""
    whole = _with_shared(text, _toml(text, file))
    reading = Reading(Locator(whole, file))
    survey = read_survey(_toml(whole, file), whole, reading)
    if survey is None or reading.problems:
        raise DefinitionProblems(tuple(reading.problems))
    return survey


@lru_cache(maxsize=128)
def from_definition(text: str) -> Survey:
    """The survey of a kept version's text; read once for each text."""
    return parse(text, "the kept version")


@cache
def published() -> Mapping[str, Survey]:
    """The newest version of every survey in `surveys/definitions`, by id."""
    surveys = sorted((load(path) for path in definition_files()), key=lambda s: (s.id, s.version))
    return {survey.id: survey for survey in surveys}


def definition_files() -> tuple[Path, ...]:
    """The files of our own definitions: one for each version of each survey."""
    return tuple(sorted(DEFINITIONS.glob("*.v*.toml")))


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as bad:
        line = bad.object[: bad.start].count(b"\n") + 1
        raise _problem(path, line, "is not UTF-8 text.", "Save it again as UTF-8.") from None
    except OSError as bad:
        what = f"cannot be read: {bad.strerror or 'it is not a file'}."
        raise _problem(path, 1, what, "Check the name and whether you may read it.") from None


def _problem(path: Path, line: int, what: str, fix: str) -> DefinitionProblems:
    return DefinitionProblems((Problem(str(path), line, 1, "the file", f"The file {what}", fix),))


def _toml(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as bad:
        found = _POSITION.search(str(bad))
        line, column = (int(found[1]), int(found[2])) if found and found[1] else _end(text)
        place = Place(file, line, column)
        what = f"This is not TOML: {_POSITION.sub('', str(bad))}."
        fix = "Look at this line and the one above: a missing quote, bracket or equals sign."
        raise DefinitionProblems((Problem.at(place, "the file", what, fix),)) from None


def _end(text: str) -> tuple[int, int]:
    return max(1, len(text.splitlines())), 1


def _with_shared(text: str, document: Mapping[str, Any]) -> str:
    """The definition with the shared option sets and end questions that it names."""
    shared = _shared()
    own = _names(document.get("options")) | {
        str(ending.get("id")) for ending in _tables(document.get("ending"))
    }
    wanted = [name for name in _strings(document.get("endings")) if name not in own]
    for table in (
        *_tables(document.get("question")),
        *(shared.get(n, ("", {}))[1] for n in wanted),
    ):
        wanted += [n for n in _strings(table.get("options")) if n not in own and n not in wanted]
    taken = [shared[name][0] for name in wanted if name in shared]
    return "\n\n".join([text.rstrip(), *taken]) + "\n" if taken else text


@cache
def _shared() -> Mapping[str, tuple[str, Mapping[str, Any]]]:
    """Every shared block by name: its text, under a line saying where it is from, and its table."""
    blocks: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for file in ("options.toml", "endings.toml"):
        text = _text(DEFINITIONS / file)
        starts = [*_SHARED.finditer(text)]
        ends = [*(start.start() for start in starts[1:]), len(text)]
        for start, end in zip(starts, ends, strict=True):
            block = text[start.start() : end].rstrip()
            line = text.count("\n", 0, start.start()) + 1
            table = next(iter(_tables(_toml(block, file).get("ending"))), {})
            blocks[start[1] or start[2]] = (f"{taken_in(file, line)}\n{block}", table)
    return blocks


def _tables(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def _names(value: object) -> set[str]:
    return set(value) if isinstance(value, dict) else set()


def _strings(value: object) -> list[str]:
    """A string, the strings of a list, or the strings of a table, as a list."""
    if isinstance(value, str):
        return [value]
    values = value.values() if isinstance(value, dict) else value
    return [v for v in values if isinstance(v, str)] if isinstance(values, Iterable) else []
