"""Reading what children said: response by response, word by word, noted as read.

The participation team sees answers only here, one response at a time. How a child can be
reached is left to the safeguarding team.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from data import audit, comments, keyings, responses, rounds
from data.clock import stamp
from data.database import Database, Transaction
from data.records import AnswerRecord, CommentRecord, ResponseRecord
from surveys import permissions
from surveys.asked import answer_in_words, is_contact_detail, question_asked, survey_asked
from surveys.grants import hidden_in, within, within_response
from surveys.marks import Marks, marks
from surveys.permissions import Actor
from surveys.schema import Survey

Purpose = Literal["participation", "safeguarding"]
SAME_READING = timedelta(minutes=15)
"""Within this, the same person on the same response is one reading in the audit."""
READ, OPENED, NOTES, REASON = "read words", "opened answers", "read notes", "read reason"
"""What the audit says of a look: at a child's words, at choices alone, at what staff wrote."""


@dataclass(frozen=True, slots=True)
class ResponseLine:
    """One sent response of a round, without its words. `number` counts from 1, oldest first."""

    id: str
    number: int
    band: str
    sent_on: str
    comments: int
    unread: int


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer as it was asked. `words` is None where the answer is not in a child's words.

    `kept_back` says why words are not shown to this reader, else "". Words that are `damaged`
    are None too, and `answer` says so.
    """

    question: str
    asked: str
    answer: str
    words: str | None
    kept_back: str
    answer_version: int
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class ResponseToRead:
    """One response with every answer, in the order asked."""

    id: str
    round: str
    round_title: str
    band: str
    sent_on: str
    lines: tuple[AnswerLine, ...]
    marks: Marks


def response_lines(db: Database, actor: Actor, round_id: str) -> tuple[ResponseLine, ...]:
    """The sent responses of a round and how many of their comments nobody in the team has read."""
    permissions.require(actor, "read words")
    within(db, actor, round_id)
    with db.reading() as tx:
        written = comments.places(tx, round_id)
        read = comments.is_read(tx, "participation", round_id)
        sent = responses.of_round(tx, round_id)
    all_of = Counter(response for response, _ in written)
    unread_of = Counter(
        response for response, question in written if (response, question) not in read
    )
    return tuple(
        ResponseLine(
            r.id, number, r.band or "", (r.submitted_at or "")[:10], all_of[r.id], unread_of[r.id]
        )
        for number, r in enumerate(sent, start=1)
    )


def open_response(db: Database, actor: Actor, response: str, now: datetime) -> ResponseToRead:
    """One sent response to read, noted in the audit; KeyError where there is none."""
    permissions.require(actor, "read words")
    within_response(db, actor, response)
    with db.reading() as tx:
        record = responses.get(tx, response)
        if record is None or not _may_see(actor, record):
            raise KeyError(f"there is no response {response}")
        to_read = _to_read(tx, actor, record)
    comments_shown = sum(line.words is not None for line in to_read.lines)
    note_reading(db, actor, {response: comments_shown}, now)
    return to_read


def words_to_read(
    db: Database,
    actor: Actor,
    round_id: str | None,
    purpose: Purpose,
    now: datetime,
    limit: int | None = None,
) -> tuple[CommentRecord, ...]:
    """Comments that nobody has read for this purpose, of one round or all, oldest first."""
    permissions.require(actor, "read for safety" if purpose == "safeguarding" else "read words")
    within(db, actor, round_id)
    with db.reading() as tx:
        unseen = hidden_in(tx, actor)
        unread = [
            comment
            for comment in comments.unread(tx, purpose, now=now)
            if round_id in (None, comment.round)
            and comment.round not in unseen
            and (purpose == "safeguarding" or not is_contact_detail(comment.question))
        ]
    shown = tuple(unread[:limit])
    note_reading(db, actor, [comment.response for comment in shown], now)
    return shown


def mark_read(
    db: Database,
    actor: Actor,
    response: str,
    versions: dict[str, int],
    purpose: Purpose,
    now: datetime,
) -> None:
    """Mark a response's words as read. `versions`: question to the answer version that was seen."""
    permissions.require(actor, "read for safety" if purpose == "safeguarding" else "read words")
    within_response(db, actor, response)
    with db.writing() as tx:
        for question, version in versions.items():
            comments.mark_read(tx, response, question, purpose, version, actor.name, now)
        detail = f"{_comments(len(versions))}, {purpose}"
        audit.record(tx, actor.name, "marked read", response, now, detail)


def note_reading(
    db: Database, actor: Actor, shown: Iterable[str] | Mapping[str, int], now: datetime
) -> None:
    """Note in the audit whose answers were shown to whom: the response and how many comments.

    `shown`: the response of each comment, or how many of each; 0 where a child only chose.
    """
    counted = Counter(shown)
    read = {response: _comments(count) for response, count in counted.items() if count}
    chosen = dict.fromkeys((one for one, count in counted.items() if not count), "without words")
    note_look(db, actor, READ, read, now)
    note_look(db, actor, OPENED, chosen, now)


def note_look(
    db: Database, actor: Actor, act: str, subjects: Mapping[str, str], now: datetime
) -> None:
    """Note in the audit what was looked at: each subject with a few plain words or a count.

    A page draws itself again on every click, so the same look within a quarter of an hour is
    noted once.
    """
    if not subjects:
        return
    since = stamp(now - SAME_READING)
    with db.writing() as tx:
        noted = {
            (row.subject, row.detail)
            for row in audit.listing(tx, 200)
            if row.actor == actor.name and row.act == act and row.at >= since
        }
        for subject, detail in subjects.items():
            if (subject, detail) not in noted:
                audit.record(tx, actor.name, act, subject, now, detail)


def _comments(count: int) -> str:
    return f"{count} comment" if count == 1 else f"{count} comments"


def _may_see(actor: Actor, record: ResponseRecord) -> bool:
    """Participation reads what was sent; safeguarding also what was begun or taken back."""
    sent = record.state in ("submitted", "held", "set_aside")
    return sent or permissions.may(actor, "read for safety")


def _to_read(tx: Transaction, actor: Actor, record: ResponseRecord) -> ResponseToRead:
    round_ = rounds.get(tx, record.round)
    survey = survey_asked(tx, record.survey, record.version)
    given = responses.answers(tx, record.id)
    return ResponseToRead(
        id=record.id,
        round=record.round,
        round_title=round_.title if round_ else survey.title,
        band=record.band or "",
        sent_on=(record.submitted_at or "")[:10],
        lines=tuple(_line(actor, survey, record, a) for a in _as_asked(survey, record, given)),
        marks=marks(record, given, keyings.get(tx, record.id)),
    )


def _as_asked(
    survey: Survey, record: ResponseRecord, given: tuple[AnswerRecord, ...]
) -> list[AnswerRecord]:
    """Answers in the order of the band's questions; one that is not among them comes last."""
    asked = [
        q.id for one in survey.questionnaires if one.band == record.band for q in one.questions
    ]
    place = {question: index for index, question in enumerate(asked)}
    return sorted(
        given, key=lambda answer: (place.get(answer.question, len(asked)), answer.question)
    )


def _line(actor: Actor, survey: Survey, record: ResponseRecord, answer: AnswerRecord) -> AnswerLine:
    question = question_asked(survey, record.band, answer.question)
    wrote = answer.kind == "wrote" or answer.damaged
    for_safety = wrote and is_contact_detail(answer.question)
    kept_back = for_safety and not permissions.may(actor, "read for safety")
    return AnswerLine(
        question=answer.question,
        asked=question.text if question else answer.question,
        answer=answer_in_words(question, answer),
        words=answer.words if wrote and not kept_back else None,
        kept_back="The safeguarding team has what was written here." if kept_back else "",
        answer_version=answer.version,
        damaged=answer.damaged and not kept_back,
    )
