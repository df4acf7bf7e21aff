"""A child's whole journey in a real browser, on a small phone."""

from playwright.sync_api import Page

from tests.childs_page import Child
from tests.serving import Server

WORDS = "I had $5 and she had $10. <b>hi</b>\n# not a heading — naïve ‘quotes’ 🙂"


def test_a_child_answers_by_keyboard_alone(page: Page, server: Server) -> None:
    code = server.code("service_feedback", "8-10")
    page.goto(server.url)
    page.keyboard.type(code)  # the box for the code has the focus
    page.keyboard.press("Enter")
    child = Child(page, server)
    child.at_step("notice")
    _press(page, "agree")
    while True:
        page.wait_for_selector("[data-step=question], [data-step=review]")
        if child.step == "review":
            break
        here = child.question
        page.keyboard.press("Tab")
        if page.locator("textarea").count():
            page.keyboard.type("by hand")
        else:
            page.keyboard.press("Space")
        _press(page, "next")
        page.wait_for_function(f"() => !document.querySelector('[data-question-id={here}]')")
    _press(page, "submit")
    child.at_step("thanks")
    response = server.response_of(code)
    assert response is not None
    assert response.state == "submitted"


def _press(page: Page, mark: str) -> None:
    """Go on by Tab until the button has the focus, then press Enter."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.heard") == mark:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never reaches “{mark}”")


def test_words_are_kept_and_shown_as_typed(page: Page, server: Server) -> None:
    code = server.code("service_feedback", "8-10")
    child = Child(page, server).begin(code)
    child.go()
    child.write(WORDS)
    child.saved()
    page.reload()
    child.at(next(iter(server.answers_of(code).keys() - {"rating"}), child.question))
    assert child.words == WORDS
