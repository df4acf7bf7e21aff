"""Wishes to find out who a code belongs to: who asked and why, who agreed, when it was shown."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, insert, select, update

from data.access_tables import reveal_requests as t
from data.clock import stamp
from data.database import Transaction
from data.tables import responses
from data.words import WordsDamaged

DAMAGED = "This reason is damaged and cannot be shown. Ask the one who wrote it."


@dataclass(frozen=True, slots=True)
class RevealRecord:
    """One wish. `reason` is "" once the response was erased; `state` asked, approved or refused."""

    id: str
    response: str
    reason: str
    asked_by: str
    asked_at: str
    state: str
    decided_by: str | None
    decided_at: str | None
    shown_at: str | None


def ask(tx: Transaction, response: str, reason: str, by: str, now: datetime) -> str:
    """Keep a wish; the reason is sealed with the response's own key. Returns its id."""
    request = secrets.token_hex(8)
    wrapped = _wrapped(tx, response)
    if not wrapped:
        raise KeyError(f"there is no response {response}")
    sealed = tx.vault.open_key(wrapped, response).seal(reason, _place(request))
    row = {"id": request, "response": response, "reason": sealed, "asked_by": by}
    tx.run(insert(t).values(**row, asked_at=stamp(now), state="asked"))
    return request


def get(tx: Transaction, request: str) -> RevealRecord | None:
    """The wish with this id, or None."""
    row = tx.run(select(t).where(t.c.id == request)).first()
    return _record(tx, row) if row else None


def since(tx: Transaction, at: str) -> tuple[RevealRecord, ...]:
    """Every wish from a time on, the newest first."""
    rows = tx.run(select(t).where(t.c.asked_at >= at).order_by(t.c.asked_at.desc(), t.c.id)).all()
    return tuple(_record(tx, row) for row in rows)


def decide(tx: Transaction, request: str, state: str, by: str, now: datetime) -> bool:
    """Approve or refuse a wish that waits; False when somebody decided before."""
    here = (t.c.id == request) & (t.c.state == "asked")
    values = {"state": state, "decided_by": by, "decided_at": stamp(now)}
    return tx.run(update(t).where(here).values(values).returning(t.c.id)).first() is not None


def shown(tx: Transaction, request: str, now: datetime) -> None:
    """Keep when it was first shown."""
    here = (t.c.id == request) & t.c.shown_at.is_(None)
    tx.run(update(t).where(here).values(shown_at=stamp(now)))


def _record(tx: Transaction, row: Row[tuple[object, ...]]) -> RevealRecord:
    fields = {name: getattr(row, name) for name in RevealRecord.__dataclass_fields__}
    return RevealRecord(**fields | {"reason": _reason(tx, row)})


def _reason(tx: Transaction, row: Row[tuple[object, ...]]) -> str:
    """The reason; "" once the response is erased; where it is damaged, a sentence says so."""
    wrapped = _wrapped(tx, row.response)
    if not wrapped:
        return ""
    try:
        return tx.vault.open_key(wrapped, row.response).open(row.reason, _place(row.id))
    except WordsDamaged:
        return DAMAGED


def _wrapped(tx: Transaction, response: str) -> bytes | None:
    query = select(responses.c.wrapped_key).where(responses.c.id == response)
    found: bytes | None = tx.run(query).scalar()
    return found


def _place(request: str) -> str:
    return f"reveal_requests|{request}"
