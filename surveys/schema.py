"""The questionnaire as frozen facts: surveys, questions, options and conditions.

A definition file holds every age band of one survey version. `Survey.questionnaire(band)`
picks the wording of one band: that is what a child is asked and what routing works on.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Band = Literal["4-7", "8-10", "11-17", "18-25"]
Mode = Literal["named", "code", "none"]
Tone = Literal["positive", "middle", "negative", "apart"]
Half = Literal["start", "end"]

BANDS: tuple[Band, ...] = ("4-7", "8-10", "11-17", "18-25")
MODES: tuple[Mode, ...] = ("named", "code", "none")
WORDS_LIMIT = 20_000
"""Characters of one free-text answer that are kept; the child is told before reaching it."""


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    CHOICES = "choices"
    SCALE = "scale"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose. `key` is permanent; the label belongs to band and language.

    `tone` says how it counts: "positive" options are the "top answers" on which bands are
    pooled; "apart" ("not sure", "this is not about me") is neither good nor bad. `sound` names
    a recording of the label in `definitions/sounds`.
    """

    key: str
    label: str
    tone: Tone = "apart"
    picture: str | None = None
    sound: str | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole numbers from `low` to `high`, both ends in words; `positive_from` and up is good."""

    low: int
    high: int
    low_label: str
    high_label: str
    positive_from: int


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when the answer to an earlier question has one of `any_of`, and none of `none_of`.

    A question that was not answered has no keys: it fails `any_of` and passes `none_of`.
    For a scale the keys are its numbers as text.
    """

    question: str
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question as one band is asked it.

    `when` is a tuple of conditions that must all hold. `raises` lists option keys (or scale
    numbers as text) that go to the safeguarding queue when given. `ending` marks the end
    questions, which stand outside a band's limit. `kind` TEXT has neither options nor scale.
    `recalls` names a question of the other half: what the same child wrote there is shown again.
    `language` is the one its words are in: English where a translation lacks any of them.
    `sound` names a recording of the question in `definitions/sounds`.
    """

    id: str
    kind: Kind
    text: str
    options: tuple[Option, ...] = ()
    scale: Scale | None = None
    hint: str = ""
    why: str = ""
    when: tuple[Condition, ...] = ()
    raises: tuple[str, ...] = ()
    ending: bool = False
    limit: int = WORDS_LIMIT
    recalls: str = ""
    language: str = "en"
    sound: str | None = None

    def option(self, key: str) -> Option | None:
        """The option with this key, or None."""
        return next((option for option in self.options if option.key == key), None)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One survey version in one band and language, in the order asked."""

    survey: str
    version: int
    title: str
    band: Band
    language: str
    intro: str
    questions: tuple[Question, ...]

    def __hash__(self) -> int:
        """By what names it: caches look it up at every move of a child, and it is large."""
        return hash((self.survey, self.version, self.band, self.language))

    def question(self, question_id: str) -> Question | None:
        """The question with this id, or None."""
        return next((q for q in self.questions if q.id == question_id), None)


@dataclass(frozen=True, slots=True)
class Survey:
    """A published survey version: every band, and the text it was read from.

    `half` and `other_half` are set on surveys that come as start and end. `modes` are the ways
    it may be opened in. `source` is the definition's TOML, kept with every response's version.
    """

    id: str
    version: int
    title: str
    questionnaires: tuple[Questionnaire, ...]
    modes: tuple[Mode, ...] = MODES
    half: Half | None = None
    other_half: str | None = None
    source: str = field(default="", repr=False)

    def __hash__(self) -> int:
        """By what names it: it is large, and equal surveys have the same id and version."""
        return hash((self.id, self.version))

    @property
    def bands(self) -> tuple[Band, ...]:
        """The bands this survey is worded for, youngest first."""
        return tuple(q.band for q in self.questionnaires)

    def questionnaire(self, band: Band) -> Questionnaire:
        """The wording of one band; KeyError for a band this survey is not worded for."""
        for questionnaire in self.questionnaires:
            if questionnaire.band == band:
                return questionnaire
        raise KeyError(f"{self.id} v{self.version} has no wording for {band}")
