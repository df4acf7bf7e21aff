"""Use case: who looked at what in the last seven days, for safeguarding leads and auditors."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from data import audit, people, rounds, rows_taken
from data.clock import stamp
from data.database import Database, Transaction
from data.records import AuditRecord
from data.rows_taken import TakenRecord
from surveys import beyond
from surveys.grants import hidden_in, sees_response
from surveys.permissions import Actor, may, require
from surveys.reading import OPENED, READ
from surveys.reveal import Wish, wishes_since

WEEK = timedelta(days=7)
READING = (READ, OPENED)
OPENING = (
    *("added person", "set password", "tied work account", "granted role", "made link"),
    *("let back in", "reset second step", "limited to rounds"),
    *("gave out what is held", "gave statement", "exported report"),
)
"""Acts that open something to somebody, listed one by one."""
NOT_THEIRS = "a round that you do not see"


@dataclass(frozen=True, slots=True)
class Reader:
    """How much one person opened: of how many children, and how often answers were shown."""

    name: str
    children: int
    times: int


@dataclass(frozen=True, slots=True)
class Taken:
    """One taking out of single answers, with the title of the round they came from."""

    record: TakenRecord
    round_title: str


@dataclass(frozen=True, slots=True)
class Looked:
    """One week. `wishes` and `taken` (answers taken out row by row) carry their reason only for
    who works in safeguarding and sees that round; `beyond` is what was told of people who went far
    beyond a task. `names`: staff by the ids that lines in `opened` are about."""

    since: str
    wishes: tuple[Wish, ...]
    taken: tuple[Taken, ...]
    readers: tuple[Reader, ...]
    opened: tuple[AuditRecord, ...]
    beyond: tuple[AuditRecord, ...]
    names: Mapping[str, str]


def looked(db: Database, actor: Actor, now: datetime) -> Looked:
    """The list of one week, which is itself noted in the audit once a day."""
    require(actor, "see who looked")
    since = now - WEEK
    with db.writing() as tx:
        lines = audit.since(tx, stamp(since), (*READING, *OPENING))
        readers = _readers([line for line in lines if line.act in READING])
        wishes = wishes_since(tx, since, now)
        far = beyond.told(tx, now)
        wishes = tuple(_wish_as_seen(tx, actor, wish) for wish in wishes)
        taken = tuple(_taken(tx, actor, one) for one in rows_taken.since(tx, stamp(since)))
        lines = tuple(_line_as_seen(tx, actor, line) for line in lines)
        names = {one.id: one.name for one in people.listing(tx)}
        noted = audit.since(tx, stamp(now)[:10], ("saw who looked",))
        if actor.name not in {line.actor for line in noted}:
            audit.record(tx, actor.name, "saw who looked", "", now)
    if not may(actor, "find out who"):
        wishes = tuple(replace(wish, reason="") for wish in wishes)
        taken = tuple(replace(one, record=replace(one.record, reason="")) for one in taken)
    return Looked(
        since=stamp(since),
        wishes=wishes,
        taken=taken,
        readers=readers,
        opened=tuple(line for line in reversed(lines) if line.act not in READING),
        beyond=far,
        names=names,
    )


def _wish_as_seen(tx: Transaction, actor: Actor, wish: Wish) -> Wish:
    """Who asked and who agreed stays; of which round and why, only where that round is theirs."""
    if sees_response(tx, actor, wish.response):
        return wish
    return replace(wish, response="", round_title=NOT_THEIRS, reason="")


def _taken(tx: Transaction, actor: Actor, record: TakenRecord) -> Taken:
    if record.round in hidden_in(tx, actor):
        return Taken(replace(record, round="", reason=""), NOT_THEIRS)
    found = rounds.get(tx, record.round)
    return Taken(record, found.title if found else record.round)


def _line_as_seen(tx: Transaction, actor: Actor, line: AuditRecord) -> AuditRecord:
    """A line whose subject may be a round or a response."""
    theirs = line.subject not in hidden_in(tx, actor) and sees_response(tx, actor, line.subject)
    return line if theirs else replace(line, subject="")


def _readers(lines: list[AuditRecord]) -> tuple[Reader, ...]:
    times = Counter(line.actor for line in lines)
    children = Counter(actor for actor, _ in {(line.actor, line.subject) for line in lines})
    return tuple(Reader(name, children[name], count) for name, count in times.most_common())
