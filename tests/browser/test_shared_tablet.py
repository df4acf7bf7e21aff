"""A tablet that many children use: it asks who is there, and clears itself when nobody is."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.doors import DOORS
from tests.browser.stages import Stage
from tests.childs_page import Child
from tests.serving import Server, tiny

IDLE, HALF_A_MINUTE = 120_000, 30_500


@pytest.fixture
def code(server: Server) -> str:
    """A code for three short questions; the second asks for words."""
    return server.code(tiny("own_words"), "11-17")


@pytest.fixture
def writing(page: Page, server: Server, code: str) -> Child:
    """A child on a shared tablet, at the question that asks for words."""
    page.clock.install()
    page.context.add_cookies([{"name": "heard_shared", "value": "1", "url": server.url}])
    child = Child(page, server).begin(code)
    child.go()
    child.at("wish")
    child.write("a secret swing")
    return child


def test_after_two_quiet_minutes_it_asks_and_then_clears_itself(
    writing: Child, server: Server, code: str
) -> None:
    writing.page.clock.fast_forward(IDLE)
    expect(writing.mark("still")).to_be_visible()
    writing.page.clock.fast_forward(HALF_A_MINUTE)
    writing.page.wait_for_selector("[data-heard=code]")
    assert "secret" not in writing.page.content()
    assert server.answers_of(code)["wish"].words == "a secret swing"


def test_one_tap_gives_two_more_minutes(writing: Child) -> None:
    writing.page.clock.fast_forward(IDLE)
    with writing.page.expect_response("**/answer"):
        writing.mark("still").click()
    writing.page.clock.fast_forward(IDLE - 10_000)
    expect(writing.mark("still")).not_to_be_visible()
    assert writing.words == "a secret swing"


def test_whoever_types_is_not_asked(writing: Child) -> None:
    writing.page.clock.fast_forward(IDLE - 10_000)
    writing.page.locator("textarea").press("End")
    writing.page.clock.fast_forward(60_000)
    expect(writing.mark("still")).not_to_be_visible()


def test_the_next_child_finds_the_start_and_back_shows_nothing(writing: Child) -> None:
    writing.page.clock.fast_forward(IDLE)
    writing.page.clock.fast_forward(HALF_A_MINUTE)
    writing.page.wait_for_selector("[data-heard=code]")
    writing.page.go_back()
    writing.page.wait_for_selector("[data-heard=code]")
    assert "secret" not in writing.page.content()


def test_the_four_words_go_too(writing: Child) -> None:
    while writing.step == "question":
        writing.go("next")
    writing.go("submit")
    expect(writing.mark("words")).to_be_visible()
    writing.page.clock.fast_forward(IDLE)
    writing.page.clock.fast_forward(HALF_A_MINUTE)
    writing.page.wait_for_selector("[data-heard=code]")
    assert writing.mark("words").count() == 0


def test_a_childs_own_device_is_never_timed(page: Page, server: Server, code: str) -> None:
    page.clock.install()
    child = Child(page, server).begin(code)
    page.clock.fast_forward(20 * IDLE)
    assert (child.step, child.mark("still").count()) == ("question", 0)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("how", ["done", "shared", pytest.param("left", marks=pytest.mark.ci)])
def test_the_next_child_starts_in_english(page: Page, server: Server, door: str, how: str) -> None:
    """However the last child went: by the last page's button, by the clock, or quickly."""
    page.clock.install()
    stage = Stage(server, page, door, "8-10", "pl", tiny("one_choice"))
    page.context.add_cookies([{"name": "heard_shared", "value": "1", "url": server.url}])
    device = stage.sit(stage.code("8-10"), shared=True).to_questions("8-10")
    device.send_all()
    stage.show(device)
    if how == "shared":
        page.clock.run_for(IDLE + HALF_A_MINUTE)
    else:
        page.locator(f"[data-heard={'done' if how == 'done' else 'leave'}]").click()
    if how == "left" and door == "light":  # after sending the other door leads to the start at once
        page.locator("main .hd-button").click()
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^en"))
    expect(page.locator("[data-heard=code]")).to_be_visible()
