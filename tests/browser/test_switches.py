"""Bigger words, strong colours, no sound or movement: seen, said in words, for one sitting."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.doors import DOORS, WIDER, child_at
from tests.browser.stages import ADDRESS
from tests.childs_page import Child
from tests.serving import Server, tiny

CONTRAST = """() => {
  const shine = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map((n) => n / 255)
    .map((n) => (n <= 0.03928 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4))
    .reduce((sum, n, i) => sum + n * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (one) => {
    const colour = getComputedStyle(one).backgroundColor;
    return one.parentElement && /^rgba.*, 0\\)$/.test(colour) ? ground(one.parentElement) : colour;
  };
  return Math.min(...[...document.querySelectorAll(".hd :is(h1, p, a, button, summary, .hd-card)")]
    .filter((one) => one.checkVisibility() && one.innerText.trim())
    .map((one) => [shine(getComputedStyle(one).color), shine(ground(one))].sort((a, b) => b - a))
    .map(([light, dark]) => (light + 0.05) / (dark + 0.05)));
}"""

MOVING = """[...document.querySelectorAll(".hd *")].filter((one) => one.getAnimations().length
  || parseFloat(getComputedStyle(one).transitionDuration)).length"""
TICKS = """[...document.querySelectorAll(".hd-tick > *")]
  .map((one) => getComputedStyle(one).visibility === "visible")"""


@pytest.fixture(params=WIDER)
def arrived(request: pytest.FixtureRequest, page: Page, server: Server) -> Child:
    """A child in front of a door."""
    return child_at(request.param, page, server)


@pytest.fixture
def child(arrived: Child, server: Server) -> Child:
    """A child at their first question."""
    return arrived.begin(server.code(tiny("one_choice"), "8-10"))


def _press(child: Child, look: str) -> None:
    tool = child.page.locator(".hd-tool").last
    tool.evaluate("one => { one.open = true; }")
    with child.page.expect_response(lambda response: response.request.method == "POST"):
        child.page.locator(f"[data-look={look}]").click()
    expect(child.page.locator(f"[data-look={look}]")).to_have_attribute("aria-pressed", "true")


def _size(child: Child) -> float:
    script = "parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"
    return float(child.page.evaluate(script))


def test_a_switch_says_in_words_whether_it_is_on(child: Child) -> None:
    _press(child, "contrast")
    switch = child.page.locator("[data-look=contrast]")
    expect(switch).to_have_text("Strong colours On")
    expect(switch).to_have_attribute("aria-pressed", "true")


def test_the_switches_lie_open_before_the_first_question(desk: Page, server: Server) -> None:
    child = Child(desk, server).enter(server.code(tiny("one_choice"), "8-10"))
    expect(child.mark("looks").first).to_be_visible()


def test_bigger_words_are_half_as_big_again_and_fit_a_small_phone(child: Child) -> None:
    before = _size(child)
    _press(child, "bigger")
    assert _size(child) == pytest.approx(1.5 * before)
    assert child.page.evaluate("document.documentElement.scrollWidth") == 320


def test_strong_colours_are_seven_to_one(child: Child) -> None:
    _press(child, "contrast")
    edge = child.page.locator(".hd-card").first
    expect(edge).to_have_css("border-top-width", "3px")
    expect(edge).to_have_css("border-top-color", "rgb(0, 0, 0)")
    assert child.page.evaluate(CONTRAST) >= 7


@pytest.mark.parametrize("how", ["switch", "system"])
def test_nothing_moves_for_whoever_wants_that(child: Child, how: str) -> None:
    if how == "switch":
        _press(child, "quiet")
    else:
        child.page.emulate_media(reduced_motion="reduce")
    assert child.page.evaluate(MOVING) == 0


def test_a_chosen_answer_is_seen_in_forced_colours(child: Child) -> None:
    child.page.emulate_media(forced_colors="active")
    child.choose("yes")
    outline = "one => getComputedStyle(one).outlineStyle"
    assert child.page.locator("input:checked + .hd-card").evaluate(outline) == "solid"
    assert child.page.evaluate(TICKS) == [True, False, False, False]


def test_switches_stay_for_the_sitting_and_no_longer(child: Child, server: Server) -> None:
    _press(child, "bigger")
    _press(child, "contrast")
    child.page.reload()
    child.at("happy")
    expect(child.page.locator(".hd")).to_have_attribute("data-looks", "bigger contrast")
    child.mark("leave").click()
    child.page.wait_for_url("**/left")
    second = child.begin(server.code(tiny("one_choice"), "8-10"))
    expect(second.page.locator(".hd")).to_have_attribute("data-looks", "")


def test_a_switch_leaves_words_and_the_question_as_they_are(arrived: Child, server: Server) -> None:
    child = arrived.begin(server.code(tiny("own_words"), "11-17"))
    child.go()
    child.write("a swing")
    _press(child, "bigger")
    child.saved()
    assert (child.question, child.words) == ("wish", "a swing")


@pytest.mark.parametrize("door", DOORS)
def test_switches_before_the_code_go_on_into_the_questions(
    page: Page, server: Server, door: str
) -> None:
    page.goto(server.url + ADDRESS[door])
    for look in ("bigger", "contrast"):
        page.locator(".hd-tool").evaluate("one => { one.open = true; }")
        page.locator(f"[data-look={look}]").click()
        expect(page.locator(f"[data-look={look}]")).to_have_attribute("aria-pressed", "true")
    page.locator("[data-heard=language][lang=pl]").click()
    page.locator("[data-heard=code]").fill("NOSUCH22")
    page.locator("[data-heard=start]").click()
    expect(page.locator("[data-heard=problem]")).to_be_visible()
    page.locator("[data-heard=code]").fill(server.code(tiny("one_choice"), "8-10"))
    page.locator("[data-heard=start]").click()
    page.wait_for_selector("[data-step=notice]")
    expect(page.locator(".hd[lang=pl]").first).to_have_attribute("data-looks", "bigger contrast")


@pytest.mark.parametrize("address", ["/", "/s", "/help?lang=ur", "/receipt", "/left", "/not-now"])
def test_every_plain_page_has_the_switches_and_leads_on_with_them(
    page: Page, server: Server, address: str
) -> None:
    page.goto(server.url + address)
    page.locator(".hd-tool summary").click()
    before = _size(Child(page, server))
    page.locator("[data-look=bigger]").click()
    expect(page.locator("[data-look=bigger]")).to_have_attribute("aria-pressed", "true")
    assert _size(Child(page, server)) == pytest.approx(1.5 * before)
    links = page.locator("a[href^='/']:not([href='/staff']):not([href='/accessibility'])")
    led = [link.get_attribute("href") or "" for link in links.all()]
    assert [link for link in led if "looks=bigger" not in link] == []
    assert page.locator("html").get_attribute("lang") == ("ur" if "ur" in address else "en-GB")


def test_a_shared_tablet_leads_the_next_child_on_without_them(page: Page, server: Server) -> None:
    page.context.add_cookies([{"name": "heard_shared", "value": "1", "url": server.url}])
    page.goto(f"{server.url}/left?looks=bigger")
    expect(page.locator(".hd")).to_have_attribute("data-looks", "bigger")
    page.locator("main .hd-button").click()
    expect(page.locator(".hd")).to_have_attribute("data-looks", "")
