"""What of a survey is translated: every text of every band, and where its translation stands.

A translation follows the English: what a question takes from `core.toml` is translated in that
language's `core.toml`, a named set of answers in its `options.toml`, the rest in the survey's own
file. So each text is translated once, however many surveys and bands use it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from surveys.schema import BANDS, Band, Option, Question, Questionnaire, Survey

CORE, ENDINGS, OPTIONS, SCREENS = "core.toml", "endings.toml", "options.toml", "screens.toml"
ANY = "any"
Part = Literal["title", "intro", "text", "hint", "why", "low", "high", "answer"]
Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """A place for a translation: the file, and the keys down to it, without the band."""

    file: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One English text that a child of this band reads.

    `question` is "" for the survey's heading; `key` is the answer's. `sources` are looked at in
    order, and the last is where a missing translation belongs. `bands` are those whose wording
    will do: the band itself, and the one that its English is taken from.
    """

    band: Band
    question: str
    part: Part
    key: str
    english: str
    sources: tuple[Source, ...]
    bands: tuple[Band, ...]


def survey_file(survey: Survey) -> str:
    """The name of the file that holds a survey's own texts in another language."""
    return f"{survey.id}.v{survey.version}.toml"


@lru_cache(maxsize=32)
def wanted(survey: Survey) -> tuple[Wanted, ...]:
    """Every text of a survey, band by band; every language asks for the same."""
    return tuple(_wanted(survey))


def _wanted(survey: Survey) -> Iterator[Wanted]:
    document = tomllib.loads(survey.source)
    for questionnaire in survey.questionnaires:
        yield from _heading(survey, questionnaire, document)
        for question in questionnaire.questions:
            yield from _Texts(survey, questionnaire.band, question, document).all()


def _heading(survey: Survey, questionnaire: Questionnaire, document: Table) -> Iterator[Wanted]:
    band, file = questionnaire.band, survey_file(survey)
    own = banded(document.get("child_title"), band)
    names = ("child_title",) if own else ("child_title", "title")
    titles = tuple(Source(file, (name,)) for name in names)
    yield Wanted(band, "", "title", "", questionnaire.title, titles, (band,))
    if questionnaire.intro:
        intro = (Source(file, ("intro",)),)
        yield Wanted(band, "", "intro", "", questionnaire.intro, intro, (band,))


class _Texts:
    """The texts of one question in one band."""

    def __init__(self, survey: Survey, band: Band, question: Question, document: Table) -> None:
        self.survey, self.band, self.question = survey, band, question
        self.file, self.document = survey_file(survey), document
        self.core = _named(document, "core", question.id)
        kind = "ending" if question.ending else "question"
        self.own = _named(document, kind, question.id)

    def all(self) -> Iterator[Wanted]:
        question, scale = self.question, self.question.scale
        yield self._text("text", question.text, "text")
        if question.hint:
            yield self._text("hint", question.hint, "hint")
        if question.why:
            yield self._text("why", question.why, "why")
        if scale:
            yield self._text("low", scale.low_label, "scale", "low_label")
            yield self._text("high", scale.high_label, "scale", "high_label")
        for option in question.options:
            yield self._answer(option)

    def _text(self, part: Part, english: str, *keys: str) -> Wanted:
        sources = self._sources(*keys)
        question, bands = self.question.id, (self.band,)
        return Wanted(self.band, question, part, "", english, sources, bands)

    def _sources(self, *keys: str) -> tuple[Source, ...]:
        """Where a value of the question is translated: with the core, where it is the core's."""
        path = ("question", self.question.id, *keys)
        own = Source(self.file, path)
        if self.question.ending:
            return own, Source(ENDINGS, path)
        from_core = self.own.get("from") == "core" and keys[0] not in self.own
        return (own, Source(CORE, path)) if from_core else (own,)

    def _answer(self, option: Option) -> Wanted:
        named = self._set()
        bands: tuple[Band, ...] = (self.band,)
        sources = self._sources("options", option.key)
        if named:
            path = ("options", named, option.key)
            sources = (Source(self.file, path), Source(OPTIONS, path))
            bands = self._bands(named)
        name, label = self.question.id, option.label
        return Wanted(self.band, name, "answer", option.key, label, sources, bands)

    def _bands(self, named: str) -> tuple[Band, ...]:
        """The band, and the one as which a set words it."""
        alias = self.document["options"][named].get(self.band)
        return (self.band, *(band for band in BANDS if band == alias))

    def _set(self) -> str:
        """The name of the set that the answers are from; "" where they are the question's own."""
        offered = (self.core if self.own.get("from") == "core" else self.own).get("options")
        named = offered.get(self.band) if isinstance(offered, dict) else offered
        return named if isinstance(named, str) else ""


def _named(document: Table, kind: str, question_id: str) -> Table:
    """The first table of a kind with this id; an empty one where there is none."""
    tables = (table for table in document.get(kind, ()) if table.get("id") == question_id)
    return next(tables, {})


def banded(value: Any, *bands: str) -> Any:
    """A value for the first of these bands that it has; it may also be one for all of them."""
    if not isinstance(value, dict) or not value or not value.keys() <= {*BANDS, ANY}:
        return value
    for band in (*bands, ANY):
        found = value.get(band)
        if found is not None:
            return value.get(found) if found in BANDS else found
    return None


def found(document: Table, path: tuple[str, ...], *bands: str) -> Any:
    """What stands at a path for one of these bands; the bands may come at any step of it."""
    value: Any = document
    for key in path:
        value = banded(value, *bands)
        value = value.get(key) if isinstance(value, dict) else None
    return banded(value, *bands)


def table(document: Table, name: str) -> Table:
    """A table of a file; an empty one where it has none of this name."""
    value = document.get(name)
    return value if isinstance(value, dict) else {}
