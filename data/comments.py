"""Answers in a child's own words: to be read, each by a named person for a purpose."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from data import answer_words
from data.clock import stamp, utc_now
from data.database import Transaction
from data.records import CommentRecord
from data.tables import answers, readings, responses
from data.words import WordsDamaged

IDLE = timedelta(minutes=60)
"""Words begun and not sent are read by safeguarding after this; every notice says so."""

_IN_WORDS = (answers.c.kind == "wrote") | answers.c.words.is_not(None)
"""What may hold words: all that was written, and what damage made look otherwise."""
_COMMENTS = (
    select(answers, responses.c.round, responses.c.survey, responses.c.version.label("asked"))
    .add_columns(responses.c.band, responses.c.state, responses.c.wrapped_key)
    .add_columns(responses.c.language)
    .join(responses, responses.c.id == answers.c.response)
    .where(_IN_WORDS)
)
_ORDER = (answers.c.saved_at, answers.c.response, answers.c.question)


def of_round(
    tx: Transaction, round_id: str, *, submitted_only: bool = True
) -> tuple[CommentRecord, ...]:
    """Every comment of a round, oldest first."""
    states = ("submitted",) if submitted_only else ("submitted", "started")
    query = _COMMENTS.where(responses.c.round == round_id, responses.c.state.in_(states))
    return _opened(tx, query.order_by(*_ORDER))


def places(tx: Transaction, round_id: str) -> tuple[tuple[str, str], ...]:
    """(response, question) of a round's sent comments, oldest first; no words are opened."""
    query = (
        select(answers.c.response, answers.c.question)
        .join(responses, responses.c.id == answers.c.response)
        .where(_IN_WORDS, responses.c.state == "submitted")
        .where(responses.c.round == round_id)
    )
    return tuple((row[0], row[1]) for row in tx.run(query.order_by(*_ORDER)))


def unread(
    tx: Transaction, purpose: str, limit: int | None = None, now: datetime | None = None
) -> tuple[CommentRecord, ...]:
    """Comments that nobody has read for this purpose, oldest first; words written anew count anew.

    "participation" reads what was sent; "safeguarding" also what came without a code, what was
    set aside or taken back, and words begun and idle for an hour.
    """
    query = _COMMENTS.outerjoin(readings, _read_for(purpose)).where(_is_unread(purpose, now))
    return _opened(tx, query.order_by(*_ORDER).limit(limit))


def unread_count(
    tx: Transaction, purpose: str, round_id: str | None = None, now: datetime | None = None
) -> int:
    """How many comments `unread` would give, in all or of one round."""
    query = (
        select(func.count())
        .select_from(answers)
        .join(responses, responses.c.id == answers.c.response)
        .outerjoin(readings, _read_for(purpose))
        .where(_IN_WORDS, _is_unread(purpose, now))
    )
    if round_id is not None:
        query = query.where(responses.c.round == round_id)
    return int(tx.run(query).scalar_one())


def get(tx: Transaction, response: str, question: str) -> CommentRecord | None:
    """One comment, or None."""
    here = (answers.c.response == response) & (answers.c.question == question)
    found = _opened(tx, _COMMENTS.where(here))
    return found[0] if found else None


def any_damaged(tx: Transaction, round_id: str) -> bool:
    """Whether words of a round's sent comments do not open."""
    here = (responses.c.round == round_id) & (responses.c.state == "submitted")
    return any(_words(tx, row) is None for row in tx.run(_COMMENTS.where(here)))


def is_read(tx: Transaction, purpose: str, round_id: str) -> set[tuple[str, str]]:
    """(response, question) of a round's comments that were read for this purpose as they stand."""
    query = (
        select(answers.c.response, answers.c.question)
        .join(responses, responses.c.id == answers.c.response)
        .join(readings, _read_for(purpose))
        .where(responses.c.round == round_id)
        .where(readings.c.answer_version >= answers.c.version)
    )
    return {(row[0], row[1]) for row in tx.run(query)}


def mark_read(
    tx: Transaction,
    response: str,
    question: str,
    purpose: str,
    answer_version: int,
    reader: str,
    now: datetime,
) -> None:
    """Keep who read this version of a comment, and when; the newest reading stands."""
    row = {"answer_version": answer_version, "reader": reader, "read_at": stamp(now)}
    key = {"response": response, "question": question, "purpose": purpose}
    upsert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    statement = upsert(readings).values(**key, **row)
    tx.run(statement.on_conflict_do_update(index_elements=list(key), set_=row))


def _read_for(purpose: str) -> ColumnElement[bool]:
    return and_(
        readings.c.response == answers.c.response,
        readings.c.question == answers.c.question,
        readings.c.purpose == purpose,
    )


def _is_unread(purpose: str, now: datetime | None) -> ColumnElement[bool]:
    new = readings.c.response.is_(None) | (readings.c.answer_version < answers.c.version)
    sent = responses.c.state == "submitted"
    if purpose == "participation":  # how a child can be reached is for safeguarding only
        return and_(new, sent, ~answers.c.question.startswith("contact_", autoescape=True))
    ended = responses.c.state.in_(("submitted", "held", "set_aside", "withdrawn"))
    idle_since = stamp((now or utc_now()) - IDLE)
    idle = and_(responses.c.state == "started", responses.c.touched_at <= idle_since)
    return and_(new, or_(ended, idle))


def _opened(tx: Transaction, query: Select[*tuple[Any, ...]]) -> tuple[CommentRecord, ...]:
    return tuple(_comment(tx, row) for row in tx.run(query))


def _comment(tx: Transaction, row: Row[*tuple[Any, ...]]) -> CommentRecord:
    words = _words(tx, row)
    return CommentRecord(
        response=row.response,
        question=row.question,
        words=words or "",
        round=row.round,
        survey=row.survey,
        version=row.asked,
        band=row.band or "",
        submitted=row.state == "submitted",
        answer_version=row.version,
        saved_at=row.saved_at,
        language=row.language,
        damaged=words is None,
    )


def _words(tx: Transaction, row: Row[*tuple[Any, ...]]) -> str | None:
    """What every device wrote, oldest first; None where it does not open."""
    key = tx.vault.key_or_none(row.wrapped_key, row.response)
    if key is None:
        return None
    try:
        newest, before = answer_words.opened(key, row.question, row.kind, row.words, row.kept)
    except WordsDamaged:
        return None
    return "\n".join(part for part in (before, newest) if part)
