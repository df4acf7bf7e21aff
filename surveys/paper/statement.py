"""Use case: one child's answers as a page "in my own words", for whoever decides about them.

Only in a round with names, where the child was told before the first question that these answers
go to the people who work with them. Nothing is left out of what was said but how the child can be
reached, which is the safeguarding team's, and what is asked of everybody to treat people fairly.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from data import audit, responses
from data.database import Database, Transaction
from data.records import AnswerRecord, ResponseRecord
from surveys.answers import Silence
from surveys.asked import answer_in_words, question_asked, survey_asked
from surveys.days import in_words
from surveys.grants import within_response
from surveys.marks import marks
from surveys.paper import typefaces
from surveys.paper.strings import printable
from surveys.permissions import Actor, require
from surveys.rounds import known
from surveys.schema import Question, Survey

BESIDE = ("who_helped", "who_was_there")
WHOSE_LONGEST = 100


class StatementRefused(ValueError):
    """No statement can be made of this response; the message says why."""


@dataclass(frozen=True, slots=True)
class Said:
    """One question and what the child answered: chosen answers, or `words` as written."""

    asked: str
    answer: str
    words: tuple[str, ...]
    direction: Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A child's own words and answers. `whose` is only what the one who prints it has typed."""

    title: str
    survey: str
    whose: str
    facts: tuple[str, ...]
    words: tuple[Said, ...]
    answers: tuple[Said, ...]
    beside: tuple[Said, ...]
    template: Literal["statement"] = "statement"


def statement(
    db: Database, actor: Actor, response: str, now: datetime, *, whose: str = ""
) -> Statement:
    """One sent response of a round with names; raises StatementRefused. Audited, without words."""
    require(actor, "give statement")
    within_response(db, actor, response)
    with db.writing() as tx:
        record = responses.get(tx, response)
        if record is None or record.state != "submitted":
            raise StatementRefused("There is no such response, or it has not been sent.")
        if known(tx, actor, record.round).mode != "named":
            raise StatementRefused(
                "This round was opened without names: children were told that their answers are "
                "not given to anyone as theirs. So no statement is made of them."
            )
        made = _statement(tx, record, whose)
        audit.record(tx, actor.name, "gave statement", response, now)
    return made


def _statement(tx: Transaction, record: ResponseRecord, whose: str) -> Statement:
    survey = survey_asked(tx, record.survey, record.version)
    given = {answer.question: answer for answer in responses.answers(tx, record.id)}
    said = [
        (question.id, question.ending, _said(survey, record, given[question.id]))
        for question in _asked(survey, record)
        if question.id in given and not _went_on(given[question.id])
    ]
    own = [line for _, ending, line in said if not ending]
    return Statement(
        title="In my own words",
        survey=survey.title,
        whose=printable(" ".join(whose.split()))[:WHOSE_LONGEST],
        facts=_facts(record),
        words=tuple(line for line in own if line.words),
        answers=tuple(line for line in own if not line.words),
        beside=tuple(line for question, _, line in said if question in BESIDE),
    )


def _asked(survey: Survey, record: ResponseRecord) -> tuple[Question, ...]:
    found = next((q for q in survey.questionnaires if q.band == record.band), None)
    return found.questions if found else ()


def _went_on(answer: AnswerRecord) -> bool:
    """Whether the child went on without an answer; "I'd rather not say" is one."""
    return answer.kind == "passed" and answer.choice == (Silence.NOT_ANSWERED.value,)


def _said(survey: Survey, record: ResponseRecord, answer: AnswerRecord) -> Said:
    question = question_asked(survey, record.band, answer.question)
    words = legible(printable(answer.words or ""))
    return Said(
        asked=question.text if question else answer.question,
        answer=answer_in_words(question, answer),
        words=tuple(line for line in words.splitlines() if line.strip()),
        direction=_direction(words),
    )


def legible(words: str) -> str:
    """The words with each picture that no typeface of ours has as its name: "[crying face]".

    What colours or joins such pictures is left out; any other sign becomes a small box.
    """
    return "".join(_sign(sign) for sign in words)


def _sign(sign: str) -> str:
    if sign == "\n" or typefaces.drawable(sign) == sign:
        return sign
    kind = unicodedata.category(sign)
    if kind == "So":
        return f"[{unicodedata.name(sign, 'a picture').lower()}]"
    return "" if kind in ("Sk", "Mn", "Cf") else typefaces.MISSING


def _direction(words: str) -> Literal["ltr", "rtl"]:
    """The direction of the first letter that has one."""
    for sign in words:
        if unicodedata.bidirectional(sign) in ("R", "AL"):
            return "rtl"
        if unicodedata.bidirectional(sign) == "L":
            return "ltr"
    return "ltr"


def _facts(record: ResponseRecord) -> tuple[str, ...]:
    sent = f"Sent on {in_words(record.submitted_at)}." if record.submitted_at else ""
    return tuple(filter(None, (sent, marks(record, ()).answered)))
