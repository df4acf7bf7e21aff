"""Actions: what adults will do about what children said."""

from dataclasses import asdict

from sqlalchemy import insert, select, update

from data.database import Transaction
from data.records import ActionRecord
from data.tables import actions as t

_COLUMNS = [t.c[name] for name in ActionRecord.__dataclass_fields__]


def add(tx: Transaction, record: ActionRecord) -> None:
    """Keep a new action."""
    tx.run(insert(t).values(asdict(record)))


def change(tx: Transaction, record: ActionRecord) -> None:
    """Write an action over the one with the same id."""
    tx.run(update(t).where(t.c.id == record.id).values(asdict(record)))


def get(tx: Transaction, action: str) -> ActionRecord | None:
    """The action with this id, or None."""
    row = tx.run(select(*_COLUMNS).where(t.c.id == action)).first()
    return ActionRecord(*row) if row else None


def of_round(tx: Transaction, round_id: str | None = None) -> tuple[ActionRecord, ...]:
    """The actions of a round, or of every round; the earliest due first."""
    query = select(*_COLUMNS).order_by(t.c.due, t.c.id)
    if round_id is not None:
        query = query.where(t.c.round == round_id)
    return tuple(ActionRecord(*row) for row in tx.run(query))
