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
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from analysis.worker import worker
from data import restore
from data.database import Unavailable
from data.holding import Held
from data.migrating import NotReady
from web import (
    downloads,
    faults,
    handing,
    headers,
    health,
    logs,
    machine,
    papers,
    shell,
    signin,
    state,
    warm,
)
from web.child import (
    arriving,
    helping,
    kiosk,
    leaving,
    looks,
    plain,
    receipt,
    sounds,
    statement,
)
from web.child.answer import Answers
from web.compress import Assets
from web.guard import Guard
from web.light import files
from web.light.door import LightDoor
from web.nightly import every_night
from web.pages.registry import PAGES
from web.sessions import token_in
from web.sockets import send_at_once
from web.watch import every_minute

COLLECT_EVERY_S, COLLECT_ALL_EVERY_S = 0.25, 30.0
_WARM = ("pandas", "pyarrow", "streamlit.components.v2", "surveys.pages.asking")


class _Elsewhere(StringConvertor):
    """Every path that is neither ours nor one of Streamlit's own."""

    regex = r"(?!(?:_stcore|media|component|static)/).+"


def open_or_exit() -> None:
    """Open the database before anything is served; leave with a plain sentence if it cannot be."""
    try:
        for remark in machine.make_private(state.settings()):
            print(remark, file=sys.stderr)  # noqa: T201  (before any logger is set up)
        state.hold()
        if told := restore.finish(state.database()):
            print(told, file=sys.stderr)  # noqa: T201
    except (Held, NotReady, Unavailable, ValueError) as problem:
        sys.exit(f"Heard did not start. {problem}")


def routes() -> list[BaseRoute]:
    """Every address that we answer ourselves; Streamlit keeps its own under `/_stcore/`."""
    register_url_convertor("elsewhere", _Elsewhere())
    return [
        Route("/", arriving.start),
        Route("/enter", arriving.enter, methods=["POST"]),
        Route("/enter", _to_start),
        Route("/s/{code}", arriving.enter_by_link),
        Route("/say", arriving.say, methods=["POST"]),
        Route("/say", _to_start),
        Route("/receipt", arriving.receipt, methods=["POST"]),
        Route("/receipt", looks.switchable(receipt.page)),
        Route("/leave", leaving.leave, methods=["POST"]),
        Route("/leave", _to_start),
        Route("/left", looks.switchable(leaving.left)),
        Route("/not-now", looks.switchable(leaving.not_now)),
        Route("/help", looks.switchable(helping.help_page)),
        Route("/ask", helping.ask, methods=["POST"]),
        Route("/ask", _to_start),
        Route("/accessibility", statement.page),
        Route("/kiosk", kiosk.change, methods=["POST"]),
        Route("/kiosk", kiosk.kiosk),
        Route("/sound/{file}", sounds.sound),
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
        Middleware(logs.Requests, routes=routes),
        Middleware(headers.SecurityHeaders),
        Middleware(Guard),
        Middleware(Answers),
        Middleware(LightDoor),
        Middleware(Assets, shelf=shell.shelf(), spared=shell.spared),
    ]


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Open, warm up, keep the garbage collector out of children's way; close at the end."""
    logs.set_up()
    state.database()
    for module in _WARM:
        import_module(module)
    files.pack_well()
    # Both before any thread of ours: they look at every object, half-made ones of a thread too.
    send_at_once()
    headers.name_no_server()
    packing = threading.Thread(target=warm.up, daemon=True)
    packing.start()
    papers.keep_uploads_in_memory()
    gc.collect()
    gc.freeze()
    gc.disable()
    jobs = (_collect(), every_night(state.database), every_minute(state.database))
    working = [asyncio.create_task(job) for job in jobs]
    worker().start()
    try:
        yield {}
    finally:
        for task in working:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        worker().stop()
        gc.enable()
        gc.unfreeze()
        state.close()


async def failed(request: Request, problem: Exception) -> Response:
    """A fault of ours, said plainly with the number under which the log has it."""
    number = faults.numbered(problem)
    if request.url.path == "/answer":
        response: Response = JSONResponse({"status": "not_saved", "number": number}, 503)
    elif request.url.path.startswith(("/staff", "/download")):
        response = handing.said("Try again", faults.FOR_STAFF.format(number=number), 500)
    else:
        response = arriving.trouble(plain.language_known(request), number)
    return headers.complete(response)


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
