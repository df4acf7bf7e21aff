"""Looks once a minute at what somebody has to be told of, and tells the log each thing once.

What happens once (the clock jumps, somebody reads very much, a concern waits too long) is written
into the trail first: Today and `/health` read it there, and a restart tells nothing twice.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from anyio.to_thread import run_sync

from data import audit
from data.clock import stamp, utc_now
from data.database import Database, Transaction, Unavailable
from surveys import alerts, beyond
from surveys.safeguarding.late import late

EVERY_S = 60.0
LATE = "told of a waiting concern"
LATE_SINCE = timedelta(days=30)
"""A concern that was told of is not told of again within this."""
_log = logging.getLogger("heard.alerts")


class Watch:
    """What stood at the last look, so that only what is new is told."""

    def __init__(self) -> None:
        """Begin with nothing told."""
        self._standing: frozenset[str] = frozenset()
        self._clocks: tuple[datetime, float] | None = None

    def look(self, db: Database, now: datetime, steady: float) -> None:
        """Look once. `steady`: seconds of a clock that nobody sets."""
        jumped = self._jumped(now, steady)
        with db.reading() as tx:
            new = _new_concerns(tx, now)
            far = beyond.beyond(tx, now)
        if jumped or new or far:
            with db.writing() as tx:
                _write_down(tx, jumped, new, far, now)
        for _ in new:
            _tell("concern_late")
        for one in far:
            _tell(one.what.replace(" ", "_"), count=one.count)
        with db.reading() as tx:
            standing = frozenset(one.kind for one in alerts.every(tx, now))
        for kind in sorted(standing - self._standing):
            _tell(kind)
        self._standing = standing

    def _jumped(self, now: datetime, steady: float) -> timedelta:
        """How far the clock was set since the last look, where that is more than it may be off."""
        before, self._clocks = self._clocks, (now, steady)
        if before is None:
            return timedelta()
        moved = now - before[0] - timedelta(seconds=steady - before[1])
        return moved if abs(moved) > alerts.SKEW else timedelta()


async def every_minute(database: Callable[[], Database]) -> None:
    """For the server's lifespan: look in a thread, wait, for ever; a fault ends one look only."""
    watch = Watch()
    while True:
        try:
            await run_sync(watch.look, database(), utc_now(), steady_clock())
        except Unavailable:
            _tell("database")
        except Exception as problem:  # noqa: BLE001  one look's fault must not end the looking
            _log.warning("alert: the look itself failed (%s)", type(problem).__name__)
        await asyncio.sleep(EVERY_S)


def steady_clock() -> float:
    """Seconds since this machine started, asleep or not where the system counts that."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


def note_guessing(db: Database, now: datetime) -> None:
    """Write down that very many codes that do not work were tried."""
    with db.writing() as tx:
        alerts.notice(tx, alerts.WRONG_CODES, now)


def _new_concerns(tx: Transaction, now: datetime) -> tuple[str, ...]:
    """The ids of concerns that wait too long and were not told of."""
    told = {line.subject for line in audit.since(tx, stamp(now - LATE_SINCE), (LATE,))}
    return tuple(one.id for one in late(tx, now).every if one.id not in told)


def _write_down(
    tx: Transaction,
    jumped: timedelta,
    concerns: tuple[str, ...],
    far: tuple[beyond.Beyond, ...],
    now: datetime,
) -> None:
    if jumped:
        seconds = f"{jumped / timedelta(seconds=1):+,.0f} seconds"
        alerts.notice(tx, alerts.CLOCK_JUMPED, now, seconds)
    for concern in concerns:
        audit.record(tx, alerts.HEARD, LATE, concern, now)
    for one in far:
        beyond.tell(tx, one, now)


def _tell(kind: str, **counts: int) -> None:
    """One line for whoever watches the log: its kind and counts, no names and no ids."""
    said = "".join(f" ({name} {count:,})" for name, count in counts.items())
    _log.warning("alert: %s%s", kind, said, extra={"told": {"alert": kind, **counts}})
