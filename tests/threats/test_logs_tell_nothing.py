"""A canary through both doors, the links and the sign-in: no log holds any of it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import httpx
import pytest
import websockets.sync.client as ws
from websockets.exceptions import InvalidStatus

from tests.conftest import settings_in
from tests.serving import Server, tiny
from web.child.belonging import mark

CANARY = "canary-7c1e"
"""In words, cookies, names, passwords, addresses, query strings and protocols."""


@dataclass
class Used:
    """A server that was used, and what nobody may find in its logs."""

    server: Server
    secrets: list[str]


@pytest.fixture(scope="module", params=["", "json"], ids=["plain", "json"])
def used(request, tmp_path_factory: pytest.TempPathFactory) -> Used:
    """A server that writes its log plainly, and one that writes JSON; both have been used."""
    folder = tmp_path_factory.mktemp("logs")
    server = Server(settings_in(folder), {"HEARD_LOG": request.param}).start()
    code = server.code(tiny("own_words"), "11-17")
    token = use(server, code)
    server.end()
    return Used(server, [CANARY, code, token])


LATER = f"""
import logging, threading
from concurrent.futures import ThreadPoolExecutor
from web import logs
logs.set_up()
def fails(*_):
    raise ValueError("{CANARY}")
for logger in (logging.getLogger("made.afterwards"), logging.getLogger("streamlit.made.later")):
    logger.addHandler(logging.StreamHandler())
    try:
        fails()
    except ValueError as problem:
        logger.exception("It did not work, by %s", problem)
        logger.error("Again: %(why)s", {{"why": problem}})
        logger.error("Too few: %s %s", problem)
with ThreadPoolExecutor(1) as pool:
    pool.submit(int).add_done_callback(fails)
thread = threading.Thread(target=fails)
thread.start()
thread.join()
"""


@pytest.mark.parametrize("form", ["", "json"], ids=["plain", "json"])
def test_a_logger_that_was_made_afterwards_tells_nothing_of_an_exception(form: str) -> None:
    env = os.environ | {"HEARD_LOG": form}
    done = subprocess.run([sys.executable, "-c", LATER], env=env, capture_output=True, text=True)
    assert CANARY not in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("It did not work, by ValueError") >= 2
    assert "A thread ended: ValueError" in done.stderr
    assert "exception calling callback" in done.stderr


def use(server: Server, code: str) -> str:
    """Everything that could end in a log, refused or not; the child's cookie."""
    with httpx.Client(base_url=server.url, headers={"origin": server.url}, timeout=60) as client:
        client.get(f"/s/{code}")
        token = client.cookies["heard_child"]
        answering(server, client, code)
        client.cookies.set("other", CANARY)
        for path in ("/", "/s", "/help", "/staff", f"/{CANARY}", f"/s/{CANARY}", "/today"):
            client.get(path, params={"q": CANARY, "lang": CANARY})
        client.post("/staff", data={"name": CANARY, "password": CANARY})
        client.post("/receipt", data={"words": CANARY})
        client.post("/answer", content=CANARY.encode() + b"\xff")
        client.get(f"/staff/welcome/{CANARY}")
        client.get(f"/download/paper/{CANARY}")
        client.get("/", headers={"host": f"{CANARY}.example"})
    socket(server)
    return token


def answering(server: Server, client: httpx.Client, code: str) -> None:
    """Answer by both doors, with words."""
    response = server.response_of(code)
    assert response is not None
    said = {"rk": mark(server.db, response.id), "w": "t", "seq": 1, "from": "notice", "go": "agree"}
    client.post("/answer", json=said)
    words = {"question": "wish", "words": CANARY, "from": "q:wish"}
    client.post("/answer", json={**said, **words, "seq": 2, "go": None})
    client.post("/s", data={"question": "wish", "words": CANARY, "rk": said["rk"]})


def socket(server: Server) -> None:
    """Open the websocket as our page does, with a session id in its protocols, and from outside."""
    address = server.url.replace("http", "ws") + f"/_stcore/stream?{CANARY}"
    asked = ["streamlit", CANARY, CANARY]
    with ws.connect(address, origin=server.url, subprotocols=asked) as opened:
        opened.send(b"\xff\xff" + CANARY.encode())
    with pytest.raises(InvalidStatus), ws.connect(address, origin=f"https://{CANARY}.example"):
        pass


def test_no_log_holds_words_codes_cookies_or_what_was_asked_for(used: Used) -> None:
    server = used.server
    files = [server.log, *server.settings.var.rglob("*.log")]
    written = "\n".join(file.read_text("utf-8", "replace") for file in files)
    assert [secret for secret in used.secrets if secret in written] == []
    assert "Sec-WebSocket-Protocol".lower() not in written.lower()


def test_json_lines_say_how_each_request_ended_by_its_template(used: Used) -> None:
    server = used.server
    if server.environment["HEARD_LOG"] != "json":
        assert '"event"' not in server.log.read_text()
        return
    lines = [json.loads(line) for line in server.log.read_text().splitlines() if line[:1] == "{"]
    answered = [line for line in lines if line["event"] == "answered"]
    assert {"time", "level", "event", "status", "ms", "route", "method"} <= set(answered[0])
    assert {line["route"] for line in answered} >= {"/s/{code}", "/s", "/staff/welcome/{token}"}
