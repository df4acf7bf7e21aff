"""The guard at the edge: which hosts and origins we answer, and which endpoints are shut.

A page of another site must not be able to post to us or open our websocket in a child's or a
worker's browser, and a name that was made to point at this machine (DNS rebinding) gets no
answer. Stock Streamlit takes a websocket without an Origin and from any localhost.
"""

from functools import lru_cache
from urllib.parse import urlsplit

from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from data.clock import utc_now
from data.database import Unavailable
from web import sessions, state, streamlits

NONCE_HEADER = b"x-heard-nonce"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FOREIGN = "This request came from another site, so nothing was done."
_UNKNOWN_HOST = (
    "Heard does not answer to this name. Whoever runs it sets HEARD_PUBLIC_URL to its address."
)


class Guard:
    """Refuses foreign hosts and origins; marks what passes with this process's nonce."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a refusal, or pass the request on with our nonce on it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = _refusal(scope) or await _no_upload(scope)
        if refusal is None:
            await self._app(_marked(scope), receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
        else:
            await PlainTextResponse(refusal[1], refusal[0])(scope, receive, send)


def host_is_ours(host: str) -> bool:
    """Whether a Host header names this machine's loopback or the public address."""
    return _names_us(host, state.settings().public_url or "")


def origin_is_ours(origin: str | None, host: str) -> bool:
    """Whether a request comes from one of our own pages."""
    return origin is not None and _is_ours(origin, host, state.settings().public_url or "")


@lru_cache(maxsize=256)
def _names_us(host: str, public_url: str) -> bool:
    return host.lower() == urlsplit(public_url).netloc.lower() or _name(host) in _LOOPBACK


@lru_cache(maxsize=256)
def _is_ours(origin: str, host: str, public_url: str) -> bool:
    public = public_url.rstrip("/").lower()
    own = {f"http://{host.lower()}"} if _name(host) in _LOOPBACK else set()
    return origin.lower() in own | ({_origin(public)} if public else set())


def _refusal(scope: Scope) -> tuple[int, str] | None:
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if not host_is_ours(host):
        return 421, _UNKNOWN_HOST
    if not streamlits.is_open(scope):
        return 404, "Not here."
    changes = scope["type"] == "websocket" or scope["method"] not in _SAFE
    if changes and not origin_is_ours(headers.get("origin"), host):
        return 403, _FOREIGN
    return None


async def _no_upload(scope: Scope) -> tuple[int, str] | None:
    """Why a file may not be put into this process's memory; None where it may, or is none."""
    if not scope["path"].startswith(streamlits.UPLOADS):
        return None
    cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
    try:
        who = await run_sync(sessions.staff_of, cookies, utc_now())
    except Unavailable as problem:
        return 503, str(problem)
    return None if who else (403, "Sign in first.")


def _marked(scope: Scope) -> Scope:
    headers = [(name, value) for name, value in scope["headers"] if name != NONCE_HEADER]
    return {**scope, "headers": [*headers, (NONCE_HEADER, state.nonce().encode())]}


def _name(host: str) -> str:
    """The host without its port; "" for what is no host."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
