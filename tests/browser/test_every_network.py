"""On networks that are slow or gone, in both doors: one response, with every word.

What a killed server, Back, reload, a second tab and a double tap do is held for each door in
`test_keeping.py` and `test_light_journeys.py`; here both have the network of a cheap phone.
"""

import pytest
from playwright.sync_api import Page

from data import responses
from tests.browser.doors import DOORS, child_at
from tests.browser.networks import network
from tests.childs_page import Child
from tests.serving import Server, tiny

WORDS = "I was scared at home, and then I was not"
SLOW_3G = {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
HALF_A_MINUTE = 30_000
PATIENT_MS = 120_000


@pytest.fixture(params=DOORS)
def child(request: pytest.FixtureRequest, page: Page, server: Server) -> Child:
    """A child in front of each door."""
    return child_at(request.param, page, server)


@pytest.fixture
def code(server: Server) -> str:
    """A code for three short questions; the second asks for words."""
    return server.code(tiny("own_words"), "11-17")


@pytest.fixture
def others(server: Server, code: str) -> set[str]:
    """The responses that other tests left in the round of this code."""
    return set(_in_round(server))


def _words(server: Server, code: str) -> str | None:
    return server.answers_of(code)["wish"].words


def _to_box(child: Child, code: str) -> None:
    child.begin(code)
    child.choose("yes")
    child.go()
    child.at("wish")


def _finish(child: Child) -> None:
    while child.step == "question":
        child.go()
    child.go("submit")
    child.at_step("thanks")


@pytest.mark.ci
def test_a_whole_journey_on_slow_3g(
    child: Child, server: Server, code: str, others: set[str]
) -> None:
    child.page.set_default_timeout(PATIENT_MS)
    with network(child.page, **SLOW_3G):
        _to_box(child, code)
        child.page.locator("textarea").press_sequentially(WORDS)
        child.go()
        child.page.reload()
        _finish(child)
    assert _words(server, code) == WORDS
    assert _sent(server, others) == ["submitted"]


def _offline_in_mid_sentence(child: Child, ms: int) -> None:
    half = len(WORDS) // 2
    child.page.locator("textarea").press_sequentially(WORDS[:half])
    child.saved()
    with network(child.page, offline=True):
        child.page.locator("textarea").press_sequentially(WORDS[half:])
        child.page.wait_for_selector("[data-heard=problem]")  # it moves what stands under it
        child.mark("next").click()
        child.page.wait_for_timeout(ms)
    child.page.wait_for_selector("[data-question-id=wish]", state="detached")


@pytest.mark.parametrize("ms", [500, pytest.param(HALF_A_MINUTE, marks=pytest.mark.ci)])
def test_offline_in_the_middle_of_a_sentence(
    child: Child, server: Server, code: str, others: set[str], ms: int
) -> None:
    _to_box(child, code)
    _offline_in_mid_sentence(child, ms)
    _finish(child)
    assert _words(server, code) == WORDS
    assert _sent(server, others) == ["submitted"]


def test_a_day_when_everything_goes_wrong(
    child: Child, server: Server, code: str, others: set[str]
) -> None:
    _to_box(child, code)
    child.page.locator("textarea").press_sequentially(WORDS[:10])
    server.kill()
    child.page.locator("textarea").press_sequentially(WORDS[10:])
    child.page.wait_for_selector("[data-heard=problem]")
    server.restart()
    child.saved()
    child.page.reload()
    child.at("wish")
    child.mark("next").dblclick()
    child.at("short")
    child.page.go_back()
    child.at("wish")
    second = child_at("light", child.page.context.new_page(), server)
    second.page.goto(f"{server.url}/s")
    second.at("wish")
    _finish(second)
    assert _words(server, code) == WORDS
    assert _sent(server, others) == ["submitted"]


def _in_round(server: Server) -> dict[str, str]:
    """The state of every response in this round, by its id."""
    with server.db.reading() as tx:
        of = server.round_of("own_words", "11-17")
        states = ("started", "submitted")
        return {one.id: state for state in states for one in responses.of_round(tx, of, state)}


def _sent(server: Server, others: set[str]) -> list[str]:
    """The states of the responses that came with this test: exactly one, and it is sent."""
    return [state for one, state in _in_round(server).items() if one not in others]
