"""999, Childline and the authority's own number, one press from every step of both doors.

Also when the server does not answer any more, and when the database cannot be read.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from surveys.screens import screens
from tests.browser.doors import DOORS, WIDER
from tests.browser.looking import PHONE
from tests.browser.scenes import SCENES, doors_of
from tests.browser.stages import ADDRESS, Stage, without_a_database
from tests.conftest import settings_in
from tests.serving import Server

OWN = "01632 960 001"
NUMBERS = ("999", "0800 1111", OWN)
FILE = f"""
last_checked = "2026-11-01"
[[line]]
name = "Sandwick duty team (made up)"
number = "{OWN}"
note = "Day and night."
"""
IN_ITS_PLACE = (PHONE["width"] - 16, 12)
"""The right edge and the top of the way to help: the same on every page (WCAG 3.2.6)."""
STEPS = (
    *("code", "code-wrong", "receipt", "band", "notice-code", "declined", "not-now", "left"),
    *("choice", "choices-drawn", "scale", "text", "rather-not", "other-device", "recalled"),
    *("review", "thanks", "mine", "take-back", "taken-back", "nowhere", "trouble", "two-tabs"),
    *("not-saved", "code-again"),
)
_PLACE = """(one) => {
  const box = one.getBoundingClientRect();
  return [Math.round(box.right), Math.round(box.top + scrollY)];
}"""
CASES = [(name, door) for name in STEPS for door in doors_of(name)]
FEW = [case for turn, case in enumerate(CASES) if turn % 4 == 0]


@pytest.fixture(scope="module")
def server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of an authority with a number of its own."""
    folder = tmp_path_factory.mktemp("helped")
    (folder / "own.toml").write_text(FILE, "utf-8")
    own = {"HEARD_HELPLINES_FILE": str(folder / "own.toml")}
    server = Server(settings_in(folder), own).start()
    yield server
    server.end()


@pytest.fixture
def page(phone: BrowserContext) -> Iterator[Page]:
    """A fresh page of that profile, of nobody."""
    phone.clear_cookies()
    phone.set_offline(False)
    page = phone.new_page()
    yield page
    page.close()


def assert_help_is_one_press_away(page: Page) -> None:
    """Press Help, where it always is: each number is on the screen, as a link that rings."""
    way = page.locator("[data-heard=help]:visible").first
    assert tuple(way.evaluate(_PLACE)) == IN_ITS_PLACE
    way.click()
    expect(page.get_by_text(screens().help_danger).locator("visible=true")).to_be_visible()
    for number in NUMBERS:
        ways = page.locator(f'a[href="tel:{number.replace(" ", "")}"]:visible')
        expect(ways).not_to_have_count(0)


def reached(name: str, door: str, page: Page, server: Server) -> Page:
    """The page at one of the steps, drawn to its end."""
    SCENES[name](Stage(server, page, door))
    return page


@pytest.mark.parametrize(("name", "door"), FEW)
def test_help_is_one_press_from_a_step(page: Page, server: Server, name: str, door: str) -> None:
    assert_help_is_one_press_away(reached(name, door, page, server))


@pytest.mark.ci
@pytest.mark.parametrize(("name", "door"), [case for case in CASES if case not in FEW])
def test_help_is_one_press_from_every_step(
    page: Page, server: Server, name: str, door: str
) -> None:
    assert_help_is_one_press_away(reached(name, door, page, server))


@pytest.mark.parametrize("door", DOORS)
def test_help_opens_when_nothing_answers_any_more(page: Page, server: Server, door: str) -> None:
    reached("text", door, page, server)
    page.wait_for_load_state("networkidle")
    server.freeze()
    try:
        assert_help_is_one_press_away(page)
    finally:
        server.thaw()


@pytest.mark.parametrize("door", DOORS)
def test_only_the_numbers_that_a_person_checked_say_a_day(
    page: Page, server: Server, door: str
) -> None:
    reached("choice", door, page, server).locator("[data-heard=help]:visible").first.click()
    said = page.locator("[data-heard=checked]:visible")
    expect(said).to_have_text(["These numbers were checked on 1 November 2026."])
    listed = said.evaluate("(one) => one.previousElementSibling.textContent")
    assert OWN in listed.replace("\u00a0", " ")


@pytest.mark.parametrize("door", WIDER)
def test_help_is_there_when_the_database_is_gone(page: Page, server: Server, door: str) -> None:
    reached("choice", door, page, server)
    with without_a_database(server):
        page.goto(server.url + ADDRESS[door])
        expect(page.get_by_text(screens().trouble_title)).to_be_visible()
        assert_help_is_one_press_away(page)
