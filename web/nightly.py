"""What is done every night while the server runs: back up, anchor, erase what is over, try it out.

At half past two by the machine's clock; or soon after a start, when more than a day was missed.
Each part is done even where another fails, and what failed is said on `/health`, on Today and in
the log. `manage.py nightly` does the same, for a machine that keeps its own timetable.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

from anyio.to_thread import run_sync

from data import anchors, backup, drill, erasing, nights, restore, taken_back
from data.clock import moment, stamp, utc_now
from data.database import Database
from data.nights import Night
from surveys import retention
from surveys.kept_for import times
from surveys.permissions import operator

AT = time(2, 30)
SOON = timedelta(minutes=10)
DRILL_EVERY = timedelta(days=7)
_log = logging.getLogger("heard.nightly")


def night(db: Database, now: datetime) -> Night:
    """Do everything that a night is for; what failed is in the account, nothing is raised."""
    done: list[str] = []
    failed: list[str] = []
    for name, work in _PARTS.items():
        try:
            done.append(work(db, now))
        except Exception as problem:  # noqa: BLE001  one part's fault must not stop the others
            failed.append(f"{name}: {type(problem).__name__}. {problem}")
            _log.warning("nightly: %s failed (%s)", name, type(problem).__name__)
    return _kept(db, Night(stamp(now), tuple(done), tuple(failed)))


async def every_night(database: Callable[[], Database]) -> None:
    """For the server's lifespan: sleep until it is time, then work in a thread, for ever.

    A fault ends one night, never the nights: what kind it was is in the log.
    """
    last: Night | None = None
    while True:
        try:
            last = last or nights.last(database().settings)
            await asyncio.sleep(_pause(last, utc_now()).total_seconds())
            last = await run_sync(night, database(), utc_now())
        except Exception as problem:  # noqa: BLE001  a night that failed must not be the last
            _log.warning("nightly: the night failed (%s)", type(problem).__name__)
            await asyncio.sleep(SOON.total_seconds())


def _kept(db: Database, account: Night) -> Night:
    """Keep the account of a night; where that fails it says so itself, to whoever waits for it."""
    try:
        nights.keep(db.settings, account)
    except OSError as problem:
        _log.warning("nightly: the account was not kept (%s)", type(problem).__name__)
        said = f"account of the night: {type(problem).__name__}. {problem}"
        return replace(account, failed=(*account.failed, said))
    return account


def _pause(before: Night | None, now: datetime) -> timedelta:
    """How long until the next night; `AT` is by the machine's own clock."""
    if before is None or now - moment(before.at) > timedelta(days=1):
        return SOON
    here = now.astimezone()
    at = datetime.combine(here.date(), AT, here.tzinfo)
    return (at if at > here else at + timedelta(days=1)) - here


def _back_up(db: Database, _now: datetime) -> str:
    return f"backed up to {backup.back_up(db.settings).name}"


def _anchor(db: Database, now: datetime) -> str:
    made = anchors.put(db, now)
    return f"anchored line {made.number:,}" if made else "no line to anchor yet"


def _answers(db: Database, _now: datetime) -> str:
    """Rot in the database's log takes the newest answers without a word: only this finds it."""
    proof = restore.prove(db)
    gone = len(proof.missing) + proof.later
    if gone or proof.changed:
        raise RuntimeError(
            f"{gone:,} responses that children were told are kept are not in the database, "
            f"{len(proof.changed):,} are not as they were sent. Check the disk; docs/safety says "
            "what to do after a fault."
        )
    return f"{proof.found:,} responses that children were told are kept are there as they were sent"


def _verify(db: Database, _now: datetime) -> str:
    found = anchors.verify(db)
    if found.faults:
        raise RuntimeError("The audit trail is not as it was written: " + " ".join(found.faults))
    return f"{found.lines:,} lines of the audit trail are as they were written"


def _erase(db: Database, now: datetime) -> str:
    """Erase what is over; before a person has confirmed the times, only say what would be.

    A restore that was cut off brought back what was erased: it is finished first.
    """
    restore.finish(db)
    taken_back.remember(db)
    if not times(db.settings).confirmed:
        waiting = len(retention.due(db, operator("nightly"), now))
        erasing.scrub_backups(db.settings)
        return f"rounds that are over and were left: {waiting:,}. {retention.CONFIRM}"
    made = retention.erase_due(db, operator("nightly"), now)
    changed = erasing.scrub_backups(db.settings).changed
    return f"{len(made):,} rounds erased, {changed:,} backups cleared of what was erased"


def _cleared(db: Database, _now: datetime) -> str:
    """Say which backups `_erase` could not clear; `surveys/alerts.py` tells of them by itself."""
    left = erasing.left(db.settings)
    if left:
        raise RuntimeError(erasing.left_in(left))
    return "no backup here holds what was erased"


def _prune(db: Database, now: datetime) -> str:
    return f"{len(backup.prune(db.settings, now)):,} old backups taken away"


def _drill(db: Database, now: datetime) -> str:
    before = drill.last(db.settings)
    if before is not None and before.ok and now - moment(before.at) < DRILL_EVERY:
        return f"the last drill was on {before.at[:10]}"
    made = drill.drill(db.settings, now)
    if not made.ok:
        raise RuntimeError(f"{made.missing} responses are missing, {made.changed} are changed.")
    return f"{made.backup} was restored elsewhere in {made.seconds} s and proved"


_PARTS: dict[str, Callable[[Database, datetime], str]] = {
    "backup": _back_up,
    "anchor": _anchor,
    "audit trail": _verify,
    "answers": _answers,
    "erasing": _erase,
    "clearing": _cleared,
    "old backups": _prune,
    "drill": _drill,
}
