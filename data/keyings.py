"""Queries about papers that were typed in: by whom, and who held them against the paper again."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from data.clock import stamp
from data.database import Transaction
from data.records import KeyingRecord
from data.tables import keyings as t
from data.tables import responses

_COLUMNS = [t.c[name] for name in KeyingRecord.__dataclass_fields__]


def add(tx: Transaction, response: str, by: str, now: datetime) -> None:
    """Keep who typed a paper in."""
    tx.run(insert(t).values(response=response, keyed_by=by, keyed_at=stamp(now)))


def get(tx: Transaction, response: str) -> KeyingRecord | None:
    """Who typed this response in and who checked it; None where it was no paper."""
    row = tx.run(select(*_COLUMNS).where(t.c.response == response)).first()
    return KeyingRecord(*row) if row else None


def check(tx: Transaction, response: str, by: str, now: datetime) -> None:
    """Keep who held what was typed in against the paper a second time."""
    here = t.c.response == response
    tx.run(update(t).where(here).values(checked_by=by, checked_at=stamp(now)))


def of_round(tx: Transaction, round_id: str) -> tuple[KeyingRecord, ...]:
    """Every paper of a round that was typed in and sent, oldest first."""
    query = select(*_COLUMNS).join(responses, responses.c.id == t.c.response)
    here = (responses.c.round == round_id) & (responses.c.state == "submitted")
    return tuple(KeyingRecord(*row) for row in tx.run(query.where(here).order_by(t.c.keyed_at)))


def begun_by(tx: Transaction, by: str) -> tuple[KeyingRecord, ...]:
    """The papers that somebody is typing in and has not sent, oldest first."""
    query = select(*_COLUMNS).join(responses, responses.c.id == t.c.response)
    here = (t.c.keyed_by == by) & (responses.c.state == "started")
    return tuple(KeyingRecord(*row) for row in tx.run(query.where(here).order_by(t.c.keyed_at)))


def drop(tx: Transaction, response: str) -> None:
    """Forget that a paper was begun: it was thrown away before it was sent."""
    tx.run(delete(t).where(t.c.response == response))
