"""Logs without words, codes or cookies; as plain lines, or as JSON where HEARD_LOG is "json".

The path of a personal link is masked wherever it might be written. Streamlit runs uvicorn without
an access log; whoever switches one on still gets no code. The JSON form has a line for each
request: what was asked (the route's template, never the address), how it ended and how long it
took. In both forms an exception is its kind and where it happened: its message might quote what
somebody wrote, and a trace shows the inside.
"""

import json
import logging
import os
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.clock import stamp, utc_now

_CODE = re.compile(r"(/s/|/staff/welcome/|/download/paper/)[^\s?/\"']+|(\?)[^\s\"']+")
_PLACES = 5
_FOLDERS = ("/_stcore/", "/static/", "/light/", "/sound/")
_requests = logging.getLogger("heard.requests")
_threads = logging.getLogger("heard.threads")


class Masked(logging.LogRecord):
    """Every line as it is made, by whichever logger and for whichever handler.

    Writes `/s/…` where it would hold `/s/<code>`, `?…` for what was asked, and of an exception its
    kind and where it happened. The line itself always stays.
    """

    def __init__(self, *arguments: Any, **more: Any) -> None:
        """Mask the line's message, arguments and exception."""
        super().__init__(*arguments, **more)
        self.msg, problem = _masked(self.msg), self.exc_info and self.exc_info[1]
        if isinstance(self.args, tuple):
            self.args = tuple(_masked(value) for value in self.args)
        elif self.args:
            self.args = {name: _masked(value) for name, value in self.args.items()}
        if problem:
            self.msg, self.args = f"{_said(self)}: {told_of(problem)}", ()
        self.exc_info = self.exc_text = None


class AsJson(logging.Formatter):
    """One line of JSON: time, level, event, and for a request its route, status and duration."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for one record."""
        line: dict[str, Any] = {"time": stamp(utc_now()), "level": record.levelname.lower()}
        line |= {"from": record.name, "event": _masked(record.getMessage())}
        line |= getattr(record, "told", {})
        return json.dumps(line, ensure_ascii=False)


class Requests:
    """Writes a line for each request, where logs are JSON."""

    def __init__(self, app: ASGIApp, routes: Callable[[], Iterable[BaseRoute]]) -> None:
        """Wrap the application; `routes` gives the templates that a line may name."""
        self._app = app
        self._templates = [
            (route.path_regex, route.path) for route in routes() if isinstance(route, Route)
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and write how it ended."""
        if scope["type"] != "http" or not as_json():
            await self._app(scope, receive, send)
            return
        began, status = time.monotonic(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            took = round((time.monotonic() - began) * 1000)
            told = {"method": scope["method"], "route": self._template(scope["path"])}
            _requests.info("answered", extra={"told": told | {"status": status, "ms": took}})

    def _template(self, path: str) -> str:
        """The route's template; never the address itself, which may hold a code."""
        for start in _FOLDERS:
            if path.startswith(start):
                return f"{start}…"
        if path in ("/s", "/answer"):
            return path
        return next((template for known, template in self._templates if known.match(path)), "…")


def as_json() -> bool:
    """Whether logs are written for machines."""
    return os.environ.get("HEARD_LOG", "") == "json"


def told_of(problem: BaseException) -> str:
    """A fault's kind and where it happened, innermost last; never its message."""
    frames = traceback.extract_tb(problem.__traceback__)[-_PLACES:]
    places = [f"{'/'.join(Path(one.filename).parts[-2:])}:{one.lineno}" for one in frames]
    return " ".join([type(problem).__name__, *places])


def set_up() -> None:
    """Mask every line from now on, and write JSON where that was asked for; again does nothing.

    Filters would sit on the loggers or the handlers that there are now; a library makes others
    later, so the lines themselves are made masked.
    """
    logging.setLogRecordFactory(Masked)
    logging.raiseExceptions = False  # a line that does not fit is lost: its trace would show it
    threading.excepthook = _thread_ended
    if as_json():
        _write_json()


def _write_json() -> None:
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.StreamHandler(sys.stderr))
    loggers = [root, *(logging.getLogger(name) for name in logging.root.manager.loggerDict)]
    for handler in {handler for logger in loggers for handler in logger.handlers}:
        handler.setFormatter(AsJson())
    _requests.setLevel(logging.INFO)


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    """What Python would print with its message, as a line like the others."""
    if ended.exc_value is not None:
        _threads.error("A thread ended: %s", ended.exc_value)


def _said(record: logging.LogRecord) -> str:
    """What the line says; where its arguments do not fit, without them."""
    try:
        return record.getMessage().strip()
    except (TypeError, ValueError, KeyError):
        return str(record.msg)


def _masked(value: object) -> object:
    if isinstance(value, BaseException):
        return told_of(value)
    return _CODE.sub(r"\1\2…", value) if isinstance(value, str) else value
