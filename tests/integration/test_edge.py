"""At the edge: every route of ours and of the installed Streamlit, asked by nobody we know."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest
import websockets.sync.client as ws
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from websockets.exceptions import InvalidStatus

from data.settings import CHECKOUT
from tests.conftest import finished
from tests.serving import Server
from web import server as ours
from web import state

SAID = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
POLICY = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'")
OPEN = {"/_stcore/health": 200, "/_stcore/host-config": 200}
"""What of Streamlit's addresses answers somebody who is not signed in."""
SHUT = [
    "/_stcore/metrics",
    "/_stcore/nothing",
    "/_stcore/stream",
    "/_stcore/agent/interact",
    "/_stcore/%6detrics",
    "/x/_stcore/agent/mcp",
    "/today/_stcore/metrics",
    "/static/nothing.js",
    "/static/",
    "/media/anything",
    "/component/a/b",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "/manifest.json",
    "/index.html",
]


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, headers={"origin": server.url}, timeout=30) as client:
        yield client


def lacking(answer: httpx.Response) -> list[str]:
    """Which of our headers an answer does not carry, or that it names the program behind it."""
    said = answer.headers
    missing = [name for name, value in SAID.items() if said.get(name) != value]
    policy = said.get("content-security-policy", "")
    missing += [part for part in POLICY if part not in policy]
    missing += [name for name in ("cache-control", "permissions-policy") if name not in said]
    return [*missing, *(name for name in ("server", "x-powered-by") if name in said)]


def filled(path: str) -> str:
    """An address for a route's template."""
    return re.sub(r"\{[^}]*\}", "x", path)


def streamlits_routes(server: Server) -> list[tuple[str, str]]:
    """The addresses and methods that the installed Streamlit adds to ours, in a process apart."""
    script = (
        "import json, streamlit as st\n"
        "routes = st.App('web/main.py')._build_starlette_app().routes\n"
        "found = [(r.path, sorted(getattr(r, 'methods', None) or ['GET']))\n"
        "         for r in routes if getattr(r, 'path', None)]\n"
        "print(json.dumps(found))"
    )
    told = subprocess.run(
        [sys.executable, "-c", script],
        cwd=CHECKOUT,
        env=server.environ,
        capture_output=True,
        check=True,
    )
    return [(path, method) for path, methods in json.loads(told.stdout) for method in methods]


OURS = sorted({route.path for route in ours.routes() if isinstance(route, Route)} | {"/answer"})


@pytest.mark.parametrize("path", OURS)
def test_every_address_of_ours_carries_every_header_for_every_method(
    client: httpx.Client, path: str
) -> None:
    methods = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE")
    answers = {method: client.request(method, filled(path)) for method in methods}
    assert {method: lacking(answer) for method, answer in answers.items() if lacking(answer)} == {}


def as_it_should(path: str, method: str, status: int) -> bool:
    """Whether one of Streamlit's addresses answers nobody in particular as we decided."""
    reading = method in ("GET", "HEAD")
    if path.startswith("/_stcore/upload") and method in ("PUT", "DELETE"):
        return status == 403
    return status == (OPEN.get(path, 404) if reading else 404)


def test_what_streamlit_offers_without_signing_in_is_allowed_or_not_there(
    client: httpx.Client, server: Server
) -> None:
    routes = streamlits_routes(server)
    answers = {route: client.request(route[1], filled(route[0])) for route in routes}
    assert {"/_stcore/health", "/_stcore/metrics", "/_stcore/stream"} <= {p for p, _ in routes}
    wrong = [r for r, answer in answers.items() if not as_it_should(*r, answer.status_code)]
    assert wrong == []
    assert [route for route, answer in answers.items() if lacking(answer)] == []


@pytest.mark.parametrize("path", SHUT)
def test_an_address_that_nobody_named_is_not_there(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert lacking(answer) == []


def test_every_file_of_a_first_page_carries_the_headers(client: httpx.Client) -> None:
    named = set(re.findall(r'(?:href|src)="(/[^"]+)"', client.get("/").text))
    answers = {path: client.get(path) for path in named}
    assert any(path.endswith(".js") for path in named)
    assert [path for path, answer in answers.items() if lacking(answer)] == []


@pytest.mark.parametrize("path", ["/", "/answer", "/staff", "/nowhere"])
def test_a_fault_of_ours_carries_every_header_and_no_trace(path: str, server: Server) -> None:
    async def breaks(_request: Request) -> Response:
        raise RuntimeError("a secret sentence")

    async def asked() -> httpx.Response:
        app = Starlette(
            routes=[Route("/{path:path}", breaks)],
            middleware=ours.middleware()[:3],
            exception_handlers={Exception: ours.failed},
        )
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(path)

    answer = finished(asked())
    assert answer.status_code in (500, 503)
    assert lacking(answer) == []
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert re.search(r"\b\d{3} \d{3}\b", answer.text)


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"host": "evil.example"}])
def test_a_refusal_carries_every_header(server: Server, headers: dict[str, str]) -> None:
    answer = httpx.post(server.url + "/answer", headers=headers, content=b"{}")
    assert answer.status_code in (403, 421)
    assert lacking(answer) == []


@pytest.mark.parametrize(
    "path", ["/_stcore/stream", "/", "/x/_stcore/stream", "/_stcore/agent/mcp"]
)
@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://localhost:1"])
def test_a_websocket_from_another_site_is_refused_everywhere(
    server: Server, path: str, origin: str | None
) -> None:
    address = server.url.replace("http", "ws") + path
    with pytest.raises(InvalidStatus) as refused, ws.connect(address, origin=origin):
        pass
    assert refused.value.response.status_code == 403
    assert "server" not in {name.lower() for name in refused.value.response.headers}


def test_a_websocket_to_another_name_is_refused(server: Server) -> None:
    address = f"ws://evil.example:{server.port}/_stcore/stream"
    with socket.create_connection(("127.0.0.1", server.port)) as wire:
        origin = f"http://evil.example:{server.port}"
        with pytest.raises(InvalidStatus) as refused, ws.connect(address, sock=wire, origin=origin):
            pass
    assert refused.value.response.status_code == 403


def test_a_websocket_from_our_page_to_any_other_address_is_refused(server: Server) -> None:
    address = server.url.replace("http", "ws") + "/_stcore/agent/mcp"
    with pytest.raises(InvalidStatus), ws.connect(address, origin=server.url):
        pass


def test_nobody_puts_a_file_into_memory_without_signing_in(client: httpx.Client) -> None:
    put = client.put("/_stcore/upload_file/a/b", files={"file": ("a.csv", b"x")})
    assert (put.status_code, put.text) == (403, "Sign in first.")


def test_the_nonce_cannot_be_brought_along(server: Server) -> None:
    assert not state.is_ours("")
    assert not state.is_ours(None)
    assert state.is_ours(state.nonce())
