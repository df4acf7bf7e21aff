"""Both doors in every language: switched at any time, laid out its way, nothing lost."""

import pytest
from playwright.sync_api import Page, expect

from surveys.languages import LANGUAGES
from surveys.schema import Band
from surveys.screens import Screens, screens
from surveys.translations import offered
from tests.browser.doors import DOORS, WIDER, child_at
from tests.childs_page import Child
from tests.serving import Server, tiny

OTHERS = [code for code in offered() if code != "en"]
WIDER_LANGUAGES = [pytest.param(c, marks=pytest.mark.ci) for c in OTHERS if c not in ("pl", "ur")]


TITLES = {
    "band": "band_title",
    "notice": "agree_title",
    "question": "next",
    "review": "review_title",
    "thanks": "thanks_title",
}
"""A sentence of each step that its page must say."""
SHORT = 12
"""Letters: a shorter English sentence may be a word of another language as well."""


@pytest.fixture(params=WIDER)
def writing(request: pytest.FixtureRequest, page: Page, server: Server) -> Child:
    """A child with words on the page that are on their way."""
    child = child_at(request.param, page, server).begin(server.code(tiny("own_words"), "11-17"))
    child.go()
    child.write("a swing")
    return child


def _speak(child: Child, language: str) -> None:
    child.page.locator(".hd-tool summary").first.click()
    child.page.locator(f"[data-heard=language][lang={language}]").click()
    child.page.wait_for_selector(f".hd[lang={language}]")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("language", ["pl", "ur", *WIDER_LANGUAGES])
def test_every_screen_speaks_the_language(
    page: Page, server: Server, language: str, door: str
) -> None:
    child = child_at(door, page, server).enter(server.code("service_feedback"))
    _speak(child, language)
    steps = [_speaking(child, None, language)]
    for mark in ("band", "agree"):
        child.go(mark) if mark == "agree" else _choose_age(child)
        steps.append(_speaking(child, "11-17", language))
    while child.step == "question":
        child.go()
        steps.append(_speaking(child, "11-17", language))
    child.go("submit")
    steps.append(_speaking(child, "11-17", language))
    assert list(dict.fromkeys(steps)) == list(TITLES)


def _choose_age(child: Child) -> None:
    child.page.locator("[data-band='11-17'][data-heard=band]").click()
    child.at_step("notice")


def _speaking(child: Child, band: Band | None, language: str) -> str:
    """The step on the screen, which is in this language and says nothing of ours in English."""
    step, said, english = child.step, screens(band, language), screens(band)
    body = child.page.locator(".hd-body")
    expect(body).to_contain_text(getattr(said, TITLES[step]))
    root = child.page.locator("html")
    expect(root).to_have_attribute("lang", language)
    expect(root).to_have_attribute("dir", LANGUAGES[language].direction)
    told = body.inner_text()
    left = [text for name in Screens.__slots__ if len(text := getattr(english, name)) > SHORT]
    assert [text for text in left if text in told] == []
    if step == "question":
        number, of = (child.page.locator("progress").get_attribute(n) for n in ("value", "max"))
        assert child.page.title() == f"{said.progress.format(number=number, of=of)} – Heard"
    return step


def test_switching_keeps_words_that_were_not_saved_yet(writing: Child, server: Server) -> None:
    writing.page.route("**/answer", lambda route: route.abort())
    writing.write("a swing and a dog")
    writing.page.unroute("**/answer")
    _speak(writing, "pl")
    assert writing.words == "a swing and a dog"


def test_a_question_that_is_not_translated_is_marked_as_english(writing: Child) -> None:
    _speak(writing, "ur")
    question = writing.mark("question")
    expect(question).to_have_attribute("lang", "en")
    expect(question).to_have_attribute("dir", "ltr")


def test_help_stands_where_a_line_ends(writing: Child) -> None:
    _speak(writing, "ur")
    places = [writing.mark(name).bounding_box() for name in ("help", "leave")]
    assert places[0]["x"] < places[1]["x"]  # type: ignore[index]


def test_numbers_to_ring_keep_their_order(writing: Child) -> None:
    _speak(writing, "ur")
    writing.page.wait_for_load_state("networkidle")  # the light door fetches help ahead
    writing.mark("help").click()
    assert "\u20660800\u00a01111\u2069" in writing.page.locator("dialog").inner_text()


def test_the_language_is_kept_for_the_next_page_load(writing: Child) -> None:
    _speak(writing, "pl")
    writing.page.reload()
    writing.at("wish")
    expect(writing.page.locator(".hd")).to_have_attribute("lang", "pl")
