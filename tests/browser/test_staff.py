"""A member of staff in a real browser: from the first link to codes for children, and out."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from data.clock import utc_now
from data.settings import CHECKOUT
from surveys.permissions import Actor
from surveys.rounds import open_round
from tests.conftest import settings_in
from tests.hearing import a_round
from tests.serving import Server
from web.pages.registry import PAGES
from web.staff import accounts

PASSWORD = "wet piano lantern"
WAIT_MS = 20_000
ADMINISTRATOR = Actor("Asha Rao", frozenset({"administrator"}))


@pytest.fixture(scope="module")
def office(browser, tmp_path_factory) -> Iterator[Server]:
    """A server on which nobody has an account yet, when the first test of this file begins."""
    server = Server(settings_in(tmp_path_factory.mktemp("office"))).start()
    yield server
    server.end()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where screenshots go: into the docs when HEARD_SCREENSHOTS=1, else nowhere that stays."""
    folder = CHECKOUT / "docs" / "screenshots"
    if os.environ.get("HEARD_SCREENSHOTS") != "1":
        folder = tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def choose_password(page: Page, address: str, name: str | None = None) -> None:
    page.goto(address)
    if name:
        page.get_by_label("Your name").fill(name)
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Set this password").click()


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/today")
    expect(page.locator("h1")).to_be_visible(timeout=WAIT_MS)


def account(office: Server, name: str, *roles: str) -> None:
    """Somebody who can sign in, with the first administrator made if nobody is there."""
    now = utc_now()
    first = accounts.first_link(office.db, now)
    if first:
        accounts.set_password(office.db, first, "Asha Rao", PASSWORD, now)
    if name not in [person.name for person in accounts.listing(office.db, ADMINISTRATOR)]:
        token = accounts.add_person(office.db, ADMINISTRATOR, name, roles, now)
        accounts.set_password(office.db, token, None, PASSWORD, now)


def settled(page: Page) -> None:
    """Wait until the page of this run is whole."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_timeout(400)


def picture(page: Page, folder: Path, name: str) -> None:
    """The whole page, not only what fits the window."""
    settled(page)
    size = dict(page.viewport_size or {})
    block = page.get_by_test_id("stMainBlockContainer")
    page.set_viewport_size({**size, "height": max(640, int(block.evaluate("e => e.scrollHeight")))})
    page.wait_for_timeout(300)
    page.screenshot(path=folder / f"{name}-{size['width']}.png")
    page.set_viewport_size(size)


def breaches(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{breach['id']}: {breach['nodes'][0]['html'][:120]}" for breach in found]


def test_from_the_first_link_to_codes_for_children_and_out(desk: Page, office: Server) -> None:
    token = accounts.first_link(office.db, utc_now())
    choose_password(desk, f"{office.url}/staff/welcome/{token}", "Asha Rao")
    expect(desk.get_by_role("status")).to_have_text("Your password is set. Sign in with it now.")
    sign_in(desk, "Asha Rao")
    bens_link = add_somebody(desk, "Ben Okafor", "Participation team")
    desk.get_by_role("button", name="Sign out").click()
    expect(desk.get_by_role("status")).to_have_text("You are signed out.")
    choose_password(desk, bens_link)
    sign_in(desk, "Ben Okafor")
    open_a_round(desk)
    assert len(set(make_codes(desk))) == 10
    desk.get_by_role("button", name="Sign out").click()
    desk.goto(f"{office.url}/rounds")
    expect(desk).to_have_url(f"{office.url}/staff")


def menu(page: Page, name: str) -> Locator:
    """A page's link in the menu; Today may link to the same page."""
    return page.get_by_test_id("stSidebarNavItems").get_by_role("link", name=name)


def add_somebody(page: Page, name: str, role: str) -> str:
    menu(page, "People").click()
    page.get_by_label("Name, as colleagues know them").fill(name)
    page.get_by_text(f"{role}:").click()
    page.get_by_role("button", name="Add and make their link").click()
    link = page.get_by_test_id("stCode")
    expect(link).to_contain_text("/staff/welcome/", timeout=WAIT_MS)
    return link.inner_text().strip()


def open_a_round(page: Page) -> None:
    menu(page, "Rounds").click()
    page.get_by_label("Which teams").fill("North team, 120\nSouth team, 180")
    page.get_by_label("What do you call this round?").fill("Autumn round")
    page.get_by_role("button", name="Open this round").click()
    expect(page.locator("h1")).to_have_text(
        "Autumn round: 0 of 300 (0%) have answered.", timeout=WAIT_MS
    )


def make_codes(page: Page) -> list[str]:
    page.get_by_text("Make codes for children").click()
    page.wait_for_timeout(500)  # the form unfolds; a press meanwhile lands beside the button
    page.get_by_role("button", name="Make the codes").click()
    expect(page.locator("h1")).to_have_text("10 codes for “Autumn round”", timeout=WAIT_MS)
    codes = page.get_by_test_id("stCode").inner_text().split()
    page.get_by_role("button", name="I have the codes").click()
    expect(page.get_by_test_id("stCode")).to_have_count(0, timeout=WAIT_MS)
    return codes


def test_a_session_is_dead_on_the_next_click_after_it_is_ended(desk: Page, office: Server) -> None:
    account(office, "Cara Lind", "participation")
    desk.goto(f"{office.url}/staff")
    sign_in(desk, "Cara Lind")
    cara = accounts.find(office.db, ADMINISTRATOR, "Cara Lind")
    accounts.stop_person(office.db, ADMINISTRATOR, cara.id, utc_now())
    menu(desk, "Rounds").click()
    expect(desk.locator("h1")).to_have_text("You are not signed in any more.", timeout=WAIT_MS)
    desk.get_by_role("link", name="Sign in again").click()
    expect(desk).to_have_url(f"{office.url}/staff")


def test_a_wrong_password_is_said_beside_the_field_that_has_the_focus(
    page: Page, office: Server
) -> None:
    account(office, "Dev Singh", "board")
    page.goto(f"{office.url}/staff")
    page.get_by_label("Your name").fill("Dev Singh")
    page.get_by_label("Your password").fill("not this one, no")
    page.keyboard.press("Enter")
    expect(page.locator("#password-problem")).to_contain_text("do not fit")
    expect(page.get_by_label("Your password")).to_be_focused()


def test_a_page_outside_somebodys_roles_is_not_there(desk: Page, office: Server) -> None:
    account(office, "Dev Singh", "board")
    desk.goto(f"{office.url}/staff")
    sign_in(desk, "Dev Singh")
    names = desk.get_by_test_id("stSidebarNavLink").all_inner_texts()
    assert [name.split("\n")[-1] for name in names] == ["Today", "Board"]
    desk.goto(f"{office.url}/people")
    settled(desk)
    expect(desk.get_by_text("can sign in")).to_have_count(0)


def test_the_plain_pages_have_no_breach_that_axe_finds(page: Page, office: Server) -> None:
    account(office, "Dev Singh", "board")
    token = accounts.new_link(
        office.db, ADMINISTRATOR, accounts.find(office.db, ADMINISTRATOR, "Dev Singh").id, utc_now()
    )
    found = {}
    for path in ("/staff", "/staff?after=out", f"/staff/welcome/{token}"):
        page.goto(office.url + path)
        found[path] = breaches(page)
    page.get_by_role("button", name="Set this password").click()
    found["with a problem"] = breaches(page)
    assert found == {path: [] for path in found}


def test_the_staff_pages_have_no_breach_that_axe_finds(desk: Page, office: Server) -> None:
    account(office, "Eve Moss", "participation", "administrator", "safeguarding")
    desk.goto(f"{office.url}/staff")
    sign_in(desk, "Eve Moss")
    found = {}
    for path in ("/today", "/rounds", "/people"):
        desk.goto(office.url + path)
        expect(desk.locator("h1")).to_be_visible(timeout=WAIT_MS)
        settled(desk)
        found[path] = breaches(desk)
    assert found == {path: [] for path in found}


@pytest.fixture(scope="module")
def busy(office: Server) -> Server:
    """The office with rounds in it, obviously made up: 40 of 300 answered, one is overdue."""
    account(office, "Eve Moss", "participation", "administrator", "safeguarding", "board")
    now = utc_now()
    days = {"opens": "2026-01-05", "closes": "2026-02-27", "hear_by": "2026-03-31"}
    some, all_known = {"North team": 120, "Leaving care": None}, {"North team": 120, "South": 95}
    actor = Actor("Eve Moss", frozenset({"participation"}))
    plans = "Child protection plans"
    open_round(office.db, actor, "out_of_borough", now=now, teams={"": 300}, **days)
    open_round(office.db, actor, "cp_end", now=now, teams=some, title=f"{plans}, end")
    open_round(office.db, actor, "cp_start", now=now, teams=all_known, title=f"{plans}, start")
    rating = ("very_good", "good", "good", "not_good")
    sent = [{"rating": rating[n % 4], "good": f"The trip number {n}."} for n in range(40)]
    a_round(office.db, now, *sent, title="Summer play scheme")
    return office


@pytest.mark.ci
@pytest.mark.parametrize("width", [320, 1280])
def test_pictures_of_the_staff_pages(new_page, busy: Server, pictures: Path, width: int) -> None:
    page = new_page(width=width, height=800)
    page.goto(f"{busy.url}/staff")
    page.screenshot(path=pictures / f"staff-sign-in-{width}.png", full_page=True)
    sign_in(page, "Eve Moss")
    addresses = {registered.path: registered.path[1:] for registered in PAGES}
    for address, name in {**addresses, "/rounds?round=cp_start-1": "round"}.items():
        page.goto(f"{busy.url}{address}")
        expect(page.locator("h1")).to_be_visible(timeout=WAIT_MS)
        picture(page, pictures, f"staff-{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_text("Make codes for children").click()
    page.wait_for_timeout(500)  # the form unfolds; a press meanwhile lands beside the button
    page.get_by_role("button", name="Make the codes").click()
    expect(page.get_by_test_id("stCode")).to_be_visible(timeout=WAIT_MS)
    picture(page, pictures, "staff-codes")
