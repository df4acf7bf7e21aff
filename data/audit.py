"""What staff and operators did: written in the transaction of the act, never words or codes."""

from datetime import datetime

from sqlalchemy import insert, select

from data.clock import stamp
from data.database import Transaction
from data.records import AuditRecord
from data.tables import audit as t


def record(
    tx: Transaction, actor: str, act: str, subject: str, now: datetime, detail: str = ""
) -> None:
    """Write one act. `subject` is an id; `detail` is a few plain words or a number."""
    row = {"at": stamp(now), "actor": actor, "act": act, "subject": subject, "detail": detail}
    tx.run(insert(t).values(row))


def listing(tx: Transaction, limit: int = 200) -> tuple[AuditRecord, ...]:
    """The newest acts first."""
    query = select(t).order_by(t.c.number.desc()).limit(limit)
    return tuple(AuditRecord(*row) for row in tx.run(query))
