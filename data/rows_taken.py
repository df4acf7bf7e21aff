"""Who took single answers out of Heard and why: the reason is sealed, for it may quote a child."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, insert, select, update

from data.access_tables import rows_taken as t
from data.clock import stamp
from data.database import Transaction
from data.reveals import DAMAGED
from data.words import WordsDamaged


@dataclass(frozen=True, slots=True)
class TakenRecord:
    """One taking out of `rows` responses.

    `reason` is "" once the round's answers were erased; where it is damaged, a sentence says so.
    """

    id: str
    round: str
    reason: str
    taken_by: str
    taken_at: str
    rows: int


def add(tx: Transaction, round_id: str, reason: str, by: str, rows: int, now: datetime) -> str:
    """Keep who takes rows out and why; its id."""
    taken = secrets.token_hex(8)
    wrapped, key = tx.new_key(taken)
    row = {"id": taken, "round": round_id, "wrapped_key": wrapped, "rows": rows}
    sealed = key.seal(reason, _place(taken))
    tx.run(insert(t).values(**row, reason=sealed, taken_by=by, taken_at=stamp(now)))
    return taken


def since(tx: Transaction, at: str) -> tuple[TakenRecord, ...]:
    """Every taking out from a time on, the newest first."""
    rows = tx.run(select(t).where(t.c.taken_at >= at).order_by(t.c.taken_at.desc(), t.c.id)).all()
    return tuple(_record(tx, row) for row in rows)


def forget(tx: Transaction, round_id: str) -> None:
    """Erase the keys of a round's reasons, and with them the reasons."""
    tx.run(update(t).where(t.c.round == round_id).values(wrapped_key=b"", reason=b""))


def _record(tx: Transaction, row: Row[tuple[object, ...]]) -> TakenRecord:
    fields = {name: getattr(row, name) for name in TakenRecord.__dataclass_fields__}
    return TakenRecord(**fields | {"reason": _reason(tx, row)})


def _reason(tx: Transaction, row: Row[tuple[object, ...]]) -> str:
    if not row.wrapped_key and not row.reason:
        return ""
    try:
        return tx.vault.open_key(row.wrapped_key, row.id).open(row.reason, _place(row.id))
    except WordsDamaged:
        return DAMAGED


def _place(taken: str) -> str:
    return f"rows_taken|{taken}"
