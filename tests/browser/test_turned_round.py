"""Marks that turn the direction of text stay inside a child's words: measured on the screen.

Where each letter around the words stands is asked of the browser: what is ours runs from left to
right, in the order in which it is written, whatever the words hold.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from data.clock import utc_now
from surveys.permissions import Actor
from tests.browser.doors import DOORS
from tests.browser.stages import Stage
from tests.conftest import settings_in
from tests.hearing import a_round
from tests.serving import Server
from web.staff import accounts

TURNED = "I said \u202eyes\u2067 to\u2069\u2069\u2069 \u202dher\u202c \u200f(1) then\u202e no"
"""Overrides and isolates that are opened and never closed, and closings of what is not open."""
PASSWORD = "wet piano lantern"
ADMINISTRATOR = Actor("Asha Rao", frozenset({"administrator"}))
_TURNED = """(words) => {
  const faults = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const inline = (one) => getComputedStyle(one).display === "inline";
  const blockOf = (one) => (inline(one) ? blockOf(one.parentElement) : one);
  const unread = `${words}, script, style, noscript, textarea`;
  const range = document.createRange();
  let before = null, block = null;
  while (walker.nextNode()) {
    const node = walker.currentNode, holder = node.parentElement;
    if (holder.closest(unread) || !holder.checkVisibility()) continue;
    if (blockOf(holder) !== block) { before = null; block = blockOf(holder); }
    for (let at = 0; at < node.data.length; at += 1) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (!box.width || !node.data[at].trim()) continue;
      const line = before && Math.abs(box.top - before.top) < 2;
      if (line && box.left < before.left - 0.5) {
        faults.push(block.textContent.slice(0, 80));
        break;
      }
      before = box;
    }
  }
  return faults;
}"""


def turned_round(page: Page, words: str) -> list[str]:
    """The texts of a page, beside the words, that do not run from left to right."""
    return list(page.evaluate(_TURNED, words))


def test_words_that_are_not_kept_apart_are_seen_to_turn_a_page(page: Page) -> None:
    page.set_content(f"<p>Before <b>{TURNED}</b> after it, 1 of 3</p>")
    assert len(turned_round(page, "b")) == 1


@pytest.mark.parametrize("door", DOORS)
def test_looking_back_a_child_finds_everything_in_its_order(
    page: Page, server: Server, door: str
) -> None:
    stage = Stage(server, page, door)
    device = stage.begun()
    while (question := device.here.question) is not None:
        if question.kind == "text":
            device.answer(words=TURNED)
        else:
            device.answer(passed="not_answered")
    stage.show(device)
    expect(page.locator("bdi").first).to_have_text(TURNED)
    assert turned_round(page, "bdi") == []


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a round in which a child wrote such words, and somebody who reads them."""
    server = Server(settings_in(tmp_path_factory.mktemp("turned"))).start()
    now = utc_now()
    link = accounts.first_link(server.db, now)
    accounts.set_password(server.db, link or "", ADMINISTRATOR.name, PASSWORD, now)
    roles = ("participation", "safeguarding")
    link = accounts.add_person(server.db, ADMINISTRATOR, "Eve Moss", roles, now)
    accounts.set_password(server.db, link, None, PASSWORD, now)
    a_round(
        server.db, now, {"rating": "good", "good": TURNED, "better": "the driver grabbed my arm"}
    )
    yield server
    server.end()


@pytest.mark.parametrize("name", ["safeguarding", "read"])
def test_a_page_of_staff_keeps_its_order_round_the_words(
    desk: Page, office: Server, name: str
) -> None:
    desk.goto(f"{office.url}/staff")
    desk.get_by_label("Your name").fill("Eve Moss")
    desk.get_by_label("Your password").fill(PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    desk.wait_for_url("**/today")
    desk.goto(f"{office.url}/{name}")
    expect(desk.get_by_test_id("stText").first).to_be_visible(timeout=20_000)
    desk.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    assert TURNED in "".join(desk.get_by_test_id("stText").all_text_contents())
    assert turned_round(desk, '[data-testid="stText"]') == []
