"""Leave quickly: one tap, and nothing is left on the screen, in history or in the browser."""

import pytest
from playwright.sync_api import Page, Route, expect

from data.clock import utc_now
from surveys.collect import leave, open_say
from surveys.screens import screens
from tests.browser.doors import DOORS, child_at
from tests.browser.networks import network
from tests.browser.stages import Stage
from tests.children import Device
from tests.childs_page import Child
from tests.serving import Server, tiny

LEFT_BEHIND = """async () => JSON.stringify([
  {...localStorage}, {...sessionStorage}, await indexedDB.databases(), await caches.keys(),
  document.cookie, history.state, document.title, document.body.innerText,
])"""


@pytest.fixture
def code(server: Server) -> str:
    """A code for three short questions; the second asks for words."""
    return server.code(tiny("own_words"), "11-17")


@pytest.fixture
def gone(page: Page, server: Server, code: str) -> Child:
    """A child who wrote something and left quickly."""
    child = Child(page, server).begin(code)
    child.go()
    child.write("a secret swing")
    child.saved()
    child.mark("leave").click()
    page.wait_for_url("**/left")
    return child


def test_nothing_is_left_in_the_browser(gone: Child, code: str) -> None:
    left = gone.page.evaluate(LEFT_BEHIND)
    assert [word for word in ("secret", code, "wish") if word in left] == []


def test_back_forward_and_reload_show_nothing(gone: Child) -> None:
    for way in (gone.page.go_back, gone.page.go_back, gone.page.go_forward, gone.page.reload):
        way()
        gone.page.wait_for_load_state()
        assert "secret" not in gone.page.content()
        assert gone.mark("question").count() == 0


def test_history_holds_no_code_and_no_words(gone: Child, code: str) -> None:
    session = gone.page.context.new_cdp_session(gone.page)
    entries = session.send("Page.getNavigationHistory")["entries"]
    told = " ".join(f"{entry['url']} {entry['title']}" for entry in entries)
    assert [word for word in ("secret", code, "wish") if word in told] == []


@pytest.fixture(params=DOORS)
def writing(request: pytest.FixtureRequest, page: Page, server: Server, code: str) -> Child:
    """A child at either door whose first words are kept."""
    child = child_at(request.param, page, server).begin(code)
    child.go()
    child.write("a swing")
    child.saved()
    return child


def test_the_last_words_before_leaving_are_kept(writing: Child, server: Server, code: str) -> None:
    writing.page.locator("textarea").press_sequentially(" and a secret dog")
    writing.mark("leave").click()
    writing.page.wait_for_url("**/left")
    assert server.answers_of(code)["wish"].words == "a swing and a secret dog"


def test_leaving_without_a_connection_empties_the_screen_and_ends_when_it_is_back(
    writing: Child, server: Server, code: str
) -> None:
    with network(writing.page, offline=True):
        writing.page.locator("textarea").press_sequentially(" and a secret dog")
        writing.mark("leave").click()
        expect(writing.page.locator("body")).not_to_contain_text("What")
        assert "secret" not in writing.page.content()
        writing.page.wait_for_timeout(1_500)
    writing.page.wait_for_url("**/left")
    assert "heard_child" not in {one["name"] for one in writing.page.context.cookies()}
    assert server.answers_of(code)["wish"].words == "a swing and a secret dog"


def test_what_was_still_on_its_way_draws_nothing_on_a_screen_that_was_left(
    writing: Child,
) -> None:
    page = writing.page
    page.wait_for_load_state("networkidle")
    leaving: list[Route] = []
    on_its_way: list[Route] = []
    page.route("**/leave", lambda route: leaving.append(route))  # a builtin is refused

    def the_first(route: Route) -> None:
        route.continue_() if on_its_way else on_its_way.append(route)

    for address in ("**/answer", "**/s"):
        page.route(address, the_first)
    page.locator("textarea").press_sequentially(" and a secret dog")
    writing.mark("next").click()
    _until(page, on_its_way)
    writing.mark("leave").click()
    _until(page, leaving)
    on_its_way[0].continue_()
    page.wait_for_timeout(1_000)  # it had come by then, where it was drawn
    assert page.locator("body").inner_text().strip() == ""
    page.unroute_all(behavior="ignoreErrors")


def _until(page: Page, held: list[Route]) -> None:
    """Wait until a request is held back."""
    for _ in range(200):
        if held:
            return
        page.wait_for_timeout(50)
    raise AssertionError("no request was made")


def test_what_is_on_the_screen_afterwards_tells_nothing(gone: Child) -> None:
    seen = gone.page.title() + gone.page.locator("body").inner_text()
    assert [word for word in ("Heard", "answer", "code", "question", "swing") if word in seen] == []


@pytest.mark.parametrize("door", DOORS)
def test_who_came_without_a_code_keeps_their_words_in_sight_when_the_page_is_over(
    page: Page, server: Server, door: str
) -> None:
    token = open_say(server.db, door=door, now=utc_now())
    stage, device = Stage(server, page, door), Device(server.db, token, utc_now())
    device.to_questions().answer(keys=["complaint"])
    while device.here.question is not None and device.here.question.kind != "text":
        device.answer(passed="not_answered")
    stage.show(device)
    leave(server.db, token, utc_now())
    page.locator("textarea").fill("still here")
    expect(page.get_by_text(screens("11-17").gone_no_code)).to_be_visible()
    assert page.locator("textarea").input_value() == "still here"
    assert page.locator("[data-heard=code]").count() == 0


def test_help_has_the_way_out_on_it(writing: Child, server: Server, code: str) -> None:
    writing.page.wait_for_load_state("networkidle")  # the light door fetches help ahead
    writing.page.locator("textarea").press_sequentially(" and a secret dog")
    writing.mark("help").click()
    writing.mark("help-leave").click()
    writing.page.wait_for_url("**/left")
    assert server.answers_of(code)["wish"].words == "a swing and a secret dog"
    assert "heard_child" not in {one["name"] for one in writing.page.context.cookies()}


def test_the_page_with_help_has_the_way_out_on_it(writing: Child, server: Server) -> None:
    writing.page.goto(f"{server.url}/help")
    writing.mark("leave").click()
    writing.page.wait_for_url("**/left")
    assert "heard_child" not in {one["name"] for one in writing.page.context.cookies()}
