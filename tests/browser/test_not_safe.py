"""Beside every box for a child's own words stands whom we have to tell when someone is not safe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from surveys.schema import BANDS, Band
from surveys.screens import screens
from tests.browser.doors import DOORS
from tests.browser.scenes import SCENES
from tests.browser.stages import Stage
from tests.serving import Server

WIDE = pytest.mark.ci
BY_TURNS = [
    pytest.param(door, band, marks=() if (turn + place) % 2 else WIDE)
    for turn, door in enumerate(DOORS)
    for place, band in enumerate(BANDS)
]
WAITING = [
    pytest.param(door, scene, marks=() if scene == "code-again" else WIDE)
    for door in DOORS
    for scene in ("recalled", "not-saved", "two-tabs", "code-again")
]
BOX, LINE = "textarea", '[data-heard="not-safe"]'


@pytest.fixture
def before_a_box(page: Page, server: Server) -> Callable[..., Page]:
    """A child before a box for words: `scene` says in which of the places that have one."""

    def at(scene: str, door: str, band: Band, language: str = "en") -> Page:
        SCENES[scene](Stage(server, page, door, band, language))
        return page

    return at


@pytest.mark.parametrize(("door", "band"), BY_TURNS)
def test_a_box_says_whom_we_have_to_tell(
    before_a_box: Callable[..., Page], door: str, band: Band
) -> None:
    page = before_a_box("text", door, band)
    expect(page.locator(LINE)).to_have_text(screens(band).not_safe)
    described = page.locator(BOX).get_attribute("aria-describedby") or ""
    assert page.locator(LINE).get_attribute("id") in described.split()


@pytest.mark.parametrize("door", DOORS)
def test_it_is_seen_before_a_word_is_written(before_a_box: Callable[..., Page], door: str) -> None:
    page = before_a_box("text", door, "11-17")
    box, line = page.locator(BOX).bounding_box(), page.locator(LINE).bounding_box()
    assert box is not None
    assert line is not None
    assert 0 <= line["y"] - (box["y"] + box["height"]) < 24


@pytest.mark.parametrize(("door", "scene"), WAITING)
def test_wherever_words_wait_in_a_box_it_stands_there_too(
    before_a_box: Callable[..., Page], door: str, scene: str
) -> None:
    page = before_a_box(scene, door, "11-17")
    assert page.locator(LINE).count() == page.locator(BOX).count()


def test_it_is_said_in_the_language_of_the_page(before_a_box: Callable[..., Page]) -> None:
    page = before_a_box("text", "light", "8-10", "ur")
    expect(page.locator(LINE)).to_have_text(screens("8-10", "ur").not_safe)
