"""What a child says leaves no trace but the answer itself: one whole journey in each door.

The child writes words that are nowhere else. Afterwards they, and the code, are looked for in every
address that was asked for, in the browser's history, stores and cookies, and in the server's log.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, Request

from surveys.collecting.codes import shown
from tests.browser.doors import DOORS, child_at
from tests.browser.looking import PHONE
from tests.childs_page import Child
from tests.serving import Server

CANARY = "zebrafinch under the stairs"
STORES = """async () => JSON.stringify([
  {...localStorage}, {...sessionStorage}, document.cookie, history.state, window.name,
  await indexedDB.databases(), await caches.keys(),
  (await navigator.serviceWorker.getRegistrations()).length,
])"""


@dataclass
class Journey:
    """What one journey left: every request, the stores at each step, the child at the end."""

    child: Child
    code: str
    asked: list[Request] = field(default_factory=list)
    stores: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        """The child's page."""
        return self.child.page

    @property
    def history(self) -> list[str]:
        """Every entry of the tab's history, as the browser lists it."""
        session = self.page.context.new_cdp_session(self.page)
        entries = session.send("Page.getNavigationHistory")["entries"]
        return [f"{entry['url']} {entry['title']}" for entry in entries]

    def found_in(self, told: object) -> list[str]:
        """Which of the words and the code, as it is kept and as it is shown, something holds."""
        traces = (CANARY, CANARY.split()[0], self.code, shown(self.code))
        return [trace for trace in traces if trace in str(told)]

    def travel(self) -> "Journey":
        """From the way in to the thanks, with words in every box."""
        self.page.on("request", lambda request: self.asked.append(request))
        self.child.begin(self.code)
        self.asked[:] = [one for one in self.asked if "/s/" not in one.url]  # the way in itself
        while self.child.step == "question":
            self.answer()
            self.stores.append(self.page.evaluate(STORES))
            self.child.go()
        self.stores.append(self.page.evaluate(STORES))  # looking back over the answers
        self.child.go("submit")
        self.stores.append(self.page.evaluate(STORES))
        return self

    def answer(self) -> None:
        """Answer the question on the screen."""
        choices = self.page.locator('[data-heard="question"] input')
        if choices.count():
            choices.first.check()
        else:
            self.child.write(CANARY)
            self.child.saved()


@pytest.fixture(scope="module", params=DOORS)
def journey(request: pytest.FixtureRequest, browser: Browser, _server: Server) -> Iterator[Journey]:
    """A child who has answered everything and sent it."""
    context = browser.new_context(viewport=PHONE, locale="en-GB")
    child = child_at(request.param, context.new_page(), _server)
    yield Journey(child, _server.code("service_feedback", "11-17")).travel()
    context.close()


def test_every_word_is_kept(journey: Journey, server: Server) -> None:
    kept = server.answers_of(journey.code).values()
    assert {answer.words for answer in kept if answer.kind == "wrote"} == {CANARY}


def test_no_other_site_is_asked_for_anything(journey: Journey, server: Server) -> None:
    ours = (server.url, server.url.replace("http", "ws"), "data:", "blob:")
    assert [one.url for one in journey.asked if not one.url.startswith(ours)] == []


def test_no_address_and_no_referrer_holds_an_answer_or_the_code(journey: Journey) -> None:
    told = [(one.url, one.headers.get("referer")) for one in journey.asked]
    assert journey.found_in(told) == []


def test_no_cookie_holds_them(journey: Journey) -> None:
    assert journey.found_in(journey.page.context.cookies()) == []


def test_nothing_of_them_is_stored_in_the_browser_at_any_step(journey: Journey) -> None:
    assert journey.found_in(journey.stores) == []


def test_no_database_no_cache_and_no_worker_is_left_in_the_browser(journey: Journey) -> None:
    assert {tuple(map(str, json.loads(told)[-3:])) for told in journey.stores} == {
        ("[]", "[]", "0")
    }


def test_the_log_of_the_server_has_nothing_of_them(journey: Journey, server: Server) -> None:
    assert journey.found_in(server.log.read_text("utf-8")) == []


def test_no_entry_of_the_history_holds_them(journey: Journey) -> None:
    assert journey.found_in(journey.history) == []


def test_no_page_in_the_history_shows_them_again(journey: Journey) -> None:
    page, seen = journey.page, []
    for way in (page.reload, *[page.go_back] * len(journey.history), page.go_forward):
        way()
        page.wait_for_load_state("networkidle")
        seen.append(page.content() + page.title())
    assert journey.found_in(seen) == []


@pytest.mark.parametrize("door", DOORS)
def test_leaving_quickly_leaves_nothing_on_any_way_back(
    page: Page, server: Server, door: str
) -> None:
    journey = Journey(child_at(door, page, server), server.code("service_feedback", "11-17"))
    journey.child.begin(journey.code)
    while not page.locator("textarea").count():
        journey.child.go()
    journey.answer()
    journey.child.mark("leave").click()
    page.wait_for_url("**/left")
    seen = [page.content(), page.evaluate(STORES), journey.history, page.context.cookies()]
    for way in (page.reload, page.go_back, page.go_back, page.go_forward, page.reload):
        way()
        page.wait_for_load_state("networkidle")
        seen.append(page.content() + page.title() + page.url)
    assert journey.found_in(seen) == []
