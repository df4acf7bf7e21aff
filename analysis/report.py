"""The Report: the frozen, protected figures and messages of one round.

Every format renders this object and computes nothing; every number shown to anyone is a field
here. A withheld figure is None and carries its reason. See `analysis/results.py` for how the
figures are protected and `docs/decisions/` for the six headings.
"""

import json
from dataclasses import asdict, dataclass, fields, is_dataclass
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Verdict = Literal["up", "down", "no clear change", "new", "too few to say"]
Display = Literal["words", "counts", "percent"]
"""The display ladder by base: under 10 words only, 10 to 29 counts, 30 and more percent too."""
BaseIs = Literal["answered", "asked"]
"""What a base counts: children who answered, or (where 1 to 4 of them gave no answer, and a
subtraction would show those) everyone who was asked; then no answer is part of "the rest"."""


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
    """One question's protected figures. `base`: children who answered, or see `BaseIs`.

    `wordings`: (band, exact wording) for each band that was asked. `not_answered`,
    `preferred_not_to_say`, `not_asked` stand beside the base and are never added to it.
    `merged`: the options were merged to "top answers" and "the rest". `withheld`: why no
    figure is shown at all, in one sentence, else "". `bars` are either empty or stand on a
    `base` that is not None; for "choices" one bar may be withheld (None) among others.

    `of`: "of 39" in words ("39 children who answered"). `finding`: the heading, a sentence that
    says what was found. `silence`: what stands beside the base, as a sentence, else "".
    `answers`: (band, the options as offered, a star after each top answer). `hidden`: (key,
    label) of options whose own figure is withheld. `note`: what was merged or withheld here and
    why, else "". `kind` as in the questionnaire. `tracked`: one of the at most six questions
    followed from round to round; `ending`: one of the end questions (about you, who helped).
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
    base_is: BaseIs = "answered"
    of: str = ""
    finding: str = ""
    silence: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    note: str = ""
    kind: str = "choice"
    tracked: bool = False
    ending: bool = False


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
    """(group, gave a top answer, all children of the group); "all", because the difference
    between those and the children who answered would show who gave no answer"""
    withheld: str
    top: str = ""
    """What counts as a top answer here, in the options' words."""


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
class PairResult:
    """The same children at the start and at the end: how many moved up, stayed, moved down.

    `pairs` is better + same + worse. All four are None where withheld. Where 1 to 4 of these
    children gave no answer that can be compared, they are counted as the same.
    """

    question: str
    text: str
    pairs: int | None
    better: int | None
    same: int | None
    worse: int | None
    withheld: str


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
    most five sentences. `asks`: what the board is asked to decide, at most two. `comments` and
    `comments_coded` are None where they would show how few children wrote nothing.
    `pairs_caveat` belongs under `pairs` wherever they are shown.
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
    comments: int | None
    comments_coded: int | None
    groups: tuple[GroupResult, ...]
    trends: tuple[Trend, ...]
    key_messages: tuple[str, ...]
    outcomes: str
    actions: tuple[ActionLine, ...]
    method: tuple[str, ...]
    smallest_shown: int
    pairs: tuple[PairResult, ...] = ()
    pairs_caveat: str = ""
    published_by: str = ""
    number: int = 0
    """Which publication of this round this is: 1 for the first, 0 for a draft."""
    purpose: str = ""
    """What the file is for; `purpose`, `owner` and `mark` are set where it leaves Heard."""
    owner: str = ""
    mark: str = ""


def to_json(report: Report) -> str:
    """The report as JSON text; `from_json` gives back an equal one."""
    return json.dumps(asdict(report), ensure_ascii=False)


def from_json(text: str) -> Report:
    """The report that `to_json` wrote, also one frozen before a field with a default was added."""
    report = _value(Report, json.loads(text))
    if not isinstance(report, Report):
        raise TypeError("The text is not a report.")
    return report


def _value(kind: Any, value: Any) -> Any:
    """`value` from JSON as the annotated `kind`: dataclasses and tuples, everything else as is."""
    if value is None:
        return None
    if get_origin(kind) in (Union, UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    if is_dataclass(kind):
        return _record(kind, value)
    if get_origin(kind) is not tuple:
        return value
    parts = get_args(kind)
    if parts[-1] is Ellipsis:
        return tuple(_value(parts[0], item) for item in value)
    return tuple(_value(part, item) for part, item in zip(parts, value, strict=True))


def _record(kind: Any, value: dict[str, Any]) -> Any:
    hints = get_type_hints(kind)
    known = [field.name for field in fields(kind) if field.name in value]
    return kind(**{name: _value(hints[name], value[name]) for name in known})
