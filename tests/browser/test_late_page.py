"""A page that comes later than it should, while the child's page already asks how the server is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute

from tests.childs_page import Child
from tests.serving import Server, tiny


class Line:
    """Streamlit's line to a page: what the server says can be held back and let go."""

    def __init__(self, page: Page) -> None:
        """Stand between the page and the server."""
        self.held: list[str | bytes] | None = None
        page.route_web_socket("**/_stcore/stream", self._join)

    def hold(self) -> None:
        """Keep from now on what the server says."""
        self.held = []

    def let_go(self) -> None:
        """Hand over what was kept, and hold nothing any more."""
        kept, self.held = self.held or [], None
        for message in kept:
            self._to_page(message)

    def _join(self, line: WebSocketRoute) -> None:
        self._to_page: Callable[[str | bytes], None] = line.send
        line.connect_to_server().on_message(self._said)

    def _said(self, message: str | bytes) -> None:
        if self.held is None:
            self._to_page(message)
        else:
            self.held.append(message)


@pytest.fixture
def line(page: Page) -> Line:
    """The line to this test's page."""
    return Line(page)


def test_a_page_that_comes_late_is_not_loaded_anew(page: Page, server: Server, line: Line) -> None:
    asked: list[Route] = []
    page.route(f"{server.url}/health", lambda route: asked.append(route))
    child = Child(page, server).begin(server.code(tiny("own_words"), "11-17"))
    page.evaluate("window.same = true")
    line.hold()
    with page.expect_request(f"{server.url}/health"):
        child.mark("next").click()
    line.let_go()
    child.at("wish")
    asked[0].continue_()
    page.wait_for_timeout(1_500)  # a reload would be here by now
    child.write("a swing")
    child.saved()
    assert page.evaluate("window.same")


def test_a_page_that_never_comes_is_loaded_anew(page: Page, server: Server, line: Line) -> None:
    child = Child(page, server).begin(server.code(tiny("own_words"), "11-17"))
    line.hold()
    child.mark("next").click()
    page.wait_for_event("load", timeout=20_000)
    line.let_go()
    child.at("wish")
    assert child.question == "wish"
