"""Reading, safeguarding and themes in a real browser: as typed, by keyboard, on a phone."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from analysis.coding import decide
from data import concerns
from data.clock import utc_now
from data.settings import CHECKOUT
from surveys.permissions import Actor
from tests.conftest import settings_in
from tests.hearing import a_round, ids
from tests.serving import Server
from web.staff import accounts

PASSWORD = "wet piano lantern"
WAIT_MS = 20_000
ADMINISTRATOR = Actor("Asha Rao", frozenset({"administrator"}))
TEAM = Actor("Eve Moss", frozenset({"participation", "safeguarding"}))
TYPED = "![x](http://example.org/beacon.png) <b>bold</b> $5 and $10\n# not a heading"
SENT = (
    {"rating": "good", "good": "the trampolines\nand the staff know my name",
     "better": "no one lissens to me when i say the music is too loud"},
    {"rating": "good", "good": "my friends", "better": "I DON’T feel safe at home and i cant tell"},
    {"rating": "good", "contact": "urgent", "contact_how": "I am Test Child, ask at the club",
     "better": "the driver grabbed my arm"},
    {"rating": "good", "good": TYPED, "better": "my socail worker never comes"},
    *({"rating": "good", "good": f"pizza, {n} times", "better": "football"} for n in range(36)),
)  # fmt: skip
PAGES = ("safeguarding", "read", "coding", "themes")


@pytest.fixture(scope="module")
def club(browser, tmp_path_factory) -> Iterator[Server]:
    """A server with one made-up round: 40 of 300 answered, a wish for contact, themes on some."""
    server = Server(settings_in(tmp_path_factory.mktemp("club"))).start()
    now = utc_now()
    first = accounts.first_link(server.db, now)
    accounts.set_password(server.db, first, ADMINISTRATOR.name, PASSWORD, now)
    link = accounts.add_person(server.db, ADMINISTRATOR, TEAM.name, tuple(TEAM.roles), now)
    accounts.set_password(server.db, link, None, PASSWORD, now)
    sent = ids(server.db, a_round(server.db, now, *SENT, title="Holiday club, autumn"))
    with server.db.writing() as tx:
        concerns.raise_(tx, sent[2], "contact", "contact", "the child", now)
    for number, response in enumerate(sent[4:25]):
        decide(server.db, TEAM, response, "better", "T20", "given", now)
        if number < 8:
            decide(server.db, TEAM, response, "good", "T11", "given", now)
        if number < 3:
            decide(server.db, TEAM, response, "better", "T10", "given", now)
    yield server
    server.end()


def sign_in(page: Page, club: Server) -> None:
    page.goto(f"{club.url}/staff")
    page.get_by_label("Your name").fill(TEAM.name)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/today")


def visit(page: Page, club: Server, name: str) -> None:
    page.goto(f"{club.url}/{name}")
    expect(page.locator("h1")).to_be_visible(timeout=WAIT_MS)
    settled(page)


def settled(page: Page) -> None:
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_timeout(400)


def test_words_are_drawn_as_typed_and_call_nobody(desk: Page, club: Server) -> None:
    called: list[str] = []
    desk.on("request", lambda request: called.append(request.url))
    sign_in(desk, club)
    visit(desk, club, "safeguarding")
    quote = desk.get_by_text("beacon.png")
    expect(quote).to_contain_text(TYPED)
    assert quote.evaluate("e => getComputedStyle(e).whiteSpaceCollapse") == "preserve"
    assert [url for url in called if not url.startswith((club.url, "data:", "blob:"))] == []


def test_the_pages_have_no_breach_that_axe_finds(desk: Page, club: Server) -> None:
    sign_in(desk, club)
    found = {}
    for name in PAGES:
        visit(desk, club, name)
        breaches = Axe().run(desk).response["violations"]
        found[name] = [f"{b['id']}: {b['nodes'][0]['html'][:160]}" for b in breaches]
    assert found == {name: [] for name in PAGES}


def test_themes_are_given_rejected_and_passed_over_by_keyboard_alone(
    desk: Page, club: Server
) -> None:
    sign_in(desk, club)
    visit(desk, club, "coding")
    for keys, says in (
        ("Alt+1", "Given. Eve Moss"),
        ("Alt+n", "suggested, because of these words"),
        ("Alt+Shift+Digit1", "Does not fit. Eve Moss"),
        ("Alt+b", "Given. Eve Moss"),
    ):
        desk.keyboard.press(keys)
        expect(desk.get_by_text(says).first).to_be_visible(timeout=WAIT_MS)
        settled(desk)


def test_a_concern_is_passed_on_with_a_note(desk: Page, club: Server) -> None:
    sign_in(desk, club)
    visit(desk, club, "safeguarding")
    item = desk.locator('[class*="st-key-item-"]').filter(has_text="the driver grabbed my arm")
    item.get_by_text("Pass on or close").click()
    expect(desk.get_by_text("Designated officer (LADO)").last).to_be_visible(timeout=WAIT_MS)
    desk.get_by_label("What you told them and how, and what the child knows").fill("Rang at ten.")
    desk.get_by_role("button", name="Keep that it was passed on").click()
    kept = desk.get_by_text("Passed on and still open: 1.")
    expect(kept).to_be_visible(timeout=WAIT_MS)


@pytest.mark.ci
@pytest.mark.parametrize("width", [320, 1280])
def test_pictures_of_the_pages(new_page, club: Server, tmp_path: Path, width: int) -> None:
    folder = CHECKOUT / "docs" / "screenshots"
    if os.environ.get("HEARD_SCREENSHOTS") != "1":
        folder = tmp_path
    page = new_page(width=width, height=800)
    sign_in(page, club)
    for name in PAGES:
        visit(page, club, name)
        block = page.get_by_test_id("stMainBlockContainer")
        height = min(int(block.evaluate("e => e.scrollHeight")), 3000)
        page.set_viewport_size({"width": width, "height": max(640, height)})
        page.wait_for_timeout(400)
        page.screenshot(path=folder / f"hearing-{name}-{width}.png")
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
