"""Queries about invitations. A code is kept only as its slow keyed hash."""

from collections.abc import Iterable

from sqlalchemy import insert, select, update

from data.database import Transaction
from data.records import InvitationRecord
from data.tables import invitations as t

_COLUMNS = [t.c[name] for name in InvitationRecord.__dataclass_fields__]


def add(tx: Transaction, rows: Iterable[tuple[InvitationRecord, str]]) -> None:
    """Keep new invitations, each with the hash of its code."""
    names = InvitationRecord.__dataclass_fields__
    values = [{n: getattr(record, n) for n in names} | {"code_hash": h} for record, h in rows]
    if values:
        tx.run(insert(t), values)


def by_hash(tx: Transaction, code_hash: str) -> InvitationRecord | None:
    """The invitation of the code with this hash, or None."""
    row = tx.run(select(*_COLUMNS).where(t.c.code_hash == code_hash)).first()
    return InvitationRecord(*row) if row else None


def listing(tx: Transaction, round_id: str) -> tuple[InvitationRecord, ...]:
    """Every invitation of a round, without codes, oldest first."""
    query = select(*_COLUMNS).where(t.c.round == round_id).order_by(t.c.made_at, t.c.id)
    return tuple(InvitationRecord(*row) for row in tx.run(query))


def of_pair(tx: Transaction, pair: str) -> tuple[InvitationRecord, ...]:
    """Every invitation of the same child, start and end."""
    rows = tx.run(select(*_COLUMNS).where(t.c.pair == pair).order_by(t.c.made_at, t.c.id))
    return tuple(InvitationRecord(*row) for row in rows)


def pair_up(tx: Transaction, invitation_id: str, pair: str) -> None:
    """Tie an invitation to what the same child gets later."""
    tx.run(update(t).where(t.c.id == invitation_id).values(pair=pair))


def set_state(tx: Transaction, invitation_id: str, state: str) -> None:
    """Set an invitation's state: unused, started, used or void."""
    tx.run(update(t).where(t.c.id == invitation_id).values(state=state))
