"""Letters for a list of children, from the page of a round to a PDF in the browser's downloads."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from data.clock import utc_now
from surveys.permissions import Actor
from surveys.rounds import open_round
from tests.browser.test_staff import WAIT_MS, account, sign_in
from tests.conftest import settings_in
from tests.documents.papers import texts
from tests.documents.reading import squeezed
from tests.integration.test_paper_letters import LIST, NAME, STREET, everything_in
from tests.serving import Server

NAME_OF_STAFF = "Ben Okafor"
FILLER = b"," * 1_200_000


@pytest.fixture(scope="module")
def office(browser, tmp_path_factory) -> Iterator[Server]:
    """A server with a temporary folder of its own, so that what it leaves there can be seen."""
    folder = tmp_path_factory.mktemp("letters")
    (folder / "scratch").mkdir()
    server = Server(settings_in(folder), {"TMPDIR": str(folder / "scratch")}).start()
    yield server
    server.end()


@pytest.fixture
def round_page(office, new_page) -> Page:
    """A round's page, seen by the participation team on a desktop."""
    page = new_page(width=1280, height=900)
    team = Actor(NAME_OF_STAFF, frozenset({"participation"}))
    opened = open_round(office.db, team, "out_of_borough", now=utc_now(), teams={"": 300}).id
    account(office, NAME_OF_STAFF, "participation")
    page.goto(f"{office.url}/staff")
    sign_in(page, NAME_OF_STAFF)
    page.goto(f"{office.url}/rounds?round={opened}")
    expect(page.locator("h1")).to_be_visible(timeout=WAIT_MS)
    return page


def send_list(page: Page, content: bytes) -> None:
    page.get_by_text("Letters for a list of children").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": content}
    )
    expect(page.get_by_text("list.csv")).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("button", name="Check the list and make the letters").click()


def test_a_list_becomes_letters_and_leaves_nothing_behind(office, round_page, tmp_path):
    send_list(round_page, LIST)
    link = round_page.get_by_role("link", name=re.compile("^Letters, a page each"))
    expect(link).to_be_visible(timeout=WAIT_MS)
    with round_page.expect_download() as downloading:
        link.click()
    downloading.value.save_as(tmp_path / "letters.pdf")
    (letter,) = texts((tmp_path / "letters.pdf").read_bytes())
    assert squeezed(NAME) in letter
    assert squeezed(STREET) in letter
    assert everything_in(office.settings.var.parent) == set()


def test_a_list_that_cannot_be_used_is_said_and_touches_no_disk(office, round_page):
    send_list(round_page, LIST + FILLER)
    refused = round_page.get_by_text("larger than 1 MB")
    expect(refused).to_be_visible(timeout=WAIT_MS)
    assert everything_in(office.settings.var.parent) == set()


def test_questions_to_print_are_offered_in_the_languages_of_the_survey(round_page):
    round_page.get_by_text("On paper: print the questions").click()
    link = round_page.get_by_role("link", name="Ages 8 to 10 (PDF)")
    expect(link).to_have_attribute(
        "href", re.compile(r"/out_of_borough-\d+/8-10\.pdf\?language=en$")
    )
    assert Axe().run(round_page).response["violations"] == []
