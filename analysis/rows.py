"""Use cases: take a round's answers out row by row, with a reason that is kept.

One row is one child's answers side by side. So it needs a role and a typed reason, who took it is
in the trail and in the weekly list, and the file names them. Nothing is in it that the same person
could not read on the page Read: no code, no case number, no team, no time but the day, and not how
a child can be reached. See `docs/decisions/025-what-leaves.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from data import audit, responses, rows_taken
from data.clock import day
from data.database import Database, Transaction
from data.records import AnswerRecord, ResponseRecord, RoundRecord
from surveys.asked import DAMAGED, answer_in_words, is_contact_detail, question_asked
from surveys.grants import within
from surveys.languages import language_of
from surveys.paper.shelf import Shelf
from surveys.permissions import Actor, require
from surveys.reveal import LONGEST_REASON, SHORTEST_REASON
from surveys.rounds import known, survey_of
from surveys.schema import Question, Survey

ACT = "take rows out"
FORMATS = ("xlsx", "csv")
Cell = str | int


class RowsRefused(ValueError):
    """No rows can be taken out like this; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One question as one age was asked it; `answers` as offered, "" for own words."""

    question: str
    ages: str
    words: str
    answers: str


@dataclass(frozen=True, slots=True)
class Row:
    """One child. `number` as on the page Read; `cells` in the order of `Rows.questions`."""

    number: int
    ages: str
    language: str
    sent_on: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A round's sent answers, taken out on `made_on` (ISO) by a person for a reason.

    `own_words`: the questions that children answered in their own words.
    """

    round: str
    title: str
    authority: str
    taken_by: str
    reason: str
    made_on: str
    questions: tuple[str, ...]
    own_words: tuple[str, ...]
    wordings: tuple[Wording, ...]
    rows: tuple[Row, ...]


@cache
def waiting() -> Shelf:
    """Where rows wait, in memory and for a quarter of an hour, for whoever took them out."""
    return Shelf()


def about_rows(db: Database, actor: Actor, round_id: str) -> int:
    """How many children a file would hold, said before it is made; raises RoundRefused.

    How many of them wrote something is not said: that may be all but a few.
    """
    require(actor, ACT)
    within(db, actor, round_id)
    with db.reading() as tx:
        known(tx, actor, round_id)
        return len(responses.of_round(tx, round_id))


def take_rows(db: Database, actor: Actor, round_id: str, reason: str, now: datetime) -> Rows:
    """Every sent answer of a round; raises RoundRefused, and RowsRefused without a reason.

    Nothing is handed out before the trail and the sealed reason are kept, both at once.
    """
    require(actor, ACT)
    within(db, actor, round_id)
    why = reason.strip()[:LONGEST_REASON]
    if len(why) < SHORTEST_REASON:
        raise RowsRefused("Write in a few words what the file is for. It is kept, with your name.")
    with db.reading() as tx:
        found = _rows(tx, known(tx, actor, round_id), actor.name, why, day(now))
    if not found.rows:
        raise RowsRefused("Nobody has sent answers in this round, or they were erased.")
    count = len(found.rows)
    with db.writing() as tx:
        rows_taken.add(tx, round_id, why, actor.name, count, now)
        audit.record(tx, actor.name, "took rows out", round_id, now, f"{count:,} children")
    return found


def _rows(tx: Transaction, record: RoundRecord, by: str, why: str, today: str) -> Rows:
    survey = survey_of(tx, record)
    asked = {q.id: q for one in survey.questionnaires for q in one.questions if _shown(q.id)}
    sent = enumerate(responses.of_round(tx, record.id), start=1)
    return Rows(
        round=record.id,
        title=record.title,
        authority=tx.settings.authority,
        taken_by=by,
        reason=why,
        made_on=today,
        questions=tuple(asked),
        own_words=tuple(q.id for q in asked.values() if not q.options and q.scale is None),
        wordings=_wordings(survey, tuple(asked)),
        rows=tuple(_row(tx, survey, number, one, tuple(asked)) for number, one in sent),
    )


def _shown(question: str) -> bool:
    """How a child can be reached is the safeguarding team's."""
    return not is_contact_detail(question)


def _row(
    tx: Transaction, survey: Survey, number: int, record: ResponseRecord, asked: tuple[str, ...]
) -> Row:
    given = {answer.question: answer for answer in responses.answers(tx, record.id)}
    return Row(
        number=number,
        ages=_ages(record.band or ""),
        language=language_of(record.language).english,
        sent_on=(record.submitted_at or "")[:10],
        cells=tuple(_cell(survey, record.band, question, given) for question in asked),
    )


def _cell(
    survey: Survey, band: str | None, question: str, given: Mapping[str, AnswerRecord]
) -> Cell:
    """What stands in one cell; "" where the child was not asked."""
    answer = given.get(question)
    if answer is None:
        return ""
    if answer.damaged:
        return DAMAGED
    if answer.kind == "scaled" and answer.number is not None:
        return answer.number
    if answer.kind == "wrote":
        return answer.words or ""
    return answer_in_words(question_asked(survey, band, question), answer)


def _wordings(survey: Survey, asked: tuple[str, ...]) -> tuple[Wording, ...]:
    return tuple(
        Wording(question.id, _ages(one.band), question.text, _offered(question))
        for question_id in asked
        for one in survey.questionnaires
        if (question := one.question(question_id)) is not None
    )


def _offered(question: Question) -> str:
    scale = question.scale
    if scale is not None:
        return f"{scale.low} ({scale.low_label}) to {scale.high} ({scale.high_label})"
    return " · ".join(option.label for option in question.options)


def _ages(band: str) -> str:
    return band.replace("-", " to ")
