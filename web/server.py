"""The server: which routes answer, what every request passes through, what starts and stops.

`streamlit_app.py` only hands these to `st.App`.
"""

import asyncio
import gc
import itertools
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from typing import Any

from starlette.convertors import StringConvertor, register_url_convertor
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from analysis.worker import worker
from data.database import Unavailable
from data.opening import NotReady
from web import downloads, headers, health, shell, signin, state
from web.child import arriving, plain
from web.child.answer import Answers
from web.compress import Assets
from web.guard import Guard
from web.logs import mask_codes
from web.pages.registry import PAGES
from web.sessions import token_in
from web.sockets import send_at_once

COLLECT_EVERY_S, COLLECT_ALL_EVERY_S = 0.25, 30.0
_WARM = ("pandas", "pyarrow", "streamlit.components.v2", "surveys.pages.asking")


class _Elsewhere(StringConvertor):
    """Every path that is neither ours nor one of Streamlit's own."""

    regex = r"(?!(?:_stcore|media|component|static)/).+"


def open_or_exit() -> None:
    """Open the database before anything is served; leave with a plain sentence if it cannot be."""
    try:
        state.database()
    except (NotReady, Unavailable, ValueError) as problem:
        sys.exit(f"Heard did not start. {problem}")


def routes() -> list[BaseRoute]:
    """Every address that we answer ourselves; Streamlit keeps its own under `/_stcore/`."""
    register_url_convertor("elsewhere", _Elsewhere())
    return [
        Route("/", arriving.start),
        Route("/enter", arriving.enter, methods=["POST"]),
        Route("/enter", _to_start),
        Route("/s/{code}", arriving.enter_by_link),
        Route("/leave", arriving.leave, methods=["POST"]),
        Route("/leave", _to_start),
        Route("/left", arriving.left),
        Route("/not-now", arriving.not_now),
        Route("/help", plain.help_page),
        Route("/icon.svg", plain.icon),
        Route("/health", health.health),
        *signin.routes,
        *downloads.routes,
        *(Route(page.path, _staff_page) for page in PAGES),
        Route("/{path:elsewhere}", plain.no_such_page),
    ]


def middleware() -> list[Middleware]:
    """What every request passes, outermost first."""
    return [
        Middleware(headers.SecurityHeaders),
        Middleware(Guard),
        Middleware(Answers),
        Middleware(Assets, shelf=shell.shelf(), spared=shell.spared),
    ]


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Open, warm up, keep the garbage collector out of children's way; close at the end."""
    mask_codes()
    state.database()
    for module in _WARM:
        import_module(module)
    packing = threading.Thread(target=shell.pack_first_load, daemon=True)
    packing.start()
    send_at_once()
    gc.collect()
    gc.freeze()
    gc.disable()
    collecting = asyncio.create_task(_collect())
    worker().start()
    try:
        yield {}
    finally:
        collecting.cancel()
        with suppress(asyncio.CancelledError):
            await collecting
        worker().stop()
        gc.enable()
        gc.unfreeze()
        state.close()


async def failed(request: Request, _problem: Exception) -> Response:
    """A fault of ours, said plainly; the log has the rest."""
    if request.url.path == "/answer":
        response: Response = JSONResponse({"status": "not_saved"}, 503)
    elif request.url.path.startswith("/staff"):
        response = PlainTextResponse("Something went wrong on our side. Please try again.", 500)
    else:
        response = arriving.trouble()
    response.headers.update(headers.always() | {"cache-control": "no-store"})
    return response


async def _staff_page(request: Request) -> Response:
    """Streamlit's page for staff; whoever is not signed in goes to do that first."""
    if token_in(request.cookies, state.settings()) is None:
        return RedirectResponse("/staff", 303)
    return shell.respond(request, "staff")


async def _to_start(_request: Request) -> Response:
    return RedirectResponse("/", 303)


async def _collect() -> None:
    """Collect garbage in short turns, instead of in the middle of a child's answer.

    80 children leave garbage whose collection takes 200 ms of CPU every 30 s. At once it stops
    everybody for that long; in turns for 2 ms each (tests/benchmarks). What outlives its turn,
    a closed page above all, waits for the turn that looks at everything.
    """
    turns = round(COLLECT_ALL_EVERY_S / COLLECT_EVERY_S)
    for turn in itertools.count(1):
        await asyncio.sleep(COLLECT_EVERY_S)
        gc.collect(2 if turn % turns == 0 else 1)
