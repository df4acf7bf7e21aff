"""After sending: four words, and with them one's own answers to see, change and take back."""

import pytest
from playwright.sync_api import Page, expect

from data.clock import utc_now
from surveys import collect
from tests.browser.doors import WIDER, child_at
from tests.browser.stages import ADDRESS
from tests.childs_page import Child
from tests.serving import Server, tiny


@pytest.fixture
def code(server: Server) -> str:
    """A code for three short questions; the second asks for words."""
    return server.code(tiny("own_words"), "11-17")


@pytest.fixture(params=WIDER)
def door(request: pytest.FixtureRequest) -> str:
    """Which door the child uses."""
    return str(request.param)


@pytest.fixture
def sent(page: Page, server: Server, code: str, door: str) -> Child:
    """A child who has just sent their answers."""
    child = child_at(door, page, server).begin(code)
    child.choose("yes")
    child.go()
    child.write("a swing")
    while child.step == "question":
        child.go()
    child.go("submit")
    return child


@pytest.fixture
def back(sent: Child, server: Server, door: str) -> Child:
    """The same child, later, in front of the same door with their four words."""
    words = sent.mark("words").inner_text()
    token = collect.by_receipt(server.db, words, now=utc_now())
    cookie = {"name": "heard_child", "value": token, "url": server.url}
    sent.page.context.clear_cookies()
    sent.page.context.add_cookies([cookie])
    sent.page.goto(server.url + ADDRESS[door])
    sent.at_step("mine")
    return sent


def test_the_four_words_can_be_read_and_copied(sent: Child) -> None:
    words = sent.mark("words")
    expect(words).to_have_attribute("dir", "ltr")
    assert len(words.inner_text().split()) == 4


def test_the_words_open_every_answer(back: Child) -> None:
    assert "a swing" in back.mark("review").inner_text()


def test_an_answer_can_be_changed(back: Child, server: Server, code: str) -> None:
    back.page.locator("[data-heard=change]").nth(1).click()
    back.at("wish")
    back.write("a swing and a dog")
    back.go()
    back.at_step("mine")
    assert server.answers_of(code)["wish"].words == "a swing and a dog"


def test_answers_are_taken_back_after_one_question(back: Child, server: Server, code: str) -> None:
    back.go("take-back")
    back.go("take-back-yes")
    back.at_step("taken_back")
    assert server.answers_of(code) == {}


def test_taking_back_can_be_thought_over(back: Child, server: Server, code: str) -> None:
    back.go("take-back")
    back.go("take-back-no")
    back.at_step("mine")
    assert server.answers_of(code)["wish"].words == "a swing"


def test_no_thank_you_is_as_easy_as_yes(page: Page, server: Server, code: str, door: str) -> None:
    child = child_at(door, page, server).enter(code)
    sizes = [child.mark(name).bounding_box() for name in ("agree", "decline", "not-now")]
    assert len({(size["width"], size["height"]) for size in sizes if size}) == 1
    child.go("decline")
    assert child.step == "declined"
