"""Definitions: from a survey's TOML to its frozen facts, all problems collected on the way.

A definition takes what it names from three shared files: questions of `core.toml`, end questions
of `endings.toml`, option sets of `options.toml`. What it takes is appended to its text, so that
`Survey.source` is whole: a kept version reads the same however those files change later.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from surveys.authoring.locator import Locator, Place, taken_in
from surveys.authoring.problems import DefinitionProblems, Problem
from surveys.authoring.shape import Reading
from surveys.authoring.survey import read_survey
from surveys.schema import Survey

__all__ = ["DefinitionProblems", "Problem", "from_definition", "load", "parse", "published"]

DEFINITIONS = Path(__file__).parent / "definitions"
LARGEST_FILE = 1_000_000
"""Bytes of one definition or translation; the longest of ours has 40,000."""
_PRINTED = "surveys/definitions/"
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_ONE_LINE = re.compile(r"(?m)^\s*(options|ending|core)\b")
_SHARED = re.compile(r"(?m)^\[options\.([\w-]+)\]|^\[\[(ending|core)\]\]\n\s*id = \"([^\"]+)\"")
_LAST_COMMENT = re.compile(r"(\n(#.*)?)+\Z")


def load(path: Path) -> Survey:
    """The survey in a definition file; raises DefinitionProblems with everything found."""
    return parse(read_text(path), str(path))


def parse(text: str, file: str) -> Survey:
    """The survey in a definition's text; `file` is its name in problems."""
    whole = _with_shared(text, read_toml(text, file))
    reading = Reading(Locator(whole, file))
    survey = read_survey(_read_whole(whole, text, file), whole, reading)
    if reading.problems:
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


def read_text(path: Path) -> str:
    """The text of a file; raises DefinitionProblems when it is none that can be read as UTF-8."""
    try:
        data = _bytes(path)
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as bad:
        line = bad.object[: bad.start].count(b"\n") + 1
        raise _problem(path, line, "is not UTF-8 text.", "Save it again as UTF-8.") from None
    except OSError as bad:
        what = f"cannot be read: {bad.strerror or 'it is not a file'}."
        raise _problem(path, 1, what, "Check the name and whether you may read it.") from None


def _bytes(path: Path) -> bytes:
    """What is in a file, looked at from outside first: a pipe never ends, a disk is large."""
    if path.exists() and not path.is_file():
        what = "cannot be read: it is a folder or a device."
        raise _problem(path, 1, what, "Name the file itself.")
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        what = f"is larger than {LARGEST_FILE // 1000} KB, which no questionnaire is."
        raise _problem(path, 1, what, "Check that it is the file you mean.")
    return data


def _problem(path: Path, line: int, what: str, fix: str) -> DefinitionProblems:
    return DefinitionProblems((Problem(str(path), line, 1, "the file", f"The file {what}", fix),))


def read_toml(text: str, file: str) -> dict[str, Any]:
    """What `tomllib` reads; raises DefinitionProblems with the line and column it stopped at."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as bad:
        found = _POSITION.search(str(bad))
        line, column = (int(found[1]), int(found[2])) if found and found[1] else _end(text)
        place = Place(file, line, column)
        what = f"This is not TOML: {_POSITION.sub('', str(bad))}."
        fix = "Look at this line and the one above: a missing quote, bracket or equals sign."
        raise DefinitionProblems((Problem.at(place, "the file", what, fix),)) from None
    except RecursionError:  # thousands of brackets inside one another
        what, fix = "is nested too deep.", "Check that it is the file you mean."
        raise _problem(Path(file), 1, what, fix) from None


def _read_whole(whole: str, text: str, file: str) -> dict[str, Any]:
    """What a definition says with what it takes in; that can clash only with tables in one line."""
    try:
        return tomllib.loads(whole)
    except tomllib.TOMLDecodeError:
        clash = _ONE_LINE.search(text)
        line = text.count("\n", 0, clash.start()) + 1 if clash else 1
        what = "This clashes with what is taken in from the shared files."
        fix = "Write [options.name], [[ending]] and [[core]] as headers, or take this line out."
        problem = Problem.at(Place(file, line), "the file", what, fix)
        raise DefinitionProblems((problem,)) from None


def _end(text: str) -> tuple[int, int]:
    return max(1, len(text.splitlines())), 1


def _with_shared(text: str, document: Mapping[str, Any]) -> str:
    """The definition with the shared questions and option sets that it names, where not there."""
    shared = _shared()
    own = _own(document)
    questions = [*_tables(document.get("question")), *_tables(document.get("ending"))]
    wanted = {("ending", name): None for name in _strings(document.get("endings"))}
    wanted |= {("core", str(q.get("id"))): None for q in questions if "from" in q}
    taken = {name: shared[name] for name in wanted if name in shared and name not in own}
    questions += [table for _, table in taken.values()]
    sets = {("options", name): None for q in questions for name in _strings(q.get("options"))}
    taken |= {name: shared[name] for name in sets if name in shared and name not in own}
    return "\n\n".join([text.rstrip(), *(block for block, _ in taken.values())]) + "\n"


def _own(document: Mapping[str, Any]) -> set[tuple[str, str]]:
    """What a definition has itself, by kind and name, so that it is not taken in again."""
    sets = document.get("options")
    own = {("options", name) for name in sets} if isinstance(sets, dict) else set()
    for kind in ("ending", "core"):
        own |= {(kind, str(table.get("id"))) for table in _tables(document.get(kind))}
    return own


@cache
def _shared() -> Mapping[tuple[str, str], tuple[str, Mapping[str, Any]]]:
    """Every shared block by kind and name: its text, headed by where it is from, and its table."""
    blocks: dict[tuple[str, str], tuple[str, Mapping[str, Any]]] = {}
    for file in ("options.toml", "endings.toml", "core.toml"):
        text = read_text(DEFINITIONS / file)
        starts = [*_SHARED.finditer(text)]
        ends = [*(start.start() for start in starts[1:]), len(text)]
        for start, end in zip(starts, ends, strict=True):
            block = _LAST_COMMENT.sub("", text[start.start() : end].rstrip())
            kind, name = ("options", start[1]) if start[1] else (start[2], start[3])
            line = text.count("\n", 0, start.start()) + 1
            table = next(iter(_tables(read_toml(block, file).get(kind))), {})
            blocks[kind, name] = (f"{taken_in(_PRINTED + file, line)}\n{block}", table)
    return blocks


def _tables(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def _strings(value: object) -> list[str]:
    """A string, the strings of a list, or the strings of a table, as a list."""
    if isinstance(value, str):
        return [value]
    values = value.values() if isinstance(value, dict) else value
    return [v for v in values if isinstance(v, str)] if isinstance(values, Iterable) else []
