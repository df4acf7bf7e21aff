"""`/health`: whether this server can keep an answer now, as JSON for machines and for our page.

Anybody may ask, so the network is told what a monitor needs: yes or no, and how old. Which alerts
stand, how many concerns wait and what the database said is for this machine and for staff.
"""

import time
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from data import drill, nights
from data.clock import moment, stamp, utc_now
from data.database import Unavailable
from data.migrating import NotReady
from data.settings import Settings
from surveys import alerts
from surveys.alerts import Alert
from surveys.safeguarding.late import late
from web import sessions, state
from web.guard import NONCE_HEADER

_ASKED_EVERY_S = 1.0
_HERE = {"127.0.0.1", "::1", "localhost"}
_PASSED_ON = {"forwarded", "via"}
_CLOCK = {"clock_behind", "clock_jumped"}
# Many pages may ask at once; one check a second answers them all.
_last: tuple[float, dict[str, Any]] = (0.0, {})


async def health(request: Request) -> Response:
    """200 where all is well, else 503; what is wrong is in the JSON, for whoever may know."""
    global _last
    if not _last[1] or time.monotonic() - _last[0] > _ASKED_EVERY_S:
        _last = (time.monotonic(), await run_sync(check))
    told, status = _last[1], 200 if _last[1]["ok"] else 503
    if _is_here(request) or await run_sync(_is_staff, request.cookies):
        return JSONResponse(told, status)
    return JSONResponse(for_anybody(told), status)


def check() -> dict[str, Any]:
    """What works: `ok` is true when answers can be kept and no serious alert stands."""
    settings, now = state.settings(), utc_now()
    database, of_trail, concerns = _database(now)
    found = {one.kind: one for one in (*alerts.of_files(settings, now), *of_trail)}
    well = database["writable"] and not any(one.serious for one in found.values())
    return {
        "ok": well,
        "alerts": sorted(found),
        "concerns_late": concerns,
        "database": database,
        "disk": {"free": round(alerts.free_share(settings), 3), "least": alerts.LEAST_FREE},
        **_kept(settings, now),
        "audit_chain": _chain(settings, found),
        "clock": {"utc": stamp(now), "right": not _CLOCK & set(found)},
    }


def for_anybody(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the network is told: no count, no kind of alert and no sentence."""
    return {
        "ok": told["ok"],
        "database": {"writable": told["database"]["writable"]},
        "disk": {"enough": told["disk"]["free"] >= told["disk"]["least"]},
        "last_backup_hours": told["last_backup_hours"],
        "last_night": {"ok": not told["last_night"]["failed"]},
        "last_drill": {name: told["last_drill"][name] for name in ("hours", "ok")},
        "clock": {"right": told["clock"]["right"]},
    }


def _is_here(request: Request) -> bool:
    """Whether somebody on this machine asks. A web server in front asks from here too, so not
    where one passes a request on, nor where others are meant to reach Heard at all."""
    names = {request.client.host if request.client else "", request.url.hostname or ""}
    names_of_others = set(request.headers) - {NONCE_HEADER.decode()}  # our guard's own
    passed_on = any(name in _PASSED_ON or name.startswith("x-") for name in names_of_others)
    return names <= _HERE and not passed_on and not state.settings().public_url


def _is_staff(cookies: Mapping[str, str]) -> bool:
    try:
        return sessions.staff_of(cookies, utc_now()) is not None
    except (NotReady, Unavailable):
        return False


def _database(now: datetime) -> tuple[dict[str, Any], Iterable[Alert], dict[str, int] | None]:
    """Whether an answer could be written now, what the trail says, and how many concerns wait."""
    said: dict[str, Any] = {"writable": True, "schema": "current", "problem": ""}
    try:
        with state.database().writing():
            pass  # a child's answer could be written now; what follows holds up nobody
        with state.database().reading() as tx:
            waiting = late(tx, now)
            counts = {"unread": len(waiting.unread), "unowned": len(waiting.unowned)}
            return said, alerts.of_trail(tx, now), counts
    except NotReady as problem:
        return said | {"writable": False, "schema": "not ready", "problem": str(problem)}, (), None
    except Unavailable as problem:
        return said | {"writable": False, "schema": "unknown", "problem": str(problem)}, (), None


def _kept(settings: Settings, now: datetime) -> dict[str, Any]:
    """When the last backup, night and try of a restore were, and how many hours ago."""
    backup, tried = alerts.newest_backup(settings), drill.last(settings)
    night = nights.last(settings)
    return {
        "last_backup": stamp(backup) if backup else None,
        "last_backup_hours": _hours(now - backup) if backup else None,
        "last_night": {
            "at": night.at if night else None,
            "failed": list(night.failed_parts) if night else [],
        },
        "last_drill": {
            "at": tried.at if tried else None,
            "hours": _hours(now - moment(tried.at)) if tried else None,
            "ok": tried.ok if tried else None,
        },
    }


def _hours(past: timedelta) -> float:
    return round(past / timedelta(hours=1), 1)


def _chain(settings: Settings, found: dict[str, Alert]) -> str:
    """As the last night or an auditor found it: going through it costs more than a request may."""
    if "chain_broken" in found:
        return "broken"
    return "not checked yet" if nights.last(settings) is None else "whole"
