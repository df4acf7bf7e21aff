"""What the look of a screen alone tells a child, in both doors: nothing leads the eye wrong."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from surveys.helplines import helplines
from surveys.schema import Band
from surveys.screens import screens
from tests.browser.doors import DOORS
from tests.browser.looking import PHONE
from tests.browser.scenes import SCENES
from tests.browser.stages import Stage
from tests.serving import Server

Shown = Callable[..., Page]
TABLET = {"width": 768, "height": 1024}

pytestmark = [pytest.mark.ci, pytest.mark.parametrize("door", DOORS)]


@pytest.fixture
def shown(browser: Browser, new_page: Callable[..., Page], server: Server) -> Iterator[Shown]:
    """`shown(scene, door, band, language)`: that screen on a phone of 320 px."""
    context = browser.new_context(viewport=PHONE, locale="en-GB")

    def on(name: str, door: str, band: Band = "11-17", language: str = "en") -> Page:
        stage = Stage(server, new_page(context), door, band, language)
        SCENES[name](stage)
        return stage.page

    yield on
    context.close()


def _boxes(page: Page, selector: str) -> list[dict[str, float]]:
    """Where each of these stands: left, right, top, bottom, width, height."""
    return list(
        page.locator(selector).evaluate_all("all => all.map(one => one.getBoundingClientRect())")
    )


def test_the_words_of_a_scale_stand_beside_their_own_numbers(shown: Shown, door: str) -> None:
    page = shown("scale", door)
    (low, high), numbers = _boxes(page, ".hd-end"), _boxes(page, ".hd-scale .hd-card")
    assert low["bottom"] <= min(number["top"] for number in numbers)
    assert high["top"] >= max(number["bottom"] for number in numbers)
    page.set_viewport_size(TABLET)
    assert len({number["top"] for number in _boxes(page, ".hd-scale .hd-card")}) == 1


def test_the_chosen_number_has_a_tick(shown: Shown, door: str) -> None:
    page = shown("scale-answered", door)
    assert page.locator("input:checked + .hd-card .hd-tick *").is_visible()
    assert page.locator(".hd-tick *").filter(visible=True).count() == 1


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_answers_of_the_youngest_are_all_of_one_size(
    shown: Shown, door: str, language: str
) -> None:
    page = shown("choice-drawn", door, "4-7", language)
    cards = _boxes(page, ".hd-tiles .hd-card")
    assert len({(round(card["width"]), round(card["left"])) for card in cards}) == 2
    assert len(cards) == 4
    assert all(card["width"] > 128 and card["height"] > 128 for card in cards)


def test_the_tick_of_an_answer_touches_neither_its_picture_nor_its_edge(
    shown: Shown, door: str
) -> None:
    page = shown("choice-drawn-answered", door, "4-7")
    tick, picture = (_boxes(page, f".hd-tiles .{one}")[0] for one in ("hd-tick", "hd-picture"))
    card = _boxes(page, ".hd-tiles .hd-card")[0]
    assert tick["left"] >= picture["right"] or tick["bottom"] <= picture["top"]
    assert card["left"] < picture["left"]
    assert tick["right"] < card["right"]


def test_help_opens_at_its_top(shown: Shown, door: str) -> None:
    page = shown("help-sheet", door, "4-7", "ur")
    sheet, danger = (_boxes(page, one)[0] for one in ("dialog[open]", "dialog .hd-danger"))
    assert sheet["top"] < danger["top"]
    assert page.evaluate("document.activeElement.id") == "hd-help-title"


def test_not_to_answer_weighs_as_much_as_to_skip(shown: Shown, door: str) -> None:
    page = shown("choice", door)
    skip, rather = _boxes(page, ".hd-beside .hd-button")
    assert (round(skip["width"]), skip["top"]) == (round(rather["width"]), rather["top"])


def test_rather_not_say_looks_chosen_until_an_answer_is(shown: Shown, door: str) -> None:
    page = shown("rather-not", door)
    rather = page.locator("[data-heard=rather-not]")
    assert rather.get_attribute("aria-pressed") == "true"
    assert rather.evaluate("one => getComputedStyle(one).boxShadow") != "none"
    page.locator("[data-heard=question] input").first.check()
    assert rather.get_attribute("aria-pressed") == "false"
    assert not rather.locator("svg").is_visible()


def _sizes(page: Page, selector: str) -> set[float]:
    """How large the words of each of these are, in px."""
    script = "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    return set(page.locator(selector).evaluate_all(script))


@pytest.mark.parametrize("scene", ["review", "mine", "help-sheet"])
def test_the_youngest_read_every_word_in_their_own_size(
    shown: Shown, door: str, scene: str
) -> None:
    page = shown(scene, door, "4-7")
    own = _sizes(page, ".hd")
    assert _sizes(page, ".hd-review p" if scene != "help-sheet" else "dialog :is(dt, dd)") == own


@pytest.mark.parametrize("scene", ["still-here", "help-sheet", "notice-code", "thanks"])
def test_a_heading_is_larger_than_the_words_under_it(shown: Shown, door: str, scene: str) -> None:
    page = shown(scene, door, "4-7")
    headings = _sizes(page, ":is(dialog[open], .hd-body) :is(h1, h2)")
    assert min(headings) > min(_sizes(page, ".hd"))


def test_how_far_it_is_is_said_in_bold(shown: Shown, door: str) -> None:
    said = shown("choice", door).locator(".hd-progress p")
    assert said.evaluate("one => getComputedStyle(one).fontWeight") == "600"


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_notice_begins_in_the_upper_half_of_a_phone(
    shown: Shown, door: str, language: str
) -> None:
    page = shown("notice-code", door, "4-7", language)
    assert _boxes(page, "h1")[0]["top"] < PHONE["height"] / 3
    assert page.locator("[data-heard=looks]").first.is_hidden()


def test_what_unfolds_says_so(shown: Shown, door: str) -> None:
    page = shown("choice", door)
    marks = """all => all.map(one => {
      const mark = getComputedStyle(one, "::after");
      return [parseFloat(mark.borderBottomWidth) > 0, mark.transform];
    })"""
    there = page.locator("summary").filter(visible=True)
    folded = there.evaluate_all(marks)
    assert len(folded) == 3
    assert all(drawn for drawn, _ in folded)
    there.last.click()
    assert there.evaluate_all(marks)[-1] != folded[-1]


def test_nobody_leaves_by_a_slip_of_the_finger(shown: Shown, door: str) -> None:
    page = shown("notice-code", door)
    last, other = _boxes(page, "[data-heard=not-now]")[0], _boxes(page, ".hd-foot")[0]
    assert other["top"] - last["bottom"] >= 32


@pytest.mark.parametrize("scene", ["declined", "take-back", "taken-back", "band"])
def test_a_button_keeps_its_distance_from_the_words_above(
    shown: Shown, door: str, scene: str
) -> None:
    page = shown(scene, door)
    words, button = _boxes(page, ".hd-lead")[-1], _boxes(page, ".hd-ways .hd-button")[0]
    assert button["top"] - words["bottom"] >= 20


def test_the_room_for_saved_is_no_gap(shown: Shown, door: str) -> None:
    page = shown("choice", door)
    why, skip = _boxes(page, ".hd-body summary")[-1], _boxes(page, ".hd-beside")[0]
    assert skip["top"] - why["bottom"] <= 48


@pytest.mark.parametrize("scene", ["declined", "taken-back", "not-now"])
def test_the_way_to_the_start_looks_the_same_everywhere(
    shown: Shown, door: str, scene: str
) -> None:
    page = shown(scene, door)
    start = page.locator(".hd-body .hd-ways .hd-button, main .hd-ways .hd-button").first
    assert start.evaluate("one => getComputedStyle(one).color") == "rgb(255, 255, 255)"
    heading, top = _boxes(page, "h1")[0], _boxes(page, ".hd-top")[0]
    assert heading["top"] - top["bottom"] >= 12


def test_a_code_that_is_asked_for_again_is_the_one_thing_to_do(shown: Shown, door: str) -> None:
    page = shown("code-again", door)
    assert page.locator(".hd-main").filter(visible=True).all_inner_texts() == ["Carry on"]
    assert page.locator("[data-heard=problem]").filter(visible=True).count() == 1
    assert page.get_by_role("heading", name="What is one thing that should stay the same?").count()


def test_each_of_the_four_words_has_a_line_and_is_copied_as_it_is_typed(
    shown: Shown, door: str
) -> None:
    words = shown("thanks", door).locator("[data-heard=words]")
    lines = words.evaluate("one => one.offsetHeight / parseFloat(getComputedStyle(one).lineHeight)")
    assert round(lines) == 4
    words.evaluate("one => getSelection().selectAllChildren(one)")
    assert len(words.evaluate("() => String(getSelection())").split(" ")) == 4


def test_only_the_question_mark_is_turned_round_in_urdu(shown: Shown, door: str) -> None:
    turned = "all => all.map(one => getComputedStyle(one).transform !== 'none')"
    mark = shown("choice-drawn", door, "4-7", "ur").locator(".hd-tiles .hd-picture")
    assert mark.evaluate_all(turned) == [False, False, False, True]
    faces = shown("rather-not", door, "4-7", "ur").locator(".hd-tiles .hd-picture")
    assert faces.evaluate_all(turned) == [False] * 4


def test_the_youngest_see_999_and_childline_and_may_unfold_the_rest(
    shown: Shown, door: str
) -> None:
    page = shown("help-sheet", door, "4-7")
    seen = page.locator("dialog a[href^='tel:'], dialog a[href^='sms:']")
    assert seen.filter(visible=True).count() == 2
    assert page.get_by_text(screens("4-7").help_intro).filter(visible=True).count() == 1
    page.get_by_text(screens("4-7").help_more).filter(visible=True).click()
    assert seen.filter(visible=True).count() == len(helplines().lines)


def test_somebody_can_be_asked_for_right_after_999_and_childline(shown: Shown, door: str) -> None:
    page = shown("help-sheet", door)
    ask, lines = (_boxes(page, f"dialog {one}") for one in ("[data-heard^=ask-]", "dl"))
    assert lines[0]["bottom"] < ask[0]["top"]
    assert ask[-1]["bottom"] < lines[1]["top"]
    back = _boxes(page, "dialog .hd-close")[0]
    assert back["height"] < PHONE["height"] / 8


@pytest.mark.parametrize(("way", "left"), [("this", "cold"), ("other", "loud")])
def test_of_two_pages_the_words_of_one_can_stay(
    shown: Shown, door: str, way: str, left: str
) -> None:
    page = shown("two-tabs", door, "8-10", "ur")
    note, box = _boxes(page, "#hd-two-pages")[0], _boxes(page, "textarea")[0]
    assert note["bottom"] < box["top"]
    page.locator(f"[data-heard=keep-{way}]").click()
    assert page.locator("textarea").input_value() == f"My room is {left}"
    page.wait_for_selector("[data-heard=saved]")
    page.reload()
    expect(page.locator("textarea")).to_have_value(f"My room is {left}")
