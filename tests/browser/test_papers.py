"""Papers, entries without a code and words in other languages, as staff see them in a browser."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from data import responses
from data.clock import utc_now
from data.settings import CHECKOUT
from surveys.invitations import make
from surveys.keying.drafts import begin, finish, keep
from surveys.pages.round import COLUMNS
from surveys.permissions import Actor
from surveys.rounds import open_round, view
from tests import hearing
from tests.conftest import settings_in
from tests.serving import Server
from web.staff import accounts

PASSWORD = "wet piano lantern"
WAIT_MS = 20_000
ADMINISTRATOR = Actor("Asha Rao", frozenset({"administrator"}))
TEAM = Actor("Eve Moss", frozenset({"participation", "safeguarding"}))
COLLEAGUE = Actor("Ben Okafor", frozenset({"participation"}))
CLUB, TALK = "service_feedback-2", "service_feedback-1"
URDU = "مجھے اپنا پرانا سکول یاد آتا ہے"


@pytest.fixture(scope="module")
def office(browser, tmp_path_factory) -> Iterator[Server]:
    """A server with a round that takes papers, one paper to check, an entry without a code."""
    server = Server(settings_in(tmp_path_factory.mktemp("papers"))).start()
    now = utc_now()
    first = accounts.first_link(server.db, now)
    accounts.set_password(server.db, first, ADMINISTRATOR.name, PASSWORD, now)
    link = accounts.add_person(server.db, ADMINISTRATOR, TEAM.name, tuple(TEAM.roles), now)
    accounts.set_password(server.db, link, None, PASSWORD, now)
    said = [{"rating": "good", "good": URDU, "language": "ur", "who_was_there": "worker"}]
    talk = hearing.a_round(server.db, now, *said, title="Talk to us")
    held = hearing.begin(server.db, talk, "good", "the swings are broken again", now)
    with server.db.writing() as tx:
        responses.submit(tx, held, now.isoformat(), cut=True, state="held")
    teams = {"North": 12, "South": 30}
    open_round(server.db, TEAM, "service_feedback", now=now, teams=teams, title="Holiday club")
    keyed_in(server, CLUB)
    yield server
    server.end()


def keyed_in(server: Server, round_id: str) -> None:
    """A paper that a colleague keyed in."""
    now = utc_now()
    paper = begin(
        server.db, COLLEAGUE, round_id, code="", team="South", band="8-10", language="en", now=now
    )
    keep(server.db, COLLEAGUE, paper, "rating", {"keys": ["good"]}, now)
    keep(server.db, COLLEAGUE, paper, "good", {"words": "the  trampolins"}, now)
    finish(server.db, COLLEAGUE, paper, now)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where screenshots go: into the docs when HEARD_SCREENSHOTS=1, else nowhere that stays."""
    wanted = os.environ.get("HEARD_SCREENSHOTS") == "1"
    return CHECKOUT / "docs" / "screenshots" if wanted else tmp_path


def visit(page: Page, office: Server, name: str) -> None:
    """Open a staff page, signed in."""
    page.goto(f"{office.url}/{name}")
    if page.get_by_label("Your password").count():
        page.get_by_label("Your name").fill(TEAM.name)
        page.get_by_label("Your password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/today")
        page.goto(f"{office.url}/{name}")
    expect(page.locator("h1")).to_be_visible(timeout=WAIT_MS)
    settled(page)


def settled(page: Page) -> None:
    """Wait until the page of this run is whole."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_timeout(400)


def take_paper(page: Page, office: Server, language: str = "English") -> None:
    """Begin a paper with a fresh code; ends on its sheet."""
    code = make(office.db, TEAM, CLUB, 1, team="North", now=utc_now()).codes[0]
    page.get_by_label("Code on the paper").fill(code)
    page.get_by_text("8 to 10", exact=True).click()
    if language != "English":
        page.get_by_label("Language of the paper").click()
        page.get_by_role("option", name=language).click()
    page.get_by_role("button", name="Key it in").click()
    expect(page.locator("h1")).to_have_text("Key in what stands on the paper.", timeout=WAIT_MS)
    settled(page)


def test_a_paper_is_keyed_in_and_survives_a_reload(desk: Page, office: Server) -> None:
    before = view(office.db, TEAM, CLUB).answered
    visit(desk, office, "paper")
    take_paper(desk, office)
    expect(desk.locator("h1")).to_be_focused(timeout=WAIT_MS)
    box = desk.locator(".st-key-q-good textarea")
    box.fill("the trampolins\nand my frends")
    box.blur()
    settled(desk)
    visit(desk, office, "paper")
    desk.get_by_role("button", name="Go on with it").click()
    expect(box).to_have_value("the trampolins\nand my frends", timeout=WAIT_MS)
    desk.get_by_role("button", name="Save this paper").click()
    expect(desk.get_by_text("Kept. Write")).to_be_visible(timeout=WAIT_MS)
    assert view(office.db, TEAM, CLUB).answered == before + 1


def test_words_in_urdu_say_their_language_and_run_from_right_to_left(
    desk: Page, office: Server
) -> None:
    visit(desk, office, f"read?round={TALK}")
    quote = desk.get_by_test_id("stText").filter(has_text=URDU)
    expect(quote).to_have_attribute("lang", "ur", timeout=WAIT_MS)
    expect(quote).to_have_attribute("dir", "rtl")


def test_the_pages_have_no_breach_that_axe_finds(desk: Page, office: Server) -> None:
    found = {}
    for name in ("paper", "held", f"read?round={TALK}", "rounds"):
        visit(desk, office, name)
        breaches = Axe().run(desk).response["violations"]
        found[name] = [f"{b['id']}: {b['nodes'][0]['html'][:160]}" for b in breaches]
    assert found == {name: [] for name in found}


def test_a_question_in_urdu_stands_at_the_right_of_its_card(page: Page, office: Server) -> None:
    visit(page, office, "paper")
    take_paper(page, office, "Urdu")
    line = page.locator(".st-key-q-rating [class*='st-key-printed-ur-rtl-'] span").first
    expect(line).to_be_visible(timeout=WAIT_MS)
    box = page.locator(".st-key-q-rating").bounding_box() or {}
    words = line.evaluate(
        "e => { const r = document.createRange(); r.selectNodeContents(e); "
        "return r.getBoundingClientRect().right }"
    )
    assert box["x"] + box["width"] - words < 40


def test_every_figure_of_a_team_is_seen_on_a_small_phone(page: Page, office: Server) -> None:
    visit(page, office, f"rounds?round={CLUB}")
    figures = page.locator(".st-key-teams tbody tr:first-child td")
    names = figures.evaluate_all("all => all.map(e => getComputedStyle(e, '::before').content)")
    assert [name.strip('"') for name in names] == list(COLUMNS)
    edges = figures.evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
    assert max(edges) <= 320


@pytest.mark.ci
@pytest.mark.parametrize("width", [320, 1280])
def test_pictures_of_the_pages(new_page, office: Server, pictures: Path, width: int) -> None:
    page = new_page(width=width, height=800)
    for name, address in (
        ("paper-desk", "paper"),
        ("held", "held"),
        ("read-urdu", f"read?round={TALK}"),
        ("round-besides", f"rounds?round={CLUB}"),
    ):
        visit(page, office, address)
        picture(page, pictures, f"hearing-{name}", width)
    visit(page, office, "paper")
    page.get_by_role("button", name="Check it").click()
    expect(page.locator("h1")).to_contain_text("Hold paper", timeout=WAIT_MS)
    picture(page, pictures, "hearing-paper-check", width)
    visit(page, office, "paper")
    take_paper(page, office)
    picture(page, pictures, "hearing-paper-sheet", width)
    visit(page, office, "paper")
    take_paper(page, office, "Urdu")
    picture(page, pictures, "hearing-paper-sheet-urdu", width)


def picture(page: Page, folder: Path, name: str, width: int) -> None:
    """The page as far down as 3,000 px; nothing may stand beyond its right edge."""
    settled(page)
    block = page.get_by_test_id("stMainBlockContainer")
    height = min(int(block.evaluate("e => e.scrollHeight")), 3000)
    page.set_viewport_size({"width": width, "height": max(640, height)})
    page.wait_for_timeout(400)
    page.screenshot(path=folder / f"{name}-{width}.png")
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
