"""The guard at the edge: which hosts and origins we answer, and which endpoints are shut.

A page of another site must not be able to post to us or open our websocket in a child's or a
worker's browser, and a name that was made to point at this machine (DNS rebinding) gets no
answer. Stock Streamlit takes a websocket without an Origin and from any localhost.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from web import state

NONCE_HEADER = b"x-heard-nonce"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SHUT = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check", "/st-metrics")
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
        refusal = _refusal(scope)
        if refusal is None:
            await self._app(_marked(scope), receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
        else:
            await PlainTextResponse(refusal[1], refusal[0])(scope, receive, send)


def host_is_ours(host: str) -> bool:
    """Whether a Host header names this machine's loopback or the public address."""
    public = urlsplit(state.settings().public_url or "").netloc.lower()
    return host.lower() == public or _name(host) in _LOOPBACK


def origin_is_ours(origin: str | None, host: str) -> bool:
    """Whether a request comes from one of our own pages."""
    public = (state.settings().public_url or "").rstrip("/").lower()
    if origin is None:
        return False
    own = {f"http://{host.lower()}"} if _name(host) in _LOOPBACK else set()
    return origin.lower() in own | ({_origin(public)} if public else set())


def _refusal(scope: Scope) -> tuple[int, str] | None:
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if not host_is_ours(host):
        return 421, _UNKNOWN_HOST
    if scope["path"].startswith(_SHUT):
        return 404, "Not here."
    changes = scope["type"] == "websocket" or scope["method"] not in _SAFE
    if changes and not origin_is_ours(headers.get("origin"), host):
        return 403, _FOREIGN
    return None


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
