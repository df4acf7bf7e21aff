"""A fault of ours: a sentence and a short number on the page, the same number in the log, no more.

What breaks is real: the kept wording of a survey cannot be read any more, or a child's words are
damaged. The canary stands where an exception's message would quote it.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from data.clock import utc_now
from surveys.permissions import Actor
from surveys.screens import screens
from tests.browser.doors import DOORS
from tests.browser.scenes import SCENES
from tests.browser.stages import Stage
from tests.conftest import settings_in
from tests.serving import Server
from web.staff import accounts

CANARY, PASSWORD = "canary-7c", "wet piano lantern"
ADMINISTRATOR = Actor("Asha Rao", frozenset({"administrator"}))
TRACE = ("Traceback", 'File "', CANARY)


@pytest.fixture(
    scope="module",
    params=[pytest.param("", id="plain"), pytest.param("json", id="json", marks=pytest.mark.ci)],
)
def server(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server of its own, for it is broken here; its log once plain and once as JSON."""
    folder = tmp_path_factory.mktemp("broken")
    server = Server(settings_in(folder), {"HEARD_LOG": request.param}).start()
    yield server
    server.end()


@contextmanager
def broken(server: Server, table: str, column: str) -> Iterator[None]:
    """One column of a table cannot be read while the block lasts."""
    kept = server.settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(kept, isolation_level=None)) as other:
        rows = other.execute(f"SELECT {column}, rowid FROM {table}").fetchall()
        other.execute(f"UPDATE {table} SET {column} = ?", (f"{CANARY} = [",))
        try:
            yield
        finally:
            other.executemany(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", rows)


def quoted(page: Page, words: str) -> str:
    """The number that a page says to quote, after these words."""
    expect(page.locator("body")).to_contain_text(words, timeout=20_000)
    found = re.search(r"\b(\d{3} \d{3})\b", page.locator("body").inner_text())
    assert found is not None
    return found[1]


def assert_only_the_number_is_told(server: Server, page: Page, number: str) -> None:
    """The log has the number once and neither trace nor words; the page has no more either."""
    log = server.log.read_text("utf-8")
    assert log.count(f"Fault {number}: ") == 1
    assert [part for part in TRACE if part in log or part in page.content()] == []


@pytest.mark.parametrize("door", DOORS)
def test_a_child_reads_a_sentence_and_a_number(page: Page, server: Server, door: str) -> None:
    stage = Stage(server, page, door)
    device = stage.begun()
    with broken(server, "survey_versions", "definition"):
        stage.show(device)
        number = quoted(page, screens().trouble_title)
    assert_only_the_number_is_told(server, page, number)


@pytest.mark.parametrize("door", DOORS)
def test_damaged_words_have_a_number_too_and_the_page_stays(
    page: Page, server: Server, door: str
) -> None:
    SCENES["trouble"](Stage(server, page, door))
    number = quoted(page, screens().trouble_title)
    page.wait_for_timeout(2_000)
    assert quoted(page, screens().trouble_title) == number
    assert_only_the_number_is_told(server, page, number)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("known_by", ["address", "browser"])
def test_trouble_is_said_in_the_language_that_is_known(
    browser: Browser, new_page: Callable[..., Page], server: Server, door: str, known_by: str
) -> None:
    locale = "pl-PL" if known_by == "browser" else "en-GB"
    context = browser.new_context(locale=locale)
    page = new_page(context)
    SCENES["trouble"](Stage(server, page, door, language="pl" if known_by == "address" else "en"))
    expect(page.locator("h1")).to_have_text(screens(None, "pl").trouble_title)
    expect(page.locator(".hd[lang=pl]").first).to_be_visible()
    assert "lang=pl" in (page.locator("a[data-heard=help]").get_attribute("href") or "")
    context.close()


def test_staff_read_a_sentence_and_a_number(desk: Page, server: Server) -> None:
    server.code("service_feedback", "11-17")
    sign_in(desk, server)
    with broken(server, "rounds", "opens"):
        desk.goto(f"{server.url}/rounds")
        number = quoted(desk, "Something went wrong on our side")
    assert_only_the_number_is_told(server, desk, number)


def sign_in(page: Page, server: Server) -> None:
    """Somebody of the participation team, at their first page."""
    now = utc_now()
    link = accounts.first_link(server.db, now)
    accounts.set_password(server.db, link or "", ADMINISTRATOR.name, PASSWORD, now)
    link = accounts.add_person(server.db, ADMINISTRATOR, "Eve Moss", ("participation",), now)
    accounts.set_password(server.db, link, None, PASSWORD, now)
    page.goto(f"{server.url}/staff")
    page.get_by_label("Your name").fill("Eve Moss")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/today")
