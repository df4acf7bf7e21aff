"""Queries about responses and their answers: begun, kept answer by answer, submitted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, Row, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from data import tables as t
from data.clock import stamp
from data.database import Transaction
from data.records import AnswerRecord, ResponseRecord, RoundRecord, SittingRecord
from data.tables import responses, rounds, sittings
from data.words import ResponseKey

_RESPONSE = [responses.c[name] for name in ResponseRecord.__dataclass_fields__]
_ROUND = [rounds.c[name] for name in RoundRecord.__dataclass_fields__]
_BY_SITTING = (
    select(sittings.c.id, responses.c.wrapped_key, responses.c.invitation, *_RESPONSE, *_ROUND)
    .join(responses, responses.c.id == sittings.c.response)
    .join(rounds, rounds.c.id == responses.c.round)
    .where(sittings.c.token_hash == bindparam("token"), sittings.c.ended_at.is_(None))
)
# Statements that every move of a child runs are built once: building them anew took as long as
# running them.
_BY_SITTING_LOCKED = _BY_SITTING.with_for_update(of=responses)
_ANSWERS_OF = select(t.answers).where(t.answers.c.response == bindparam("of"))
_MOVE = update(responses).where(responses.c.id == bindparam("of"))


def begin(tx: Transaction, record: ResponseRecord, invitation: str | None) -> None:
    """Keep a new response with a key of its own."""
    wrapped, _ = tx.vault.new_key(record.id)
    values = {name: getattr(record, name) for name in ResponseRecord.__dataclass_fields__}
    tx.run(insert(responses).values(values | {"wrapped_key": wrapped, "invitation": invitation}))


def get(tx: Transaction, response_id: str) -> ResponseRecord | None:
    """The response with this id, or None."""
    row = tx.run(select(*_RESPONSE).where(responses.c.id == response_id)).first()
    return ResponseRecord(*row) if row else None


def of_invitation(tx: Transaction, invitation: str) -> ResponseRecord | None:
    """The response that this invitation began, or None."""
    row = tx.run(select(*_RESPONSE).where(responses.c.invitation == invitation)).first()
    return ResponseRecord(*row) if row else None


def of_round(
    tx: Transaction, round_id: str, state: str = "submitted"
) -> tuple[ResponseRecord, ...]:
    """A round's responses in one state, in the order in which they were sent or begun."""
    here = (responses.c.round == round_id) & (responses.c.state == state)
    order = (responses.c.sequence, responses.c.started_at, responses.c.id)
    rows = tx.run(select(*_RESPONSE).where(here).order_by(*order))
    return tuple(ResponseRecord(*row) for row in rows)


def add_sitting(
    tx: Transaction, token_hash: str, sitting: str, response: str, now: datetime
) -> None:
    """Let one more device into a response."""
    row = {"token_hash": token_hash, "id": sitting, "response": response}
    tx.run(insert(sittings).values(**row, began_at=stamp(now)))


def end_sitting(tx: Transaction, token_hash: str, now: datetime) -> None:
    """End a device's way in; the response stays."""
    live = (sittings.c.token_hash == token_hash) & sittings.c.ended_at.is_(None)
    tx.run(update(sittings).where(live).values(ended_at=stamp(now)))


def by_sitting(tx: Transaction, token_hash: str, *, lock: bool = False) -> SittingRecord | None:
    """The live sitting with this token; `lock` holds its response until the transaction ends."""
    query = _BY_SITTING_LOCKED if lock else _BY_SITTING
    row = tx.run(query, {"token": token_hash}).first()
    if row is None:
        return None
    split = 3 + len(_RESPONSE)
    response, round_ = ResponseRecord(*row[3:split]), RoundRecord(*row[split:])
    return SittingRecord(row[0], response, round_, row[1], row[2])


def answers_of(
    tx: Transaction, response_id: str, wrapped_key: bytes, *, open_words: bool = True
) -> tuple[AnswerRecord, ...]:
    """A response's answers. Without `open_words` a wrote answer has "" for its words."""
    rows = tx.run(_ANSWERS_OF, {"of": response_id}).all()
    key = tx.vault.open_key(wrapped_key, response_id) if open_words else None
    return tuple(_answer(row, key) for row in rows)


def answers(tx: Transaction, response_id: str) -> tuple[AnswerRecord, ...]:
    """A response's answers for a reader: `words` hold what every device wrote, oldest first."""
    kept = answers_of(tx, response_id, wrapped_key(tx, response_id))
    return tuple(replace(a, words=a.all_words, kept=None) for a in kept)


def wrapped_key(tx: Transaction, response_id: str) -> bytes:
    """The response's key as it is stored; NoResultFound where there is no such response."""
    query = select(responses.c.wrapped_key).where(responses.c.id == response_id)
    return bytes(tx.run(query).scalar_one())


def put(tx: Transaction, wrapped: bytes, answer: AnswerRecord, now: datetime) -> None:
    """Write one answer over the one before."""
    sealing = answer.words or answer.kept
    key = tx.vault.open_key(wrapped, answer.response) if sealing else None
    values = _values(answer, key) | {"saved_at": stamp(now)}
    tx.run(_put(tx.dialect), values)


@cache
def _put(dialect: str) -> Insert:
    insert_here = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert_here(t.answers)
    key = ["response", "question"]
    new = {c.name: statement.excluded[c.name] for c in t.answers.c if c.name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=new)


def erase(tx: Transaction, response_id: str, questions: Sequence[str]) -> None:
    """Take answers away: those that are off the route when a response is sent."""
    here = (t.answers.c.response == response_id) & t.answers.c.question.in_(questions)
    if questions:
        tx.run(delete(t.answers).where(here))


def move(tx: Transaction, response_id: str, now: datetime, *, place: str, band: str | None) -> None:
    """Keep where the child is, and the band."""
    values = {"place": place, "band": band, "touched_at": stamp(now)}
    tx.run(_MOVE, {"of": response_id, **values})


def submit(tx: Transaction, response_id: str, at: str, *, cut: bool) -> int:
    """Mark a response as sent and give its place in the order. `cut` unties its invitation.

    The same response again gives the same number and changes nothing.
    """
    tx.in_turn("responses")
    number = select(func.coalesce(func.max(responses.c.sequence), 0) + 1).scalar_subquery()
    values: dict[str, object] = {"state": "submitted"}
    values |= {"place": "thanks", "submitted_at": at, "sequence": number}
    if cut:
        values |= {"invitation": None, "pair": None, "started_at": at, "touched_at": at}
        tx.run(update(t.answers).where(t.answers.c.response == response_id).values(saved_at=at))
        tx.run(update(sittings).where(sittings.c.response == response_id).values(began_at=at))
    started = (responses.c.id == response_id) & (responses.c.state == "started")
    tx.run(update(responses).where(started).values(values))
    return sequence(tx, response_id)


def sequence(tx: Transaction, response_id: str) -> int:
    """A sent response's place in the order."""
    query = select(responses.c.sequence).where(responses.c.id == response_id)
    return int(tx.run(query).scalar_one())


def insert_imported(
    tx: Transaction,
    rows: Iterable[tuple[ResponseRecord, str, Sequence[AnswerRecord]]],
    now: datetime,
) -> None:
    """Keep a batch of imported responses, each with its source key; seen after show_imported."""
    kept, given = [], []
    for record, source_key, its_answers in rows:
        wrapped, key = tx.vault.new_key(record.id)
        fields = {name: getattr(record, name) for name in ResponseRecord.__dataclass_fields__}
        kept.append(fields | {"wrapped_key": wrapped, "source_key": source_key})
        given += [_values(a, key) | {"saved_at": stamp(now)} for a in its_answers]
    if kept:
        tx.run(insert(responses), kept)
        tx.run(insert(t.answers), given)


def show_imported(tx: Transaction, round_id: str) -> int:
    """Make every imported response of a round count from now on, together; how many."""
    tx.in_turn("responses")
    waiting = (responses.c.round == round_id) & (responses.c.state == "importing")
    ids = tx.run(select(responses.c.id).where(waiting).order_by(responses.c.source_key)).scalars()
    first = int(tx.run(select(func.coalesce(func.max(responses.c.sequence), 0))).scalar_one()) + 1
    numbered = [{"n": first + i, "r": r} for i, r in enumerate(ids)]
    if numbered:
        change = update(responses).where(responses.c.id == bindparam("r"))
        tx.run(change.values(state="submitted", sequence=bindparam("n")), numbered)
    return len(numbered)


def drop_importing(tx: Transaction, round_id: str) -> None:
    """Take away what an import that was cut off left behind."""
    waiting = (responses.c.round == round_id) & (responses.c.state == "importing")
    ids = select(responses.c.id).where(waiting)
    tx.run(delete(t.answers).where(t.answers.c.response.in_(ids)))
    tx.run(delete(responses).where(waiting))


def known_source_keys(tx: Transaction, survey: str, round_id: str | None = None) -> set[str]:
    """Source keys already taken in for a survey, or for one of its rounds."""
    here = (responses.c.survey == survey) & responses.c.source_key.is_not(None)
    here &= responses.c.state == "submitted"
    if round_id is not None:
        here &= responses.c.round == round_id
    return set(tx.run(select(responses.c.source_key).where(here)).scalars())


def _values(answer: AnswerRecord, key: ResponseKey | None) -> dict[str, object]:
    place = f"answers|{answer.question}"
    values: Mapping[str, object] = {
        "response": answer.response,
        "question": answer.question,
        "kind": answer.kind,
        "choice": "|".join(answer.choice) if answer.choice else None,
        "number": answer.number,
        "words": key.seal(answer.words, place) if key and answer.words else None,
        "kept": key.seal(answer.kept, f"{place}|kept") if key and answer.kept else None,
        "version": answer.version,
        "writer": answer.writer,
        "seq": answer.seq,
        "sitting": answer.sitting,
    }
    return dict(values)


def _answer(row: Row[*tuple[Any, ...]], key: ResponseKey | None) -> AnswerRecord:
    return AnswerRecord(
        response=row.response,
        question=row.question,
        kind=row.kind,
        choice=tuple(row.choice.split("|")) if row.choice else (),
        number=row.number,
        words=_opened(row.words, key, f"answers|{row.question}") if row.kind == "wrote" else None,
        version=row.version,
        writer=row.writer,
        seq=row.seq,
        sitting=row.sitting,
        kept=_opened(row.kept, key, f"answers|{row.question}|kept") if row.kept else None,
    )


def _opened(sealed: bytes | None, key: ResponseKey | None, place: str) -> str:
    return key.open(sealed, place) if key and sealed else ""
