"""Security headers on every response, and the content security policy that fits each page.

The child's page runs under a policy without `unsafe-inline`, `unsafe-eval` or `blob:`. Staff
pages draw Streamlit's charts and tables, which need inline styles, workers and compiled
WebAssembly. Everything that is no page may load nothing at all.
"""

import gc
from collections.abc import Iterable
from functools import cache
from typing import Literal

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn import Config

from web import state

Policy = Literal["child", "staff", "plain", "nothing"]

_CLOSED = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
# What emotion (Streamlit's styling) adds to a page before its rules: one empty <style>.
_EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
_SOURCES: dict[Policy, str] = {
    "child": (
        "script-src 'self'; style-src 'self' {styles}; img-src 'self' data:; "
        "font-src 'self' data:; connect-src 'self' {socket}; media-src 'self'; form-action 'self'; "
        "manifest-src 'self'"
    ),
    "staff": (
        "script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' {socket}; "
        "media-src 'self' blob:; worker-src 'self' blob:; frame-src 'self'; form-action 'self'"
    ),
    "plain": "style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'",
    "nothing": "",
}
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # not no-referrer: Chromium would then send `Origin: null` with our forms
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
}
_YEAR_S = 31_536_000


def policy(kind: Policy, *, host: str = "", styles: Iterable[str] = ()) -> str:
    """The content security policy for one kind of page; `styles` are hashes of inline sheets."""
    scheme = "wss" if _https() else "ws"
    socket = f"{scheme}://{host}" if host else ""
    sources = _SOURCES[kind].format(styles=" ".join((_EMPTY_STYLE, *styles)), socket=socket)
    return f"{_CLOSED}; {sources}" if sources else _CLOSED


def always() -> dict[str, str]:
    """The headers that every response carries, whatever it is."""
    strict = {"strict-transport-security": f"max-age={_YEAR_S}; includeSubDomains"}
    return _ALWAYS | strict if _https() else _ALWAYS


def complete(response: Response) -> Response:
    """Add what a response lacks: for one that does not pass through `SecurityHeaders`."""
    for name, value in _whole("nothing").items():
        response.headers.setdefault(name, value)
    return response


def name_no_server() -> int:
    """Take the program's name off every answer, refused websockets too; how many servers do so.

    Streamlit makes uvicorn's configuration and hands it to nobody, so it is found among the
    objects that are alive. Uvicorn reads it again every second.
    """
    found = [thing for thing in gc.get_objects() if type(thing) is Config]
    for config in found:
        config.server_header = False
        if config.loaded:
            config.encoded_headers = [h for h in config.encoded_headers if h[0] != b"server"]
    return len(found)


class SecurityHeaders:
    """Adds what a response did not set itself; nothing is stored unless it says so."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and complete the headers of its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        kind: Policy = "plain" if scope["path"].startswith("/staff") else "nothing"

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                missing = [header for header in _completing(kind, _https()) if header[0] not in own]
                message["headers"] = [*message["headers"], *missing]
            await send(message)

        await self._app(scope, receive, completed)


@cache
def _completing(kind: Policy, _strict: bool) -> tuple[tuple[bytes, bytes], ...]:
    """What a response carries where it says nothing else, as it goes over the wire."""
    return tuple((name.encode(), value.encode()) for name, value in _whole(kind).items())


def _whole(kind: Policy) -> dict[str, str]:
    return always() | {"content-security-policy": policy(kind), "cache-control": "no-store"}


def _https() -> bool:
    return (state.settings().public_url or "").startswith("https://")
