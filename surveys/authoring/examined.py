"""A survey under examination: the definition, and where in the file each of its parts stands."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from surveys.authoring.locator import Locator, Place
from surveys.authoring.problems import Problem
from surveys.schema import Kind, Question, Questionnaire, Survey


@dataclass(frozen=True)
class Examined:
    """A survey with the file it was read from and the others that it may name."""

    survey: Survey
    file: str
    others: Mapping[str, Survey] = field(default_factory=dict)

    @cached_property
    def locator(self) -> Locator:
        """Where each part of the definition stands."""
        return Locator(self.survey.source, self.file)

    @cached_property
    def document(self) -> Mapping[str, Any]:
        """The definition as `tomllib` reads it."""
        return tomllib.loads(self.survey.source)

    def problem(self, what: str, fix: str, *, key: str = "", band: str = "") -> Problem:
        """A problem of the survey as a whole, at one of its keys."""
        place = self.locator.place(self.locator.blocks[0], key, band)
        where = f"the survey ({band})" if band else "the survey"
        return Problem.at(place, where, what, fix)

    def about(
        self,
        question: Question,
        band: str,
        what: str,
        fix: str,
        *,
        key: str = "text",
        occurrence: int = 0,
    ) -> Problem:
        """A problem of one question in one band, at one of its keys."""
        block = self.locator.question(question.id, question.text, occurrence)
        kind = "end question" if question.ending else "question"
        place = self.locator.place(block, key, band)
        return Problem.at(place, f"{kind} “{question.id}” ({band})", what, fix)

    def about_answer(
        self, question: Question, band: str, label: str, what: str, fix: str
    ) -> Problem:
        """A problem with the words of one answer, in the question or in its named set."""
        found = self.about(question, band, what, fix, key="options")
        named = [table.get("options") for name, table in self.tables() if name == question.id]
        sets = [self.locator.options(name) for value in named for name in _strings(value)]
        place = self.locator.find(
            f'"{label}"', self.locator.question(question.id, question.text), *sets
        )
        where = f"{found.where}, answer “{label}”"
        at = place or Place(found.file, found.line, found.column)
        return Problem.at(at, where, what, fix)

    def tables(self, *kinds: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Every question of the file as written, with its id; only of these kinds, if any."""
        for kind in kinds or ("question", "ending", "core"):
            for table in self.document.get(kind, ()):
                yield str(table.get("id")), table


Check = Callable[[Examined], Iterator[Problem]]


def asked(survey: Survey) -> Iterator[tuple[Questionnaire, Question]]:
    """Every question of every band, with its questionnaire."""
    for questionnaire in survey.questionnaires:
        for question in questionnaire.questions:
            yield questionnaire, question


def comparable(question: Question) -> bool:
    """Whether answers can be set side by side: a scale, or options that have a good answer."""
    good = any(option.tone == "positive" for option in question.options)
    return question.scale is not None or (good and question.kind is not Kind.TEXT)


def _strings(value: object) -> list[str]:
    """A text, or the texts of a table: the names of option sets."""
    values = value.values() if isinstance(value, dict) else [value]
    return [text for text in values if isinstance(text, str)]
