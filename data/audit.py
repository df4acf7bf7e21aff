"""What staff and operators did: written in the transaction of the act, never words or codes.

Each line carries a keyed hash over itself and the line before, so that a line that is changed,
put in or taken out is found. Lines cut off at the end are found only beside an anchor: the
newest line's hash, kept outside the database (`data/anchors.py`). Triggers refuse changes;
they stop accidents, the chain shows what a person with the database in hand did.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import delete, insert, select

from data.clock import stamp
from data.database import Transaction
from data.records import AuditRecord, ChainedRecord
from data.tables import audit as t
from data.tables import installation
from data.words import Vault

BEGINNING = ""
"""Stands for the line before the first."""
LOST = "lost"
"""Stands for a line whose hash was taken away: what follows is chained on, and the loss is seen."""
_BEFORE = "audit_before_chain"
_LINE = [t.c[name] for name in AuditRecord.__dataclass_fields__]


def record(
    tx: Transaction, actor: str, act: str, subject: str, now: datetime, detail: str = ""
) -> None:
    """Write one act. `subject` is an id; `detail` is a few plain words or a number."""
    tx.in_turn("audit")
    newest = head(tx)
    number, before = newest if newest else (0, BEGINNING)
    if number and not before and number != beginning(tx):
        before = LOST
    line = AuditRecord(number + 1, stamp(now), actor, act, subject, detail)
    row = {name: getattr(line, name) for name in AuditRecord.__dataclass_fields__}
    tx.run(insert(t).values(row | {"mac": mac(tx.vault, before, line)}))


def head(tx: Transaction) -> tuple[int, str] | None:
    """The newest line's number and hash; None while there is no line."""
    row = tx.run(select(t.c.number, t.c.mac).order_by(t.c.number.desc()).limit(1)).first()
    return (row[0], row[1]) if row else None


def macs(tx: Transaction, numbers: Iterable[int]) -> dict[int, str]:
    """The hashes of lines, by number; those that are not there are left out."""
    wanted = select(t.c.number, t.c.mac).where(t.c.number.in_(list(numbers)))
    return {row[0]: row[1] for row in tx.run(wanted)}


def keep_beginning(tx: Transaction) -> None:
    """Keep, keyed, that every line there is now is from before there was a chain.

    Said once, by the migration that begins the chain; a line without a hash after it is a fault.
    """
    newest = head(tx)
    if newest and newest[0]:
        value = f"{newest[0]} {_beginning_mac(tx.vault, newest[0])}".encode()
        tx.run(delete(installation).where(installation.c.name == _BEFORE))
        tx.run(insert(installation).values(name=_BEFORE, value=value))


def beginning(tx: Transaction) -> int:
    """The number of the last line that is from before the chain; 0 where none may be.

    A database whose chain began before this was kept says it by its first hash: that one stands
    for the number of its line and for no line before. Nobody makes another without the key.
    """
    query = select(installation.c.value).where(installation.c.name == _BEFORE)
    kept = bytes(tx.run(query).scalar() or b"").decode("ascii", "replace")
    number, _, said = kept.partition(" ")
    if number.isdigit():
        return int(number) if hmac.compare_digest(said, _beginning_mac(tx.vault, number)) else 0
    first = select(*_LINE, t.c.mac).where(t.c.mac != "").order_by(t.c.number).limit(1)
    row = tx.run(first).first()
    if row is None:
        return 0
    line = AuditRecord(*row[:-1])
    return line.number - 1 if row[-1] == mac(tx.vault, BEGINNING, line) else 0


def _beginning_mac(vault: Vault, number: int | str) -> str:
    return hmac.new(vault.derived("audit beginning"), f"{number}".encode(), "sha256").hexdigest()


def listing(tx: Transaction, limit: int = 200) -> tuple[AuditRecord, ...]:
    """The newest acts first."""
    rows = tx.run(select(*_LINE).order_by(t.c.number.desc()).limit(limit))
    return tuple(AuditRecord(*row) for row in rows)


def since(tx: Transaction, at: str, acts: Iterable[str]) -> tuple[AuditRecord, ...]:
    """Every line of these acts from a time on, oldest first."""
    here = (t.c.at >= at) & t.c.act.in_(list(acts))
    return tuple(AuditRecord(*row) for row in tx.run(select(*_LINE).where(here).order_by(_LINE[0])))


def chain(tx: Transaction) -> Iterator[ChainedRecord]:
    """Every line with its hash, oldest first, a thousand at a time."""
    last = 0
    while True:
        rows = tx.run(
            select(*_LINE, t.c.mac).where(t.c.number > last).order_by(t.c.number).limit(1000)
        ).all()
        if not rows:
            return
        last = rows[-1].number
        yield from (ChainedRecord(AuditRecord(*row[:-1]), row[-1]) for row in rows)


def mac(vault: Vault, before: str, line: AuditRecord) -> str:
    """The keyed hash of a line, given that of the line before, as hex."""
    content = [before, line.number, line.at, line.actor, line.act, line.subject, line.detail]
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return hmac.new(vault.derived("audit chain"), text.encode(), hashlib.sha256).hexdigest()
