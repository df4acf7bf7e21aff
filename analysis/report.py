"""The Report: the frozen, protected figures and messages of one round.

Every format renders this object and computes nothing; every number shown to anyone is a field
here. A withheld figure is None and carries its reason. See `analysis/results.py` for how the
figures are protected and `docs/decisions/` for the six headings.
"""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["up", "down", "no clear change", "new", "too few to say"]
Display = Literal["words", "counts", "percent"]
"""The display ladder by base: under 10 words only, 10 to 29 counts, 30 and more percent too."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One option's share of those who answered. `count`, `percent` None where withheld.

    `low` and `high`: 95% range in whole percent (Wilson, finite population), None where the
    base is under 30, where everybody eligible answered, or where withheld.
    """

    key: str
    label: str
    tone: str
    count: int | None
    percent: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question's protected figures. `base`: children who answered this question.

    `wordings`: (band, exact wording) for each band that was asked. `not_answered`,
    `preferred_not_to_say`, `not_asked` stand beside the base and are never added to it.
    `merged`: the options were merged to "top answers" and "the rest". `withheld`: why no
    figure is shown at all, in one sentence, else "".
    """

    id: str
    text: str
    wordings: tuple[tuple[str, str], ...]
    base: int | None
    display: Display
    bars: tuple[Bar, ...]
    not_answered: int | None
    preferred_not_to_say: int | None
    not_asked: int | None
    merged: bool
    withheld: str
    top: Bar | None = None
    """The positive answers together as one protected figure, its label saying which ("always or
    mostly"); None where no option is positive, or where it is withheld."""


@dataclass(frozen=True, slots=True)
class WhoAnswered:
    """The denominator, always said as "40 of 300 (13%)". None where nobody has said how many.

    `caution`: a sentence where the rate is under 30% or fewer than 30 answered, else "".
    """

    eligible: int | None
    offered: int | None
    declined: int | None
    not_offered: int | None
    answered: int
    rate: int | None
    sentence: str
    caution: str
    teams: tuple["TeamAnswered", ...]
    helped: str
    opened: str
    closed: str


@dataclass(frozen=True, slots=True)
class TeamAnswered:
    """One team's part of the denominator; None where a figure is withheld."""

    team: str
    eligible: int | None
    answered: int | None
    withheld: str


@dataclass(frozen=True, slots=True)
class ThemeResult:
    """One theme by the number of comments a person gave it; `count` None where withheld."""

    id: str
    name: str
    count: int | None
    withheld: str


@dataclass(frozen=True, slots=True)
class GroupResult:
    """One question's top answers by one group, or the sentence that says why it is not shown."""

    by: str
    question: str
    text: str
    rows: tuple[tuple[str, int | None, int | None], ...]
    """(group, gave a top answer, answered)"""
    withheld: str


@dataclass(frozen=True, slots=True)
class Trend:
    """One question in this round and the one before: a verdict in fixed words."""

    question: str
    text: str
    before: str
    now: str
    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action as the board reads it."""

    said: str
    action: str
    owner: str
    due: str
    status: str
    measure: str
    difference: str
    told_children_on: str
    late: bool


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the board reads about one round. Texts that a person wrote are theirs.

    `published` is "" for a draft; then every format says Draft on page 1. `key_messages`: at
    most five sentences. `asks`: what the board is asked to decide, at most two.
    """

    round: str
    survey: str
    title: str
    authority: str
    period: str
    made_on: str
    published: str
    asks: tuple[str, ...]
    who: WhoAnswered
    results: tuple[QuestionResult, ...]
    analysis: str
    themes: tuple[ThemeResult, ...]
    comments: int
    comments_coded: int
    groups: tuple[GroupResult, ...]
    trends: tuple[Trend, ...]
    key_messages: tuple[str, ...]
    outcomes: str
    actions: tuple[ActionLine, ...]
    method: tuple[str, ...]
    smallest_shown: int
