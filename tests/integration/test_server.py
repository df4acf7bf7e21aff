"""The server from outside: headers on everything, who is let in, what is refused and logged."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest
import websockets.sync.client as ws
from websockets.exceptions import InvalidStatus

from data.clock import utc_now
from data.settings import CHECKOUT
from surveys.rounds import close_round
from tests.conftest import actor, settings_in
from tests.serving import Server, tiny
from web.child.belonging import mark
from web.shell import DOOR_URL

EVERYWHERE = [
    "/",
    "/help",
    "/health",
    "/icon.svg",
    "/left",
    "/not-now",
    "/staff",
    "/today",
    "/nowhere",
    "/s/ABCD2345",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/metrics",
    f"{DOOR_URL}door.js",
]


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    """A browser's requests from our own pages, without a browser."""
    with httpx.Client(base_url=server.url, headers={"origin": server.url}) as client:
        yield client


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_carries_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]


def test_a_childs_pages_allow_no_inline_script_and_no_eval(
    client: httpx.Client, server: Server
) -> None:
    client.post("/enter", data={"code": server.code(tiny("one_choice"))})
    for path in ("/", "/help", "/?again=1"):
        policy = client.get(path).headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "script-src 'self';" in policy


def test_streamlits_page_is_in_our_language_and_says_nothing_to_machines(
    client: httpx.Client, server: Server
) -> None:
    client.post("/enter", data={"code": server.code(tiny("one_choice"))})
    page = client.get("/").text
    assert '<html lang="en-GB">' in page
    assert "<title>Heard</title>" in page
    assert "<script>" not in page
    assert "agent" not in page


def test_only_hashed_files_are_kept_by_browsers(client: httpx.Client, server: Server) -> None:
    page = client.get("/").text
    script = page.split('rel="modulepreload" crossorigin href="')[1].split('"')[0]
    assert "immutable" in client.get(script).headers["cache-control"]
    assert client.get("/").headers["cache-control"] == "no-store"
    assert client.get("/health").headers["cache-control"] == "no-store"


def test_scripts_are_sent_packed(client: httpx.Client) -> None:
    page = client.get("/").text
    script = page.split('rel="modulepreload" crossorigin href="')[1].split('"')[0]
    packed = client.get(script, headers={"accept-encoding": "br"})
    assert packed.headers["content-encoding"] == "br"
    assert client.get(script, headers={"accept-encoding": "identity"}).text == packed.text


def test_a_file_outside_the_folders_is_not_sent(client: httpx.Client) -> None:
    for path in ("/static/../../index.html", "/static/%2e%2e/%2e%2e/config.py"):
        assert client.get(path).status_code in (400, 404)


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json"])
def test_endpoints_for_machines_are_shut(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_streamlit_shows_no_dialog_of_its_own(client: httpx.Client) -> None:
    config = client.get("/_stcore/host-config").json()
    assert config["blockErrorDialogs"] is True
    assert config["allowedOrigins"] == []


@pytest.mark.parametrize("path", ["/enter", "/answer", "/leave", "/staff", "/staff/out"])
@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:1", "null", ""])
def test_a_post_from_another_site_is_refused(server: Server, path: str, origin: str) -> None:
    headers = {"origin": origin} if origin else {}
    assert httpx.post(server.url + path, headers=headers, content=b"{}").status_code == 403


def test_another_name_for_this_machine_gets_no_answer(server: Server) -> None:
    answer = httpx.get(server.url, headers={"host": "evil.example"})
    assert answer.status_code == 421


@pytest.mark.parametrize("origin", [None, "https://evil.example", "http://localhost:1"])
def test_a_websocket_from_elsewhere_is_refused(server: Server, origin: str | None) -> None:
    address = server.url.replace("http", "ws") + "/_stcore/stream"
    with pytest.raises(InvalidStatus) as refused, ws.connect(address, origin=origin):
        pass
    assert refused.value.response.status_code == 403


def test_a_websocket_from_our_own_page_opens(server: Server) -> None:
    address = server.url.replace("http", "ws") + "/_stcore/stream"
    with ws.connect(address, origin=server.url, subprotocols=["streamlit"]) as socket:
        assert socket.subprotocol == "streamlit"


def test_a_code_sets_a_cookie_that_scripts_cannot_read(
    client: httpx.Client, server: Server
) -> None:
    answer = client.post("/enter", data={"code": server.code(tiny("one_choice"))})
    cookie = answer.headers["set-cookie"].lower()
    assert answer.status_code == 303
    assert cookie.startswith("heard_child=")
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "max-age" not in cookie


def test_every_code_that_does_not_work_gets_the_same_sentence(
    client: httpx.Client, server: Server
) -> None:
    used = server.code(tiny("a_scale"), "11-17")
    closed = server.code(tiny("many_choices"))
    close_round(server.db, actor("participation"), server.round_of("many_choices"), utc_now())
    _send(client, server, used)
    client.cookies.clear()
    refusals = {_refusal(client, code) for code in (used, closed, "ABCD2345", "x", "", "é" * 50)}
    assert len(refusals) == 1
    assert "ask the person who gave it to you" in refusals.pop()


def _refusal(client: httpx.Client, code: str) -> str:
    answer = client.post("/enter", data={"code": code}, follow_redirects=True)
    return answer.text


def _send(client: httpx.Client, server: Server, code: str) -> None:
    """Go through a survey by `/answer` alone and send it."""
    client.post("/enter", data={"code": code})
    response = server.response_of(code)
    assert response is not None
    message = {"rk": mark(server.db, response.id), "w": "test", "seq": 1, "go": "agree"}
    place = "notice"
    while place != "thanks":
        place = client.post("/answer", json={**message, "from": place}).json()["place"]
        message["go"] = "send" if place == "review" else "next"


def test_a_link_lets_in_without_leaving_the_code_in_a_log(
    client: httpx.Client, server: Server
) -> None:
    code = server.code(tiny("one_choice"))
    answer = client.get(f"/s/{code}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/s")
    assert code not in server.log.read_text()


def test_a_browser_that_comes_from_another_site_is_sent_round_once(client: httpx.Client) -> None:
    page = client.get("/", headers={"sec-fetch-site": "cross-site"}).text
    assert 'http-equiv="refresh" content="0;url=/"' in page


def test_an_answer_without_a_cookie_asks_for_the_code(client: httpx.Client) -> None:
    assert client.post("/answer", json={"w": "x"}).status_code == 401


@pytest.mark.parametrize("body", [b"no json", b"[]", b'"text"', b"\xff\xfe"])
def test_an_answer_that_is_no_message_is_refused(client: httpx.Client, body: bytes) -> None:
    client.cookies.set("heard_child", "anything")
    assert client.post("/answer", content=body).status_code == 400


def test_an_answer_that_is_too_long_is_refused(client: httpx.Client) -> None:
    assert client.post("/answer", content=b"x" * 400_000).status_code == 413


def test_an_answer_for_another_child_is_refused(client: httpx.Client, server: Server) -> None:
    client.post("/enter", data={"code": server.code(tiny("one_choice"))})
    answer = client.post("/answer", json={"rk": "another child's", "question": "happy"})
    assert answer.status_code == 403


def test_leaving_ends_the_sitting_and_takes_the_cookie(
    client: httpx.Client, server: Server
) -> None:
    client.post("/enter", data={"code": server.code(tiny("one_choice"))})
    token = client.cookies["heard_child"]
    answer = client.post("/leave", data={"how": "left"})
    assert answer.headers["location"] == "/left"
    assert answer.headers["clear-site-data"] == '"storage"'
    client.cookies.set("heard_child", token)
    assert 'data-heard="code"' in client.get("/").text


def test_staff_pages_need_a_session(client: httpx.Client) -> None:
    answer = client.get("/read")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff")


def test_an_unknown_address_is_not_found(client: httpx.Client) -> None:
    answer = client.get("/.streamlit/secrets.toml")
    assert answer.status_code == 404
    assert "This page is not here" in answer.text


def test_health_says_what_works(client: httpx.Client) -> None:
    told = client.get("/health").json()
    assert told["ok"] is True
    assert told["database"] == {"writable": True, "schema": "current", "problem": ""}
    assert told["last_backup"] is None


def test_many_wrong_codes_slow_the_next_and_lock_nobody_out(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    server = Server(settings_in(tmp_path_factory.mktemp("tried"))).start()
    with httpx.Client(base_url=server.url, headers={"origin": server.url}) as client:
        for _ in range(11):
            client.post("/enter", data={"code": "ABCD2345"}, timeout=20)
        began = time.monotonic()
        right = client.post("/enter", data={"code": server.code(tiny("one_choice"))}, timeout=20)
    server.end()
    assert right.headers["location"] == "/"
    assert time.monotonic() - began >= 0.5


def test_behind_https_the_cookie_is_secure_and_bound_to_the_host(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    public = {"HEARD_PUBLIC_URL": "https://heard.example"}
    server = Server(settings_in(tmp_path_factory.mktemp("public")), public).start()
    answer = httpx.post(
        f"{server.url}/enter",
        headers={"host": "heard.example", "origin": "https://heard.example"},
        data={"code": server.code(tiny("one_choice"))},
    )
    server.end()
    assert answer.headers["set-cookie"].startswith("__Host-heard_child=")
    assert "secure" in answer.headers["set-cookie"].lower()
    assert "max-age=31536000" in answer.headers["strict-transport-security"]


def test_the_server_loads_none_of_the_workers_libraries(server: Server) -> None:
    loaded = set(_modules(server))
    heavy = {"docx", "typst", "xlsxwriter", "altair", "vl_convert", "textblob", "scipy", "nltk"}
    assert loaded & heavy == set()


def _modules(server: Server) -> list[str]:
    """What a server process has imported once it has started."""
    script = (
        "import asyncio, json, sys, streamlit_app\n"
        "from web import server\n"
        "async def start():\n"
        "    async with server.lifespan(None):\n"
        "        print(json.dumps(sorted(sys.modules)))\n"
        "asyncio.run(start())"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=CHECKOUT,
        env=server.environ,
        capture_output=True,
        check=True,
    )
    found: list[str] = json.loads(run.stdout)
    return found


def test_a_server_that_cannot_use_its_database_says_why_in_one_sentence(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    server = Server(settings_in(tmp_path_factory.mktemp("keyless"))).start()
    server.stop()
    server.settings.key_file.unlink()
    with pytest.raises(AssertionError, match="Heard did not start") as refused:
        server.start()
    assert "Traceback" not in str(refused.value)
