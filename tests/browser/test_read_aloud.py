"""A screen is read aloud, by a voice of this device, with the words followed as they are spoken.

A headless browser has no voices; a stand-in for the browser's speech says what it was given and
speaks on when the test says so.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from surveys.helplines import helplines
from surveys.loader import parse, published
from surveys.screens import notice, screens
from tests.browser.doors import DOORS, WIDER, child_at
from tests.browser.stages import Stage
from tests.childs_page import Child
from tests.serving import Server, tiny

SPEECH = """(() => {
  const spoken = [], told = new Set();
  let speaking = null, voices = [];
  window.speech = {
    spoken,
    arrive: (...known) => { voices = known; told.forEach((tell) => tell()); },
    word: (charIndex, charLength) => speaking.onboundary({ name: "word", charIndex, charLength }),
    over: () => { const said = speaking; speaking = null; said.onend(); },
    silent: () => speaking === null,
  };
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices,
    speak: (said) => { speaking = said; spoken.push(said.text); },
    cancel: () => { speaking = null; },
    addEventListener: (_name, tell) => told.add(tell),
    removeEventListener: (_name, tell) => told.delete(tell),
  } });
})();"""
BRITISH = '{ lang: "en-GB", localService: true }'


@pytest.fixture(params=DOORS)
def child(request: pytest.FixtureRequest, page: Page, server: Server) -> Child:
    """A child in front of either door, on a device with a British voice."""
    page.add_init_script(f"{SPEECH} speech.arrive({BRITISH});")
    return child_at(request.param, page, server)


@pytest.fixture(params=WIDER)
def listening(request: pytest.FixtureRequest, page: Page, server: Server) -> Child:
    """A child of 4 to 7 at a question, on such a device."""
    page.add_init_script(f"{SPEECH} speech.arrive({BRITISH});")
    child = child_at(request.param, page, server)
    return child.begin(server.code(tiny("one_choice"), "4-7"))


def _heard(child: Child) -> list[str]:
    """Everything that the screen says when it is read."""
    child.page.evaluate("speech.spoken.length = 0")
    child.mark("listen").locator("visible=true").last.click()  # a sheet's own, where one is open
    while not child.page.evaluate("speech.silent()"):
        child.page.evaluate("speech.over()")
    return [str(said) for said in child.page.evaluate("speech.spoken")]


def _in_order(said: list[str], *wanted: str) -> bool:
    """Whether these are said, in this order, whatever is said between them."""
    left = iter(said)
    return all(one in left for one in wanted)


def _reading(child: Child) -> str:
    return child.page.locator("[data-reading]").inner_text().strip()


@pytest.mark.parametrize("door", DOORS)
def test_without_a_voice_there_is_no_button(page: Page, server: Server, door: str) -> None:
    child = child_at(door, page, server).begin(server.code(tiny("one_choice"), "4-7"))
    assert child.mark("listen").count() == 0


@pytest.mark.parametrize(
    "voice", ['{ lang: "en-GB", localService: false }', '{ lang: "fr-FR", localService: true }']
)
def test_a_voice_elsewhere_or_of_another_language_is_none(
    page: Page, server: Server, voice: str
) -> None:
    page.add_init_script(SPEECH)
    child = Child(page, server).begin(server.code(tiny("one_choice"), "4-7"))
    page.evaluate(f"speech.arrive({voice})")
    assert child.mark("listen").count() == 0


def test_the_question_comes_first_and_then_each_answer(listening: Child) -> None:
    listening.mark("listen").click()
    read = []
    while not listening.page.evaluate("speech.silent()"):
        read.append(_reading(listening))
        listening.page.evaluate("speech.over()")
    assert read[0] == listening.page.locator("h1").inner_text()
    assert read[2:] == listening.page.locator(".hd-card").all_inner_texts()


def test_the_spoken_word_is_shown(listening: Child) -> None:
    listening.mark("listen").click()
    title = listening.page.locator("h1").inner_text()
    listening.page.evaluate(f"speech.word({title.index(' ') + 1}, 3)")
    shown = listening.page.evaluate("[...CSS.highlights.get('heard-word')].map(String)")
    assert shown == [title[title.index(" ") + 1 :][:3]]


def _second_press(child: Child) -> None:
    child.mark("listen").click()


def _next_question(child: Child) -> None:
    child.go("skip")


def _quiet(child: Child) -> None:
    child.page.locator("[data-heard=looks]").first.evaluate(
        "one => one.closest('details').open = 1"
    )
    child.page.locator("[data-look=quiet]").click()


def _leave(child: Child) -> None:
    child.page.route("**/leave", lambda route: route.abort())
    child.mark("leave").click()


@pytest.mark.parametrize("how", [_second_press, _next_question, _quiet, _leave])
def test_it_falls_silent(listening: Child, how: Callable[[Child], None]) -> None:
    listening.mark("listen").click()
    how(listening)
    listening.page.wait_for_function("() => speech.silent()")
    assert listening.page.locator("[data-reading]").count() == 0


def test_quiet_takes_the_button_away(listening: Child) -> None:
    _quiet(listening)
    expect(listening.mark("listen")).to_have_count(0)
    listening.page.locator("[data-look=quiet]").click()
    expect(listening.mark("listen")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("door", DOORS)
def test_the_first_thing_said_is_what_it_is_about(
    page: Page, server: Server, door: str, language: str
) -> None:
    stage = Stage(server, page, door, "4-7", language, published()["cp_start"])
    device = stage.sit(stage.code("4-7"))
    stage.show(device)
    asked = device.here.questionnaire
    assert asked is not None
    said = page.locator("[data-say]").all_inner_texts()
    assert said[:3] == [asked.title, asked.intro, notice("4-7", "code", language).title]
    assert page.locator("h1:not(dialog h1)").inner_text() == asked.title


def test_each_age_is_read_before_it_is_chosen(child: Child, server: Server) -> None:
    child.enter(server.code(tiny("one_choice")))
    words = screens()
    ages = (words.band_name(band) for band in tiny("one_choice").bands)
    assert _in_order(_heard(child), words.band_title, words.band_intro, *ages)


def test_own_answers_and_the_four_words_are_read(child: Child, server: Server) -> None:
    child.begin(server.code(tiny("one_choice"), "8-10"))
    child.choose("yes")
    while child.step == "question":
        child.go()
    words = screens("8-10")
    assert _in_order(_heard(child), words.review_title, "Are you happy here?", "Yes")
    child.go("submit")
    said, four = _heard(child), child.mark("words").inner_text()
    assert _in_order(said, words.thanks_title, words.hear("2036-06-30"), words.words_title, four)


def test_help_is_read_by_itself(child: Child, server: Server) -> None:
    child.begin(server.code(tiny("one_choice"), "8-10"))
    child.page.wait_for_load_state("networkidle")  # the light door fetches it ahead
    child.mark("help").click()
    expect(child.mark("listen").locator("visible=true").last).to_be_in_viewport()
    first = helplines(None, "en").lines[0]
    said, words = _heard(child), screens("8-10")
    assert _in_order(said, words.help_title, words.help_danger, first.name)
    assert child.page.locator("h1").first.inner_text() not in said


@pytest.mark.parametrize("address", ["/", "/s", "/help", "/receipt", "/not-now"])
def test_a_plain_page_is_read(page: Page, server: Server, address: str) -> None:
    page.add_init_script(f"{SPEECH} speech.arrive({BRITISH});")
    page.goto(f"{server.url}{address}")
    title = page.locator("h1").inner_text()
    said = _heard(Child(page, server))
    assert _in_order(said, title, page.locator("main p").first.inner_text())


@pytest.mark.parametrize("door", DOORS)
def test_a_recording_belongs_to_the_question_whatever_stands_above(
    page: Page, server: Server, door: str
) -> None:
    asked = 'text = "Are you happy here?"'
    text = tiny("one_choice").source.replace('id = "one_choice"', 'id = "one_recorded"')
    recorded = parse(text.replace(asked, f'{asked}\nsound = "happy.mp3"'), "a test")
    child = child_at(door, page, server).begin(server.code(recorded, "8-10"))
    expect(child.page.locator("h1")).to_have_attribute("data-sound", "/sound/happy.mp3")
