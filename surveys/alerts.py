"""What an operator has to be told of: one list, which `/health`, Today and the log read.

Each is found in what is kept (backups, the night's account, the trail), so that every process and
every restart finds the same. What is told to the safeguarding team is elsewhere: concerns in
`surveys/safeguarding/late.py`, reading beyond a task in `surveys/beyond.py`.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from data import acts, audit, backup, drill, erasing, nights
from data.clock import moment, stamp
from data.database import Transaction
from data.settings import Settings

BACKUP_OLD = timedelta(hours=26)
"""A backup is made each night: a day, and two hours for a night that took long."""
DRILL_OLD = timedelta(days=9)
"""A restore is tried each week: seven days, and two nights on which it could not be."""
LEAST_FREE = 0.10
"""Share of the disk that must be free: at less, a night's backup may not fit any more."""
SKEW = timedelta(minutes=5)
"""How far a clock may be off before sessions, closing days and the trail are wrong by it."""
TOLD_FOR = timedelta(days=1)
"""How long something that happened once (a jump, a wave of wrong codes) is told."""
HEARD = "heard"
"""Who writes down what was noticed; no person."""
WRONG_CODES, CLOCK_JUMPED = "many wrong codes were tried", "the clock jumped"

_PARTS = {
    "backup": ("backup_failed", "Last night’s backup failed. Make one now, and look at the disk."),
    "audit trail": ("chain_broken", "The log of acts is not as it was written."),
    "answers": (
        "answers_missing",
        "Answers that children were told are kept are not as they were sent.",
    ),
    "drill": ("drill_failed", "The newest backup could not be restored when that was tried."),
}
_ONCE = {
    WRONG_CODES: (
        "wrong_codes",
        "More than 100 codes that do not work were tried in five minutes. Somebody may be "
        "guessing; each try waits, and nobody is locked out.",
        False,
    ),
    CLOCK_JUMPED: (
        "clock_jumped",
        "This machine’s clock jumped. Sessions, closing days and the log are off by as much.",
        True,
    ),
}


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to put right, in a sentence for staff. `serious`: `/health` is not well by it."""

    kind: str
    sentence: str
    serious: bool = True


def of_files(settings: Settings, now: datetime) -> tuple[Alert, ...]:
    """What disk, backups and the last night's account say; needs no database."""
    parts = (_disk(settings), _last_night(settings), _uncleared(settings), _backups(settings, now))
    return tuple(chain.from_iterable(parts))


def of_trail(tx: Transaction, now: datetime) -> tuple[Alert, ...]:
    """What the trail says: what was noticed within a day, and whether it is whole and on time."""
    return (*_noticed(tx, now), *_checked(tx), *_never_backed_up(tx, now), *_ahead(tx, now))


def every(tx: Transaction, now: datetime) -> tuple[Alert, ...]:
    """All of them, each kind once."""
    found = (*of_files(tx.settings, now), *of_trail(tx, now))
    return tuple({one.kind: one for one in reversed(found)}.values())[::-1]


def free_share(settings: Settings) -> float:
    """Which share of the disk under `var/` is free, 0 to 1."""
    folder = next(one for one in (settings.var, *settings.var.parents) if one.exists())
    usage = shutil.disk_usage(folder)
    return usage.free / usage.total


def newest_backup(settings: Settings) -> datetime | None:
    """When the newest backup was made; None until there is one."""
    return max((backup.made_at(file) for file in backup.listing(settings)), default=None)


def notice(tx: Transaction, what: str, now: datetime, detail: str = "") -> None:
    """Write down that something happened which has to be told."""
    audit.record(tx, HEARD, what, "", now, detail)


def _disk(settings: Settings) -> Iterator[Alert]:
    free = free_share(settings)
    if free < LEAST_FREE:
        said = f"Only {free:.0%} of the disk is free. Make room: below that backups may not fit."
        yield Alert("disk_low", said)


def _last_night(settings: Settings) -> Iterator[Alert]:
    account = nights.last(settings)
    parts = account.failed_parts if account else ()
    failed = [part for part in parts if part != "clearing"]  # told by `_uncleared`, while it is so
    yield from (Alert(*_PARTS[part]) for part in failed if part in _PARTS)
    others = ", ".join(part for part in failed if part not in _PARTS)
    if others:
        yield Alert("night_failed", f"A part of last night’s work failed: {others}.")
    tried = drill.last(settings)
    if tried is not None and not tried.ok and "drill" not in failed:
        yield Alert(*_PARTS["drill"])


def _uncleared(settings: Settings) -> Iterator[Alert]:
    left = erasing.left(settings)
    if left:
        yield Alert("backup_not_cleared", erasing.left_in(left))


def _backups(settings: Settings, now: datetime) -> Iterator[Alert]:
    newest, tried = newest_backup(settings), drill.last(settings)
    if newest is None and nights.last(settings) is not None:
        yield Alert("backup_old", "There is no backup any more, though there was one.")
    if newest is not None and now - newest > BACKUP_OLD:
        hours = round((now - newest) / timedelta(hours=1))
        yield Alert("backup_old", f"The newest backup is {hours:,} hours old.")
    if tried is not None and now - moment(tried.at) > DRILL_OLD:
        yield Alert("drill_old", f"A restore was last tried on {tried.at[:10]}.")
    if newest is not None and newest > now + SKEW:
        yield Alert("clock_behind", "This machine’s clock stands before its newest backup.")


def _noticed(tx: Transaction, now: datetime) -> Iterator[Alert]:
    lines = audit.since(tx, stamp(now - TOLD_FOR), _ONCE)
    for what in dict.fromkeys(line.act for line in lines):
        yield Alert(*_ONCE[what])


def _checked(tx: Transaction) -> Iterator[Alert]:
    """What an auditor found who had the log checked since the last night did."""
    newest = acts.newest(tx, "verified the log")
    if newest is not None and not newest.detail.startswith("0 "):
        yield Alert(*_PARTS["audit trail"])


def _never_backed_up(tx: Transaction, now: datetime) -> Iterator[Alert]:
    if newest_backup(tx.settings) is not None or nights.last(tx.settings) is not None:
        return
    first = acts.oldest_time(tx)
    if first is not None and now - moment(first) > BACKUP_OLD:
        yield Alert("never_backed_up", "No backup has been made yet.", serious=False)


def _ahead(tx: Transaction, now: datetime) -> Iterator[Alert]:
    newest = acts.newest(tx)
    if newest is not None and moment(newest.at) > now + SKEW:
        yield Alert(
            "clock_behind", "This machine’s clock stands before the newest line of the log."
        )
