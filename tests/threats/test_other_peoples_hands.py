"""The parent with the child's code, the next child at the tablet, the cross-site page."""

import httpx
import pytest

from tests.serving import Server, tiny
from web.child.belonging import mark

CANARY = "the words of one child, synthetic 41c7"
EVIL = "https://evil.example"


def device(server: Server) -> httpx.Client:
    """A browser of its own, with no cookie yet."""
    return httpx.Client(
        base_url=server.url, headers={"origin": server.url}, timeout=60, follow_redirects=True
    )


def answered(server: Server, child: httpx.Client) -> str:
    """Let a child write the canary; the code."""
    code = server.code(tiny("own_words"), "11-17")
    child.get(f"/s/{code}")
    said = {"rk": rk(server, code), "w": "t"}
    post(child, {**said, "seq": 1, "from": "notice", "go": "agree"})
    post(child, {**said, "seq": 2, "question": "wish", "words": CANARY, "go": None})
    assert server.answers_of(code)["wish"].words == CANARY
    return code


def sent(server: Server, child: httpx.Client) -> str:
    """Let a child write the canary and send it; the code, which is used now."""
    code = answered(server, child)
    said = {"rk": rk(server, code), "w": "sending"}
    place = post(child, {**said, "seq": 1, "go": None}).json()["place"]
    for seq in range(2, 20):
        go = "send" if place == "review" else "next"
        message = {**said, "seq": seq, "from": place, "go": go}
        if place.startswith("q:") and place != "q:wish":
            message |= {"question": place[2:], "passed": "not_answered"}
        place = post(child, message).json()["place"]
        if place == "thanks":
            return code
    raise AssertionError(f"the child never came to the end, but to {place}")


def rk(server: Server, code: str) -> str:
    response = server.response_of(code)
    assert response is not None
    return mark(server.db, response.id)


def post(child: httpx.Client, message: dict[str, object]) -> httpx.Response:
    return child.post("/answer", json=message)


def pages(browser: httpx.Client) -> str:
    """Everything that a browser can read of our child's side."""
    paths = ("/s", "/", "/help", "/receipt", "/left", "/not-now", "/s?still=1", "/s?gone=1")
    return "\n".join(browser.get(path).text for path in paths)


def test_the_parent_with_the_code_reads_nothing_of_what_was_written(server: Server) -> None:
    with device(server) as child, device(server) as parent:
        code = answered(server, child)
        parent.get(f"/s/{code}")
        assert CANARY not in pages(parent)


def test_after_sending_the_code_opens_nothing(server: Server) -> None:
    with device(server) as child, device(server) as parent:
        code = sent(server, child)
        refused = parent.get(f"/s/{code}")
        assert refused.url.query == b"again=1"
        assert CANARY not in pages(parent)


def test_the_next_child_at_the_tablet_sees_nothing_and_cannot_save_for_the_first(
    server: Server,
) -> None:
    with device(server) as tablet:
        tablet.post("/kiosk", data={"use": "share"})
        first = answered(server, tablet)
        second = server.code(tiny("own_words"), "11-17")
        tablet.get(f"/s/{second}")
        assert CANARY not in pages(tablet)
        tablet.get(f"/s/{second}")
        said = {"rk": rk(server, first), "w": "t", "seq": 9, "question": "wish", "words": "other"}
        assert post(tablet, said).status_code in (401, 403)
    assert server.answers_of(first)["wish"].words == CANARY


POSTS = ("/answer", "/s", "/leave", "/staff", "/enter", "/say", "/receipt", "/ask", "/kiosk")


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "origin", [EVIL, "null", "http://127.0.0.1:1", "http://127.0.0.1.evil.example"]
)
def test_a_page_of_another_site_changes_nothing(server: Server, path: str, origin: str) -> None:
    with device(server) as child:
        answer = child.post(path, headers={"origin": origin}, data={"how": "left", "code": "x"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/s", "/help", "/staff", "/receipt", "/nowhere", "/health"])
def test_no_page_can_be_framed_or_read_from_another_site(server: Server, path: str) -> None:
    with device(server) as child:
        answer = child.get(path, headers={"origin": EVIL, "sec-fetch-site": "cross-site"})
    assert answer.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("path", ["/answer", "/staff", "/_stcore/health", "/_stcore/host-config"])
def test_another_site_is_granted_nothing_when_it_asks_before(server: Server, path: str) -> None:
    asks = {"origin": EVIL, "access-control-request-method": "POST"}
    with device(server) as child:
        answer = child.options(path, headers=asks)
    assert answer.status_code in (404, 405)
    assert not [name for name in answer.headers if name.startswith("access-control-")]
