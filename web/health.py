"""`/health`: whether this server can keep an answer now, as JSON for machines and for our page."""

import shutil
import time
from typing import Any

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from data.database import Unavailable
from data.opening import NotReady
from web import state

LEAST_FREE = 0.10
"""Share of the disk that must be free before we say that all is well."""
_ASKED_EVERY_S = 1.0
# Many pages may ask at once; one check a second answers them all.
_last: tuple[float, dict[str, Any]] = (0.0, {})


async def health(_request: Request) -> Response:
    """200 where all is well, else 503; what is wrong is in the JSON."""
    global _last
    if not _last[1] or time.monotonic() - _last[0] > _ASKED_EVERY_S:
        _last = (time.monotonic(), await run_sync(check))
    return JSONResponse(_last[1], 200 if _last[1]["ok"] else 503)


def check() -> dict[str, Any]:
    """What works: `ok` is true when every part is."""
    writable, schema, problem = _database()
    usage = shutil.disk_usage(_nearest_folder())
    free = usage.free / usage.total
    return {
        "ok": writable and free >= LEAST_FREE,
        "database": {"writable": writable, "schema": schema, "problem": problem},
        "disk": {"free": round(free, 3), "least": LEAST_FREE},
        "last_backup": _last_backup(),
    }


def _database() -> tuple[bool, str, str]:
    try:
        with state.database().writing():
            return True, "current", ""
    except NotReady as problem:
        return False, "not ready", str(problem)
    except Unavailable as problem:
        return False, "unknown", str(problem)


def _nearest_folder() -> str:
    """`var/`, or the nearest folder above it that exists."""
    var = state.settings().var
    return str(next(folder for folder in (var, *var.parents) if folder.exists()))


def _last_backup() -> str | None:
    """When the newest backup was finished, as ISO text; None until there is one."""
    folder = state.settings().var / "backups"
    newest = max((file.stat().st_mtime for file in folder.glob("heard-*")), default=None)
    return None if newest is None else time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(newest))
