"""What a child sees: nothing that axe finds, targets for small fingers, no sideways scroll.

The pictures in docs/screenshots are taken here, on a phone of 320 px and on a desktop.
"""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from data.settings import CHECKOUT
from tests.childs_page import Child
from tests.serving import Server, tiny

PICTURES = CHECKOUT / "docs" / "screenshots"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALLEST_TARGET, SMALLEST_CARD = 44, 60
WIDTHS = (320, pytest.param(1280, marks=pytest.mark.ci))
KEPT_QUESTIONS = 2

Look = Callable[[str], None]


def _look_at(page: Page, name: str, width: int, *, keep: bool = True) -> None:
    """Hold one state of the page against the rules, and keep its picture."""
    page.wait_for_timeout(200)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response
    told = [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found["violations"]]
    assert told == [], f"{name}: axe"
    assert _sideways(page) <= width, f"{name}: scrolls sideways"
    assert _too_small(page) == [], f"{name}: targets"
    if not keep:
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"child-{name}-{width}.png", full_page=True)


def _sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def _too_small(page: Page) -> list[str]:
    """Visible controls under 44 px in either direction, and answer cards under 60 px in height."""
    script = """([target, card]) => [...document.querySelectorAll(
      '.hd a, .hd button, .hd input, .hd textarea, .hd summary'
      )].filter((one) => one.checkVisibility()).flatMap((one) => {
        const box = one.getBoundingClientRect();
        const least = one.matches('.hd-choice input') ? card : target;
        const small = box.height < least || box.width < target;
        return small ? [`${one.outerHTML.slice(0, 80)} ${box.width}x${box.height}`] : [];
      })"""
    return list(page.evaluate(script, [SMALLEST_TARGET, SMALLEST_CARD]))


@pytest.fixture(params=WIDTHS)
def width(request: pytest.FixtureRequest) -> int:
    """A small phone, and a desktop."""
    return int(request.param)


@pytest.fixture
def child(new_page: Callable[..., Page], server: Server, width: int) -> Child:
    """A child before a screen of this width."""
    return Child(new_page(width=width, height=640 if width < 500 else 900), server)


def test_the_way_in(child: Child, server: Server, width: int) -> None:
    child.page.goto(server.url)
    _look_at(child.page, "code", width)
    child.mark("code").fill("ABCD2345")
    child.mark("start").click()
    child.page.wait_for_selector("[data-heard=problem]")
    _look_at(child.page, "code-wrong", width)


@pytest.mark.parametrize("name", ["help", "left", "not-now", "nowhere"])
def test_plain_pages(child: Child, server: Server, width: int, name: str) -> None:
    child.page.goto(f"{server.url}/{name}")
    _look_at(child.page, name, width)


@pytest.mark.parametrize(
    ("band", "survey", "width"),
    [
        ("4-7", "lac_review", 320),
        ("4-7", "service_feedback", 1280),
        ("8-10", "service_feedback", 320),
        ("11-17", "service_feedback", 320),
        ("11-17", "service_feedback", 1280),
        ("18-25", "service_feedback", 320),
    ],
    indirect=["width"],
)
def test_a_whole_survey(child: Child, server: Server, width: int, band: str, survey: str) -> None:
    child.enter(server.code(survey))
    if band == "11-17":
        _look_at(child.page, "band", width)
    child.page.locator(f'[data-band="{band}"][data-heard="band"]').click()
    child.at_step("notice")
    _look_at(child.page, f"{band}-notice", width)
    child.go("agree")
    for number in _questions(child):
        _look_at(child.page, f"{band}-question-{number}", width, keep=number <= KEPT_QUESTIONS)
        _answer(child)
    _look_at(child.page, f"{band}-review", width)
    child.go("submit")
    _look_at(child.page, f"{band}-thanks", width)


def _questions(child: Child) -> Iterator[int]:
    number = 0
    while child.step == "question":
        number += 1
        yield number


def _answer(child: Child) -> None:
    answers = child.page.locator('[data-heard="question"] input')
    if answers.count():
        answers.nth(min(1, answers.count() - 1)).check()
    else:
        child.write("I like the garden. I would like my own shelf.")
    child.go()


def test_an_answer_chosen_saved_and_passed(child: Child, server: Server, width: int) -> None:
    child.begin(server.code(tiny("one_choice"), "4-7"))
    child.choose("yes")
    child.saved()
    _look_at(child.page, "chosen", width)
    child.page.locator("summary").click()
    _look_at(child.page, "why", width)
    child.go("rather-not")
    child.go("back")
    _look_at(child.page, "rather-not", width)


def test_a_scale(child: Child, server: Server, width: int) -> None:
    child.begin(server.code(tiny("a_scale"), "11-17"))
    child.choose("7")
    child.saved()
    _look_at(child.page, "scale", width)


def test_help_over_a_question(child: Child, server: Server, width: int) -> None:
    child.begin(server.code(tiny("one_choice"), "8-10"))
    child.mark("help").click()
    _look_at(child.page, "help-sheet", width)


def test_words_that_are_not_saved_yet(child: Child, server: Server, width: int) -> None:
    child.begin(server.code(tiny("own_words"), "11-17"))
    child.go()
    server.kill()
    child.write("I wish for a swing in the garden.")
    child.page.wait_for_selector("[data-heard=problem]")
    _look_at(child.page, "not-saved", width)


def test_the_code_asked_for_again(child: Child, server: Server, width: int) -> None:
    child.begin(server.code(tiny("own_words"), "11-17"))
    child.go()
    child.page.context.clear_cookies()
    child.write("I wish for a swing in the garden.")
    child.page.wait_for_selector("form.hd-again")
    _look_at(child.page, "code-again", width)


def test_a_new_question_has_the_focus_on_its_heading(child: Child, server: Server) -> None:
    child.begin(server.code(tiny("own_words"), "11-17"))
    child.go()
    focused = child.page.evaluate("document.activeElement.id")
    assert (focused, child.page.title()) == ("hd-title", "2 of 4 – Heard")


def test_nothing_of_an_answer_is_left_in_the_browser(child: Child, server: Server) -> None:
    child.begin(server.code(tiny("own_words"), "11-17"))
    child.go()
    child.write("a secret swing")
    child.saved()
    kept = child.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    databases = child.page.evaluate("indexedDB.databases().then((all) => all.length)")
    assert "swing" not in kept + child.page.url
    assert ("heard_child" in kept, databases) == (False, 0)


def test_no_other_site_hears_of_a_child(child: Child, server: Server) -> None:
    asked: list[str] = []
    child.page.on("request", lambda request: asked.append(request.url))
    child.begin(server.code(tiny("one_choice"), "8-10"))
    child.go()
    assert [url for url in asked if not url.startswith((server.url, "data:"))] == []
