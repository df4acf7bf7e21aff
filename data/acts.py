"""Looking through the audit trail: by person, act and days. It is written by `data/audit.py`."""

from sqlalchemy import func, select

from data.database import Transaction
from data.records import AuditRecord
from data.tables import audit as t

_LINE = [t.c[name] for name in AuditRecord.__dataclass_fields__]


def search(
    tx: Transaction, person: str, act: str, first_day: str, last_day: str, limit: int
) -> tuple[AuditRecord, ...]:
    """The newest lines first; "" of a person or an act is every one, of a day no bound."""
    query = select(*_LINE).order_by(t.c.number.desc()).limit(limit)
    if person:
        query = query.where(t.c.actor == person)
    if act:
        query = query.where(t.c.act == act)
    if first_day:
        query = query.where(t.c.at >= first_day)
    if last_day:
        query = query.where(t.c.at <= f"{last_day}T23:59:59Z")
    return tuple(AuditRecord(*row) for row in tx.run(query))


def people(tx: Transaction) -> tuple[str, ...]:
    """Everybody who is in the trail, in order."""
    return tuple(tx.run(select(t.c.actor).distinct().order_by(t.c.actor)).scalars())


def kinds(tx: Transaction) -> tuple[str, ...]:
    """Every act that is in the trail, in order."""
    return tuple(tx.run(select(t.c.act).distinct().order_by(t.c.act)).scalars())


def newest(tx: Transaction, act: str = "") -> AuditRecord | None:
    """The newest line, of one act or of any; None where there is none."""
    found = search(tx, "", act, "", "", 1)
    return found[0] if found else None


def oldest_time(tx: Transaction) -> str | None:
    """The earliest time that any line has, or None where there is no line."""
    found: str | None = tx.run(select(func.min(t.c.at))).scalar()
    return found
