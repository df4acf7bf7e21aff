"""Concerns: words, a rating or a wish for contact that may mean a child is not safe."""

import secrets
from datetime import datetime

from sqlalchemy import func, insert, select, update

from data.clock import stamp
from data.database import Transaction
from data.records import ConcernRecord, ConcernStep
from data.responses import wrapped_key
from data.tables import concern_steps as steps_table
from data.tables import concerns as t
from data.words import ResponseKey, WordsDamaged

_COLUMNS = [t.c[name] for name in ConcernRecord.__dataclass_fields__]
_NOTED = ("passed_on", "closed")
"""Steps that nobody takes without a note: one that has none was emptied."""

ASKED_AGAIN = "Asked again."


def raise_(
    tx: Transaction, response: str, question: str, cause: str, raised_by: str, now: datetime
) -> str:
    """Raise a concern and give its id; the same cause on the same answer is raised once."""
    here = (t.c.response == response) & (t.c.question == question) & (t.c.cause == cause)
    known: str | None = tx.run(select(t.c.id).where(here)).scalar()
    if known is not None:
        return known
    concern = secrets.token_hex(8)
    row = {"id": concern, "response": response, "question": question, "cause": cause}
    row |= {"state": "new", "raised_at": stamp(now), "raised_by": raised_by}
    tx.run(insert(t).values(row))
    return concern


def ask_again(tx: Transaction, concern: str, by: str, now: datetime) -> None:
    """Somebody asks once more: what was read, passed on or closed is new again; its steps stay."""
    record = get(tx, concern)
    if record is not None and record.state != "new":
        step(tx, concern, "new", by, now, "", ASKED_AGAIN)


def get(tx: Transaction, concern: str) -> ConcernRecord | None:
    """The concern with this id, or None."""
    row = tx.run(select(*_COLUMNS).where(t.c.id == concern)).first()
    return ConcernRecord(*row) if row else None


def open_ones(tx: Transaction) -> tuple[ConcernRecord, ...]:
    """Every concern that is not closed, oldest first."""
    query = select(*_COLUMNS).where(t.c.state != "closed").order_by(t.c.raised_at, t.c.id)
    return tuple(ConcernRecord(*row) for row in tx.run(query))


def closed_ones(tx: Transaction, limit: int) -> tuple[ConcernRecord, ...]:
    """Concerns that were closed, the last one closed first."""
    closing = func.max(steps_table.c.at).label("closing")
    last = select(steps_table.c.concern, closing).group_by(steps_table.c.concern).subquery()
    query = select(*_COLUMNS).join(last, last.c.concern == t.c.id).where(t.c.state == "closed")
    rows = tx.run(query.order_by(last.c.closing.desc(), t.c.id).limit(limit))
    return tuple(ConcernRecord(*row) for row in rows)


def of_response(tx: Transaction, response: str) -> tuple[ConcernRecord, ...]:
    """The concerns raised on one response."""
    rows = tx.run(select(*_COLUMNS).where(t.c.response == response).order_by(t.c.raised_at))
    return tuple(ConcernRecord(*row) for row in rows)


def step(
    tx: Transaction, concern: str, state: str, by: str, now: datetime, passed_to: str, note: str
) -> None:
    """Add what one person did and set the concern's state. The note is sealed like words."""
    record = get(tx, concern)
    if record is None:
        raise KeyError(f"there is no concern {concern}")
    number = len(steps(tx, concern)) + 1
    key = tx.vault.open_key(wrapped_key(tx, record.response), record.response)
    sealed = key.seal(note, _place(concern, number)) if note else None
    row = {"concern": concern, "number": number, "state": state, "by": by, "at": stamp(now)}
    tx.run(insert(steps_table).values(**row, passed_to=passed_to, note=sealed))
    tx.run(update(t).where(t.c.id == concern).values(state=state))


def steps(tx: Transaction, concern: str) -> tuple[ConcernStep, ...]:
    """Everything that was done about a concern, oldest first."""
    record = get(tx, concern)
    if record is None:
        return ()
    key = tx.vault.key_or_none(wrapped_key(tx, record.response), record.response)
    query = select(steps_table).where(steps_table.c.concern == concern)
    rows = tx.run(query.order_by(steps_table.c.number))
    return tuple(
        ConcernStep(r.state, r.by, r.at, r.passed_to, note or "", damaged=note is None)
        for r in rows
        for note in [_note(key, r.state, r.note, _place(concern, r.number))]
    )


def _note(key: ResponseKey | None, state: str, sealed: bytes | None, place: str) -> str | None:
    """A note opened; None where it does not open, or is gone where there must have been one."""
    if sealed is None:
        return None if state in _NOTED else ""
    try:
        return key.open(sealed, place) if key else None
    except WordsDamaged:
        return None


def _place(concern: str, number: int) -> str:
    return f"concern_steps|{concern}|{number}"
