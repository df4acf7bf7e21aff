"""Raw tallies of one round, question by question. They are never shown: `disclosure` comes first.

The denominator is decided here, once: a question's base is the children who answered it, and
silence (went on, would rather not say, not asked) stands beside it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.records import CountRecord
from surveys.answers import Silence
from surveys.asked import is_contact_detail
from surveys.schema import Kind, Question, Survey, Tone

TOP_ANSWERS = "Top answers"
"""What the top answers are called where age groups have different ones."""

ANOTHER_ANSWER = "Another answer"
"""What an answer is called that no option offers, as answers from elsewhere may be: it is counted,
so that the answers of a question add up to the children who gave one."""

PREFERRED_WORDING = ("11-17", "18-25", "8-10", "4-7")


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How many chose one option, over all bands that offer it."""

    key: str
    label: str
    tone: Tone
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """One question over all bands of a round. `asked` is answered + silent.

    `options` is empty for words, and where bands offer different options: those are pooled on
    `top`, the children who gave a positive answer (None where no option is positive, or where
    several can be chosen). `top_label` says which answers those are.
    """

    question: Question
    wordings: tuple[tuple[str, str], ...]
    offered: tuple[tuple[str, str], ...]
    options: tuple[OptionCount, ...]
    top: int | None
    top_label: str
    answered: int
    not_answered: int
    preferred_not_to_say: int
    not_asked: int

    @property
    def silent(self) -> int:
        """Children who were asked and gave no answer."""
        return self.not_answered + self.preferred_not_to_say

    @property
    def asked(self) -> int:
        """Children who were asked."""
        return self.answered + self.silent


def tallies(
    survey: Survey,
    sent: Mapping[str, int],
    rows: Iterable[CountRecord],
    given: Mapping[tuple[str, str], int],
) -> tuple[Tally, ...]:
    """Tallies from counts by answer. `sent`: responses by band; `given`: who answered what."""
    found: dict[str, list[CountRecord]] = {}
    for row in rows:
        found.setdefault(row.question, []).append(row)
    made = []
    for question_id in _in_order(survey, sent):
        asked_in = _wordings(survey, sent, question_id)
        answered = sum(given.get((question_id, band), 0) for band in sent)
        tally = _tally(asked_in, found.get(question_id, []), answered, sum(sent.values()))
        if tally.asked:
            made.append(tally)
    return tuple(made)


def round_bands(survey: Survey, sent: Mapping[str, int]) -> tuple[str, ...]:
    """The bands that somebody answered in; a response without a band reads as the oldest."""
    return tuple(band for band in survey.bands if band in sent) or survey.bands[-1:]


def _in_order(survey: Survey, sent: Mapping[str, int]) -> tuple[str, ...]:
    ordered: dict[str, None] = {}
    for band in reversed(round_bands(survey, sent)):
        for question in survey.questionnaire(band).questions:  # type: ignore[arg-type]
            if not is_contact_detail(question.id):
                ordered[question.id] = None
    return tuple(ordered)


def _wordings(survey: Survey, sent: Mapping[str, int], question_id: str) -> dict[str, Question]:
    bands = round_bands(survey, sent)
    worded = ((q.band, q.question(question_id)) for q in survey.questionnaires if q.band in bands)
    return {band: question for band, question in worded if question is not None}


def _tally(
    asked_in: Mapping[str, Question], rows: Sequence[CountRecord], answered: int, sent: int
) -> Tally:
    passed = Counter[str]()
    for row in rows:
        if row.kind == "passed":
            passed[row.value] += row.count
    not_answered = passed[Silence.NOT_ANSWERED]
    preferred = passed[Silence.PREFERRED_NOT_TO_SAY]
    return Tally(
        question=asked_in[next(band for band in PREFERRED_WORDING if band in asked_in)],
        wordings=tuple((band, question.text) for band, question in asked_in.items()),
        offered=tuple((b, offered(q)) for b, q in asked_in.items() if q.kind is not Kind.TEXT),
        options=_options(asked_in, rows),
        top=_top(asked_in, rows),
        top_label=_top_label(asked_in),
        answered=answered,
        not_answered=not_answered,
        preferred_not_to_say=preferred,
        not_asked=sent - answered - not_answered - preferred,
    )


def offered(question: Question) -> str:
    """The answers as they were offered, a star after each top answer."""
    if question.scale:
        scale = question.scale
        ends = f"{scale.low} ({scale.low_label}) to {scale.high} ({scale.high_label})"
        return f"{ends}; {scale.positive_from} and more*"
    return " · ".join(f"{o.label}{'*' if o.tone == 'positive' else ''}" for o in question.options)


def choices(question: Question) -> tuple[tuple[str, str, Tone], ...]:
    """(key, label, tone) of every answer that can be chosen; none for words."""
    if question.scale:
        scale = question.scale
        numbers = range(scale.low, scale.high + 1)
        return tuple(
            (str(n), str(n), "positive" if n >= scale.positive_from else "negative")
            for n in numbers
        )
    return tuple((option.key, option.label, option.tone) for option in question.options)


def same_answers(questions: Iterable[Question]) -> bool:
    """Whether all of these offer the same keys with the same tones, in the same way."""
    shapes = {(q.kind, tuple((key, tone) for key, _, tone in choices(q))) for q in questions}
    return len(shapes) == 1


def _options(
    asked_in: Mapping[str, Question], rows: Sequence[CountRecord]
) -> tuple[OptionCount, ...]:
    """Counts by answer, where bands offer the same or no answer is better than another."""
    graded = any(positive_keys(question) for question in asked_in.values())
    kinds = {question.kind for question in asked_in.values()}
    if len(kinds) > 1 or (graded and not same_answers(asked_in.values())):
        return ()
    chosen = Counter[str]()
    for row in rows:
        if row.kind in ("chosen", "scaled"):
            chosen[row.value] += row.count
    worded: dict[str, tuple[str, Tone]] = {}
    for band in (band for band in PREFERRED_WORDING if band in asked_in):
        for key, label, tone in choices(asked_in[band]):
            worded.setdefault(key, (label, tone))
    for key in sorted(set(chosen) - set(worded)):
        worded[key] = (ANOTHER_ANSWER, "apart")
    return tuple(OptionCount(key, *words, chosen[key]) for key, words in worded.items())


def _top(asked_in: Mapping[str, Question], rows: Sequence[CountRecord]) -> int | None:
    questions = asked_in.values()
    one_answer = all(q.kind in (Kind.CHOICE, Kind.SCALE) for q in questions)
    if not one_answer or not all(positive_keys(q) for q in questions):
        return None
    fallback = list(asked_in.values())[-1]
    return sum(
        row.count
        for row in rows
        if row.kind in ("chosen", "scaled")
        and row.value in positive_keys(asked_in.get(row.band, fallback))
    )


def positive_keys(question: Question) -> frozenset[str]:
    """The keys that count as top answers."""
    return frozenset(key for key, _, tone in choices(question) if tone == "positive")


def _top_label(asked_in: Mapping[str, Question]) -> str:
    if not same_answers(asked_in.values()):
        return TOP_ANSWERS
    return top_label(asked_in[next(band for band in PREFERRED_WORDING if band in asked_in)])


def top_label(question: Question) -> str:
    """ "Always or mostly": the top answers in words; "" where there are none."""
    if question.scale:
        return f"{question.scale.positive_from} or more"
    labels = [option.label for option in question.options if option.tone == "positive"]
    if len(labels) > 1:
        labels = [labels[0], *(_lowered(label) for label in labels[1:])]
    return " or ".join(labels)


def _lowered(label: str) -> str:
    """The label inside a sentence: its first letter small, unless it is "I"."""
    first = label.split(" ", 1)[0]
    return label if first in ("I", "I'm", "I’m") else label[:1].lower() + label[1:]
