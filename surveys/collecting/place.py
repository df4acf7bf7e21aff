"""Where a child is in a questionnaire, drawn from the database on every run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from data import responses
from data.clock import moment
from data.database import Database
from data.records import AnswerRecord, RoundRecord, SittingRecord
from surveys.answers import Answer
from surveys.collecting.codes import hash_token
from surveys.collecting.kept import answer_of
from surveys.rounds import survey_of
from surveys.routing import path
from surveys.schema import BANDS, Band, Question, Questionnaire, Survey

Step = Literal["band", "notice", "question", "review", "thanks"]
Records = Mapping[str, AnswerRecord]

GRACE = timedelta(days=1)
"""Whoever is answering when a round closes may still finish; "thank you" stays as long."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One question on the review page. `hidden`: answered on another device, never shown."""

    question: Question
    answer: Answer | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a child is. `answer` and `version` are of the present question and this device.

    `hidden`: another device answered it; that is kept and never shown. `number` of `of` counts
    along the present route. `hidden_count`: how many answers other devices gave. `route`: the
    ids of the questions on it.
    """

    step: Step
    response: str
    sitting: str
    round: RoundRecord
    survey: Survey
    questionnaire: Questionnaire | None
    question: Question | None = None
    answer: Answer | None = None
    hidden: bool = False
    version: int = 0
    number: int = 0
    of: int = 0
    review: tuple[ReviewLine, ...] = ()
    hidden_count: int = 0
    route: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The place as it is stored: "band", "notice", "q:<id>", "review" or "thanks"."""
        return f"q:{self.question.id}" if self.question else self.step

    @property
    def hear_by(self) -> str | None:
        """The day by which children hear what was done, as ISO text."""
        return self.round.hear_by


def place(db: Database, token: str, now: datetime) -> Place | None:
    """Where the child with this cookie token is; None asks for the code."""
    with db.reading() as tx:
        found = responses.by_sitting(tx, hash_token(token))
        if found is None or is_over(found, now):
            return None
        survey = survey_of(tx, found.round)
        kept = responses.answers_of(tx, found.response.id, found.wrapped_key)
    return drawn(found, survey, {record.question: record for record in kept})


def is_over(found: SittingRecord, now: datetime) -> bool:
    """Whether a device's way in has run out: a day after sending, or after the round closed."""
    ends = [found.response.submitted_at, found.round.closed_at]
    if found.round.closes:
        ends.append(found.round.closes)
    return any(end is not None and now > moment(end) + 2 * GRACE for end in ends)


def drawn(found: SittingRecord, survey: Survey, records: Records) -> Place:
    """The place of a sitting, given its survey and the answers so far."""
    asked = questionnaire_of(survey, found.response.band)
    at: dict[str, Any] = {}
    step, question_id = split(found.response.place)
    route = path(asked, answers_in(records)) if asked is not None else ()
    if step == "question" and asked is not None:
        question = next((q for q in route if q.id == question_id), None) or open_one(route, records)
        step = "question" if question else "review"
        at |= _asking(question, route, records, found.sitting) if question else {}
    if step == "review" and asked is not None:
        at["review"] = _review(route, records, found.sitting)
    at["route"] = tuple(question.id for question in route)
    at["hidden_count"] = sum(1 for r in records.values() if is_hidden(r, found.sitting))
    return Place(
        step,
        found.response.id,
        found.sitting,
        found.round,
        survey,
        asked,
        **at,
    )


def questionnaire_of(survey: Survey, band: str | None) -> Questionnaire | None:
    """The wording of a response's band; None while no band is chosen."""
    return survey.questionnaire(band_of(band)) if band else None


def band_of(text: str) -> Band:
    """A stored band as its type; ValueError for anything else."""
    return BANDS[BANDS.index(text)]


def split(key: str) -> tuple[Step, str]:
    """A stored place as its step and, for a question, the question's id."""
    step, _, question = key.partition(":")
    return ("question" if step == "q" else step), question  # type: ignore[return-value]


def answers_in(records: Records) -> dict[str, Answer]:
    """The answers as values, by question."""
    return {question: answer_of(record) for question, record in records.items()}


def open_one(route: tuple[Question, ...], records: Records) -> Question | None:
    """The first question on the route that has no answer and was not passed over."""
    return next((question for question in route if question.id not in records), None)


def is_hidden(record: AnswerRecord | None, sitting: str) -> bool:
    """Whether an answer came from another device than this."""
    return record is not None and record.sitting != sitting and record.kind != "passed"


def _asking(
    question: Question, route: tuple[Question, ...], records: Records, sitting: str
) -> dict[str, Any]:
    record = records.get(question.id)
    hidden = is_hidden(record, sitting)
    mine = record if record is not None and not hidden else None
    return {
        "question": question,
        "answer": answer_of(mine) if mine else None,
        "hidden": hidden,
        "version": record.version if record else 0,
        "number": route.index(question) + 1,
        "of": len(route),
    }


def _review(route: tuple[Question, ...], records: Records, sitting: str) -> tuple[ReviewLine, ...]:
    lines = []
    for question in route:
        record = records.get(question.id)
        hidden = is_hidden(record, sitting)
        answer = answer_of(record) if record is not None and not hidden else None
        lines.append(ReviewLine(question, answer, hidden))
    return tuple(lines)
