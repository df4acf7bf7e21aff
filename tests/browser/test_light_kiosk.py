"""A tablet that many children use, in the light door: it asks who is there, and clears itself."""

import pytest
from playwright.sync_api import Page, expect

from tests.childs_page import LightChild
from tests.serving import Server, tiny


@pytest.fixture
def tablet(page: Page, server: Server) -> LightChild:
    """A child in front of a tablet that an adult has made a shared one."""
    page.goto(f"{server.url}/kiosk")
    page.get_by_role("button", name="Make this a shared tablet").click()
    expect(page.get_by_text("This device is a shared tablet.")).to_be_visible()
    page.clock.install()
    return LightChild(page, server)


def test_the_first_page_says_that_it_is_shared(tablet: LightChild) -> None:
    tablet.page.goto(tablet.server.url)
    expect(tablet.page.get_by_text("This is a shared tablet.")).to_be_visible()


def test_after_two_minutes_it_asks_and_one_tap_stays(tablet: LightChild, server: Server) -> None:
    asked = tablet.to_box(server.code(tiny("own_words"), "11-17"))
    tablet.page.clock.run_for(121_000)
    tablet.mark("still").click()
    tablet.page.clock.run_for(60_000)
    assert tablet.question == asked


def test_nobody_answers_and_the_next_child_sees_nothing(tablet: LightChild, server: Server) -> None:
    code = server.code(tiny("own_words"), "11-17")
    asked = tablet.to_box(code)
    tablet.write("a secret swing")
    tablet.page.clock.run_for(121_000)
    tablet.page.clock.run_for(31_000)
    expect(tablet.mark("code")).to_be_visible()
    tablet.page.go_back()
    expect(tablet.mark("code")).to_be_visible()
    assert "swing" not in tablet.page.content()
    assert server.answers_of(code)[asked].words == "a secret swing"


@pytest.mark.ci
def test_after_the_last_page_it_clears_itself(tablet: LightChild, server: Server) -> None:
    tablet.begin(server.code(tiny("one_choice"), "8-10"))
    while tablet.step == "question":
        tablet.go()
    tablet.go("submit")
    expect(tablet.mark("words")).to_be_visible()
    tablet.page.clock.run_for(61_000)
    expect(tablet.mark("still")).to_be_visible()
    tablet.page.clock.run_for(31_000)
    expect(tablet.mark("code")).to_be_visible()
    assert tablet.mark("words").count() == 0


@pytest.mark.ci
def test_an_adult_can_stop_it(tablet: LightChild) -> None:
    tablet.page.goto(f"{tablet.server.url}/kiosk")
    tablet.page.get_by_role("button", name="Stop sharing this device").click()
    expect(tablet.page.get_by_text("This device is not shared.")).to_be_visible()
