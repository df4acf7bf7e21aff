"""Use cases of the auditor: look through the log of acts, take it out, check that it is whole."""

from dataclasses import dataclass
from datetime import datetime

from data import acts, anchors, audit
from data.anchors import Verified as Verified
from data.clock import stamp
from data.database import Database, Transaction
from data.records import AuditRecord
from surveys.guarded import csv_of
from surveys.permissions import Actor, require

SHOWN = 200
"""Lines on a page."""
TAKEN_OUT = 100_000
"""Lines in one file; a spreadsheet holds about a million."""
HEADINGS = ("number", "time", "person", "act", "about", "detail")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: "" is every person, every act, no first or last day (ISO text)."""

    person: str = ""
    act: str = ""
    first_day: str = ""
    last_day: str = ""


@dataclass(frozen=True, slots=True)
class Log:
    """Lines, the newest first, and who and what can be asked for. `more`: there are others."""

    lines: tuple[AuditRecord, ...]
    more: bool
    people: tuple[str, ...]
    acts: tuple[str, ...]


def look_through(db: Database, actor: Actor, wanted: Wanted, now: datetime) -> Log:
    """The newest lines that are wanted; that somebody looked is noted once a day."""
    require(actor, "see the audit trail")
    with db.writing() as tx:
        noted = audit.since(tx, stamp(now)[:10], ("looked at the log",))
        if actor.name not in {line.actor for line in noted}:
            audit.record(tx, actor.name, "looked at the log", "", now)
        found = _search(tx, wanted, SHOWN + 1)
        return Log(found[:SHOWN], len(found) > SHOWN, acts.people(tx), acts.kinds(tx))


def take_out(db: Database, actor: Actor, wanted: Wanted, now: datetime) -> bytes:
    """The wanted lines as CSV that no spreadsheet runs."""
    require(actor, "see the audit trail")
    with db.writing() as tx:
        found = _search(tx, wanted, TAKEN_OUT)
        audit.record(tx, actor.name, "took the log out", "", now, f"{len(found)} lines")
    fields = AuditRecord.__dataclass_fields__
    return csv_of(HEADINGS, [[str(getattr(line, name)) for name in fields] for line in found])


def verify(db: Database, actor: Actor, now: datetime) -> Verified:
    """Go through every line of the log and hold it against the anchors outside the database."""
    require(actor, "see the audit trail")
    found = anchors.verify(db)
    with db.writing() as tx:
        said = f"{len(found.faults)} faults in {found.lines} lines"
        audit.record(tx, actor.name, "verified the log", "", now, said)
    return found


def _search(tx: Transaction, wanted: Wanted, limit: int) -> tuple[AuditRecord, ...]:
    return acts.search(tx, wanted.person, wanted.act, wanted.first_day, wanted.last_day, limit)
