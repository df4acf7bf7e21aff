"""One language's files together, and what of the English they may translate."""

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from surveys.authoring.problems import Problem
from surveys.authoring.translating.files import (
    HELPLINES,
    LanguageFile,
    notes_wanted,
    sentences_wanted,
)
from surveys.authoring.translating.wanted import (
    CORE,
    ENDINGS,
    OPTIONS,
    SCREENS,
    Wanted,
    survey_file,
    wanted,
)
from surveys.languages import language_of
from surveys.loader import DEFINITIONS, DefinitionProblems, read_text, read_toml
from surveys.schema import Survey

SHARED = (SCREENS, OPTIONS, CORE, ENDINGS, HELPLINES)


class Book:
    """One language's files, as far as they can be read, and the English that they follow."""

    def __init__(self, language: str, folder: Path, surveys: Mapping[str, Survey]) -> None:
        """Read every file of the language's folder."""
        self.language, self.folder, self.surveys = language, folder, surveys
        self.name = language_of(language).english
        self.problems: list[Problem] = []
        self.files: dict[str, LanguageFile] = {}
        for path in sorted((folder / language).glob("*.toml")):
            try:
                self.files[path.name] = LanguageFile(path)
            except DefinitionProblems as bad:
                self.problems += bad.problems

    def path(self, name: str) -> str:
        """How a file of this language is named in problems."""
        return str(self.folder / self.language / name)

    @cached_property
    def wants(self) -> tuple[Wanted, ...]:
        """Every text that this language needs: of its surveys, and around every survey."""
        texts = [*sentences_wanted(english()[SCREENS]), *notes_wanted(english()[HELPLINES])]
        for survey in self.surveys.values():
            own = survey_file(survey) in self.files
            texts += [w for w in wanted(survey) if own or w.sources[-1].file in SHARED]
        return tuple(dict.fromkeys(texts))


@cache
def english() -> Mapping[str, Mapping[str, Any]]:
    """The shared English files by name."""
    paths = {name: DEFINITIONS / name for name in SHARED}
    return {name: read_toml(read_text(path), str(path)) for name, path in paths.items()}


@cache
def translatable() -> frozenset[tuple[str, tuple[str, ...]]]:
    """Every path of the shared files that may be translated, whether it is asked or not."""
    return frozenset((name, path) for name in SHARED for path in _paths(name))


def _paths(name: str) -> Iterator[tuple[str, ...]]:
    """The paths that a translation of a shared English file may have."""
    document = english()[name]
    kind = {CORE: "core", ENDINGS: "ending"}.get(name)
    for table in document.get(kind, ()) if kind else ():
        question = ("question", table["id"])
        yield from ((*question, part) for part in ("text", "hint", "why") if part in table)
        yield from ((*question, "scale", end) for end in ("low_label", "high_label"))
        yield from ((*question, "options", key) for key in _keys(table.get("options")))
    for named, offered in document.get("options", {}).items():
        yield from (("options", named, key) for key in _keys(offered))
    if name == SCREENS:
        yield ("days", "months")
        parts = {part for notice in document["notice"].values() for part in notice}
        yield from (("notice", part) for part in parts)
    if name == HELPLINES:
        yield from (("name", line["name"]) for line in document["line"])


def _keys(offered: Any) -> set[str]:
    """The keys of answers that are written out, for all bands or for each."""
    lists = offered.values() if isinstance(offered, dict) else [offered]
    return {option["key"] for options in lists if isinstance(options, list) for option in options}
