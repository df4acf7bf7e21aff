"""`/answer`: one answer, or one move, from a child's page to the database, and what became of it.

200 saved · 400 not an answer to this question · 401 no live sitting: ask for the code, in
place · 403 the page belongs to another child · 409 another page of this child wrote since ·
413 too long · 503 the database cannot do it now: the page keeps the words and tries again.
"""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from data.clock import utc_now
from data.database import Unavailable
from data.words import WordsDamaged
from surveys import collect
from surveys.schema import WORDS_LIMIT
from web import state
from web.child import belonging, cookies
from web.child.forms import body

LARGEST = 12 * WORDS_LIMIT + 4096
"""Bytes: every character of the longest answer as an escaped surrogate pair, and the rest."""
_STATUS = {"saved": 200, "refused": 400, "no_sitting": 401, "not_this_child": 403, "conflict": 409}
# A pool of our own: a save never waits behind file reads. Wide, because while another program
# holds the database every save waits for it, and all of them must fail together, not in turn.
_writers = ThreadPoolExecutor(max_workers=64, thread_name_prefix="answers")


class Answers:
    """Takes answers at the edge, before the six layers that Streamlit puts round every route.

    Nothing of theirs (sessions, gzip, path checks, page routing) means anything to an answer.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Keep a posted answer, or pass the request on."""
        if scope["type"] == "http" and scope["path"] == "/answer" and scope["method"] == "POST":
            response = await answer(Request(scope, receive))
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)


async def answer(request: Request) -> Response:
    """Keep what a page sends, by fetch or by beacon."""
    posted = await body(request, LARGEST)
    if not posted:
        return JSONResponse({"status": "refused"}, 413)
    message = _read(posted)
    token = cookies.token_in(request.cookies)
    if message is None:
        return JSONResponse({"status": "refused"}, 400)
    if token is None:
        return JSONResponse({"status": "no_sitting"}, 401)
    code, kept = await _in_thread(token, message)
    return JSONResponse(kept, code)


async def _in_thread(token: str, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    return await asyncio.get_running_loop().run_in_executor(_writers, _keep, token, message)


def _keep(token: str, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """The HTTP status and the body that answer one message."""
    now = utc_now()
    try:
        db = state.database()
        mark = belonging.mark_of(db, token, now)
        if mark is None:
            return 401, {"status": "no_sitting"}
        if message.get("rk") != mark:
            return 403, {"status": "not_this_child"}
        saved = collect.save(db, token, message, now)
    except (Unavailable, WordsDamaged):
        return 503, {"status": "not_saved"}
    told = {
        "status": saved.status,
        "version": saved.version,
        "words": saved.words,
        "place": saved.place,
        "moved": saved.moved,
        "removed": saved.removed,
    }
    return _STATUS[saved.status], told


def _read(posted: bytes) -> dict[str, Any] | None:
    try:
        message = json.loads(posted)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None
