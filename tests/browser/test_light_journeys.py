"""The light door in a browser: with a script and without, by keyboard, and when things go wrong."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from surveys.collecting.codes import shown
from tests.childs_page import Child, LightChild
from tests.serving import Server, tiny

WORDS = "I was scared at home"


@pytest.fixture
def child(page: Page, server: Server) -> LightChild:
    """A child with a small phone."""
    return LightChild(page, server)


@pytest.fixture
def plain(browser: Browser, server: Server) -> LightChild:
    """A child whose browser runs no script."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=False, locale="en-GB"
    )
    yield LightChild(context.new_page(), server)
    context.close()


def _answer_all(child: LightChild) -> None:
    while child.step == "question":
        choices = child.page.locator('[data-heard="question"] input')
        if choices.count():
            choices.first.check()
        else:
            child.write(WORDS)
        here = child.question
        child.mark("next").click()
        child.page.wait_for_selector(f"[data-question-id={here}]", state="detached")


def test_a_journey_without_a_script(plain: LightChild, server: Server) -> None:
    code = server.code("service_feedback", "8-10")
    plain.enter(code)
    plain.mark("agree").click()
    _answer_all(plain)
    plain.mark("submit").click()
    expect(plain.mark("words")).to_be_visible()
    assert {a.words for a in server.answers_of(code).values() if a.kind == "wrote"} == {WORDS}


@pytest.mark.ci
def test_a_journey_with_the_script_in_one_address(child: LightChild, server: Server) -> None:
    code = server.code("service_feedback", "8-10")
    child.enter(code)
    child.go("agree")
    _answer_all(child)
    child.go("submit")
    response = server.response_of(code)
    assert response is not None
    assert response.state == "submitted"
    assert child.page.url == f"{server.url}/s"


def test_by_keyboard_alone(child: LightChild, server: Server) -> None:
    code = server.code(tiny("ten_questions"), "11-17")
    child.enter(code)
    child.press("agree")
    while child.answer_by_keyboard():
        pass
    child.press("submit")
    child.at_step("thanks")


@pytest.mark.ci
def test_enter_in_an_answer_goes_on(child: LightChild, server: Server) -> None:
    child.begin(server.code(tiny("ten_questions"), "11-17"))
    here = child.question
    child.page.locator('[data-heard="question"] input').first.focus()
    child.page.keyboard.press("Space")
    child.page.keyboard.press("Enter")
    child.page.wait_for_selector(f"[data-question-id={here}]", state="detached")
    assert child.step == "question"


@pytest.mark.ci
def test_a_new_question_has_the_focus_and_the_title_says_where(
    child: LightChild, server: Server
) -> None:
    child.begin(server.code(tiny("own_words"), "11-17"))
    child.go()
    focused = child.page.evaluate("document.activeElement.id")
    assert (focused, child.page.title()) == ("hd-title", "2 of 4 – Heard")


def test_words_are_kept_while_they_are_typed(child: LightChild, server: Server) -> None:
    code = server.code(tiny("own_words"), "11-17")
    asked = child.to_box(code)
    child.page.locator("textarea").press_sequentially(WORDS)
    child.saved()
    child.page.reload()
    assert child.words == WORDS
    assert server.answers_of(code)[asked].words == WORDS


def test_offline_in_the_middle_of_a_sentence(child: LightChild, server: Server) -> None:
    code = server.code(tiny("own_words"), "11-17")
    asked = child.to_box(code)
    child.write("I was ")
    child.saved()
    child.page.context.set_offline(True)
    child.page.locator("textarea").press_sequentially("scared ", delay=5)
    child.problem()
    child.mark("next").click()
    child.page.locator("textarea").press_sequentially("at home")
    child.page.context.set_offline(False)
    child.page.wait_for_selector(f"[data-question-id={asked}]", state="detached")
    assert "I was scared " in server.answers_of(code)[asked].words


def test_the_server_is_killed_and_comes_back(child: LightChild, server: Server) -> None:
    code = server.code(tiny("own_words"), "11-17")
    asked = child.to_box(code)
    server.kill()
    child.write(WORDS)
    child.problem()
    child.mark("next").click()
    server.restart()
    child.page.wait_for_selector(f"[data-question-id={asked}]", state="detached")
    assert server.answers_of(code)[asked].words == WORDS


def test_back_leads_to_the_question_before_and_its_words(child: LightChild, server: Server) -> None:
    asked = child.to_box(server.code(tiny("own_words"), "11-17"))
    child.write(WORDS)
    child.go()
    child.page.go_back()
    child.at(asked)
    assert child.words == WORDS


def test_words_typed_just_before_the_tab_is_closed_are_kept(
    child: LightChild, server: Server
) -> None:
    code = server.code(tiny("own_words"), "11-17")
    asked = child.to_box(code)
    child.write(WORDS)
    child.page.goto("about:blank")
    child.enter(code)
    child.at(asked)
    assert child.words == WORDS


def test_a_double_tap_answers_one_question(child: LightChild, server: Server) -> None:
    code = server.code(tiny("ten_questions"), "11-17")
    child.begin(code)
    here = child.question
    child.mark("next").dblclick()
    child.page.wait_for_selector(f"[data-question-id={here}]", state="detached")
    child.page.wait_for_timeout(300)
    assert list(server.answers_of(code)) == [here]


def test_the_code_is_asked_for_beside_words_that_wait(child: LightChild, server: Server) -> None:
    code = server.code(tiny("own_words"), "11-17")
    asked = child.to_box(code)
    child.page.context.clear_cookies()
    child.write(WORDS)
    child.mark("code").fill(shown(code))
    assert child.words == WORDS
    child.mark("start").click()
    child.at_step("question")
    assert server.answers_of(code)[asked].words == WORDS


def test_the_switches_stay_open_and_keep_the_words(child: LightChild, server: Server) -> None:
    child.to_box(server.code(tiny("own_words"), "11-17"))
    child.write("half a sen")
    child.page.locator("summary", has_text="How it looks and sounds").click()
    child.page.locator("[data-look=bigger]").click()
    expect(child.page.locator("[data-look=bigger]")).to_have_attribute("aria-pressed", "true")
    assert child.page.locator(".hd").get_attribute("data-looks") == "bigger"
    assert child.words == "half a sen"


def test_leaving_empties_the_screen_and_the_way_back(child: LightChild, server: Server) -> None:
    code = server.code(tiny("own_words"), "11-17")
    asked = child.to_box(code)
    child.write(WORDS)
    child.mark("leave").click()
    child.page.wait_for_url("**/left")
    child.page.go_back()
    expect(child.mark("code")).to_be_visible()
    assert WORDS not in child.page.content()
    assert server.answers_of(code)[asked].words == WORDS


def test_help_opens_without_the_server(child: LightChild, server: Server) -> None:
    child.to_box(server.code(tiny("own_words"), "11-17"))
    child.page.wait_for_timeout(500)
    child.page.context.set_offline(True)
    child.mark("help").click()
    expect(child.page.locator("dialog .hd-danger")).to_be_visible()
    child.mark("help-back").click()
    expect(child.page.locator("textarea")).to_be_visible()
    child.page.context.set_offline(False)


def test_nothing_of_an_answer_is_left_in_the_browser(child: LightChild, server: Server) -> None:
    child.to_box(server.code(tiny("own_words"), "11-17"))
    child.write("a secret swing")
    child.saved()
    kept = child.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    databases = child.page.evaluate("indexedDB.databases().then((all) => all.length)")
    assert (kept, databases) == ('[{},{},""]', 0)


@pytest.mark.ci
def test_no_other_site_hears_of_a_child(child: LightChild, server: Server) -> None:
    asked: list[str] = []
    child.page.on("request", lambda request: asked.append(request.url))
    child.begin(server.code(tiny("one_choice"), "8-10"))
    child.go()
    assert [url for url in asked if not url.startswith(server.url)] == []


def test_no_code_is_in_the_history(child: LightChild, server: Server) -> None:
    code = server.code(tiny("one_choice"), "8-10")
    child.page.goto(server.url)
    child.begin(code)
    child.go()
    history = child.page.context.new_cdp_session(child.page).send("Page.getNavigationHistory")
    assert all(code not in entry["url"] for entry in history["entries"])


def test_a_link_on_another_site_comes_in_once_and_leaves_no_code(
    child: LightChild, server: Server
) -> None:
    code = server.code(tiny("one_choice"), "8-10")
    elsewhere = "http://other.example/"
    link = f'<a href="{server.url}/s/{code}">answer</a>'
    child.page.route(elsewhere, lambda route: route.fulfill(body=link, content_type="text/html"))
    child.page.goto(elsewhere)
    child.page.locator("a").click()
    child.page.wait_for_selector("[data-step=notice]")
    history = child.page.context.new_cdp_session(child.page).send("Page.getNavigationHistory")
    assert all(code not in entry["url"] for entry in history["entries"])


def test_a_journey_begun_in_the_light_door_ends_in_the_other(
    child: LightChild, server: Server
) -> None:
    code = server.code(tiny("own_words"), "11-17")
    asked = child.to_box(code)
    child.write(WORDS)
    child.saved()
    child.page.goto(server.url)
    child.at(asked)
    assert child.words == WORDS


@pytest.mark.ci
def test_a_journey_begun_in_the_other_door_goes_on_by_code_in_the_light_one(
    page: Page, new_page: Callable[..., Page], server: Server
) -> None:
    code = server.code(tiny("own_words"), "11-17")
    first = Child(page, server).begin(code)
    first.go()
    first.write(WORDS)
    first.saved()
    second = LightChild(new_page(), server).enter(code)
    assert second.step == "question"
    assert WORDS not in second.page.content()


def test_words_typed_before_the_script_came_are_kept(child: LightChild, server: Server) -> None:
    code = server.code(tiny("own_words"), "11-17")
    asked = child.to_box(code)
    waiting: list[Route] = []
    child.page.route("**/light/light.*", lambda route: waiting.append(route))
    child.page.goto(f"{server.url}/s", wait_until="commit")
    child.write(WORDS)
    child.page.wait_for_timeout(200)
    waiting[0].continue_()
    child.saved()
    assert server.answers_of(code)[asked].words == WORDS


def test_a_second_tab_with_other_words_is_shown_and_both_are_kept(
    child: LightChild, new_page: Callable[..., Page], server: Server
) -> None:
    code = server.code(tiny("own_words"), "11-17")
    asked = child.to_box(code)
    other = LightChild(new_page(child.page.context), server)
    other.page.goto(f"{server.url}/s")
    child.write("My room is loud")
    child.saved()
    other.write("My room is cold")
    other.page.wait_for_selector("#hd-two-pages")
    other.saved()
    assert server.answers_of(code)[asked].words == "My room is cold\nloud"
