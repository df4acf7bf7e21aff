"""Nothing a child says is lost or doubled: reload, Back, two tabs, a dead server, another child."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from data.settings import Settings
from tests.childs_page import Child
from tests.serving import Server, tiny


@pytest.fixture
def code(server: Server) -> str:
    """A code for three short questions; the second asks for words."""
    return server.code(tiny("own_words"), "11-17")


@pytest.fixture
def writing(page: Page, server: Server, code: str) -> Child:
    """A child at the question that asks for words."""
    child = Child(page, server).begin(code)
    child.choose("yes")
    child.go()
    child.at("wish")
    return child


def _words(server: Server, code: str) -> str | None:
    answer = server.answers_of(code).get("wish")
    return answer.words if answer else None


def _until(holds: Callable[[], bool], within_s: float = 20) -> None:
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end, "it did not come to hold in time"
        time.sleep(0.1)


def test_words_are_kept_while_they_are_typed(writing: Child, server: Server, code: str) -> None:
    writing.page.locator("textarea").press_sequentially("a swing and a dog " * 6, delay=30)
    kept = _words(server, code) or ""
    assert len(kept) > 30  # three seconds of typing without a pause
    assert ("a swing and a dog " * 6).startswith(kept)


def test_a_reload_shows_the_same_question_and_words(writing: Child) -> None:
    writing.write("a swing")
    writing.saved()
    writing.page.reload()
    writing.at("wish")
    assert writing.words == "a swing"


def test_a_reload_right_after_the_last_key_loses_nothing(
    writing: Child, server: Server, code: str
) -> None:
    writing.page.locator("textarea").press_sequentially("a swing")
    writing.page.reload()
    writing.at("wish")
    assert writing.words == "a swing"


def test_the_browsers_back_shows_the_question_before_and_forward_the_words(
    writing: Child,
) -> None:
    writing.write("a swing")
    writing.saved()
    writing.page.go_back()
    writing.at("happy")
    assert writing.page.locator('input[value="yes"]').is_checked()
    writing.page.go_forward()
    writing.at("wish")
    assert writing.words == "a swing"


def test_back_right_after_the_last_key_loses_nothing(
    writing: Child, server: Server, code: str
) -> None:
    writing.page.locator("textarea").press_sequentially("a swing")
    writing.page.go_back()
    writing.at("happy")
    _until(lambda: _words(server, code) == "a swing")


def test_a_second_tab_shows_the_same_question_and_words(writing: Child, server: Server) -> None:
    writing.write("a swing")
    writing.saved()
    second = Child(writing.page.context.new_page(), server)
    second.page.goto(server.url)
    second.at("wish")
    assert second.words == "a swing"


def test_what_two_tabs_wrote_is_joined(writing: Child, server: Server, code: str) -> None:
    writing.write("I wish for ")
    writing.saved()
    second = Child(writing.page.context.new_page(), server)
    second.page.goto(server.url)
    second.at("wish")
    second.write("I wish for a dog")
    second.saved()
    writing.write("I wish for a swing")
    _until(lambda: _words(server, code) == "I wish for a swing\ndog")
    assert writing.words == "I wish for a swing\ndog"


def test_a_double_tap_moves_once(writing: Child, server: Server, code: str) -> None:
    writing.write("a swing")
    writing.mark("next").dblclick()
    writing.at("short")
    writing.page.wait_for_timeout(700)
    assert writing.question == "short"


def test_a_double_tap_of_a_finger_moves_once(browser: Browser, server: Server, code: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 1000}, has_touch=True)
    child = Child(context.new_page(), server).begin(code)
    box = child.mark("next").bounding_box() or {}
    for _ in range(2):
        child.page.touchscreen.tap(box["x"] + 50, box["y"] + 20)
        child.page.wait_for_timeout(150)  # the next question is there, with its button beneath
    child.page.wait_for_timeout(700)
    assert child.question == "wish"
    context.close()


def test_a_double_tap_on_send_sends_once(writing: Child, server: Server, code: str) -> None:
    while writing.step == "question":
        writing.go()
    writing.mark("submit").dblclick()
    writing.at_step("thanks")
    response = server.response_of(code)
    assert response is not None
    assert response.state == "submitted"


def test_a_server_killed_in_mid_answer_loses_nothing(
    writing: Child, server: Server, code: str
) -> None:
    writing.write("a swing")
    writing.saved()
    server.kill()
    writing.write("a swing and a dog")
    expect(writing.mark("problem")).to_contain_text("Your words are still here")
    assert writing.page.get_by_role("dialog").count() == 0  # Streamlit's own stays away
    server.restart()
    writing.saved()
    assert _words(server, code) == "a swing and a dog"


def test_next_pressed_while_the_server_is_down_goes_on_when_it_is_up(
    writing: Child, server: Server, code: str
) -> None:
    server.kill()
    writing.write("a swing")
    writing.mark("next").click()
    expect(writing.mark("problem")).to_be_visible()
    server.restart()
    writing.at("short")
    assert _words(server, code) == "a swing"


def test_the_page_goes_on_after_a_restart_with_the_same_words(
    writing: Child, server: Server
) -> None:
    writing.write("a swing")
    writing.saved()
    server.kill()
    server.restart()
    writing.mark("next").click()
    writing.at("short")
    writing.go("back")
    assert writing.words == "a swing"


def test_a_frozen_server_loses_nothing(writing: Child, server: Server, code: str) -> None:
    server.freeze()
    writing.page.locator("textarea").press_sequentially("a swing and a dog", delay=20)
    writing.page.wait_for_timeout(3_000)
    server.thaw()
    writing.saved()
    assert _words(server, code) == "a swing and a dog"


def test_a_locked_database_is_not_a_lost_answer(writing: Child, server: Server, code: str) -> None:
    with closing(sqlite3.connect(_file(server.settings), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        writing.write("a swing")
        expect(writing.mark("problem")).to_be_visible(timeout=20_000)
        other.execute("ROLLBACK")
    writing.saved()
    assert _words(server, code) == "a swing"


def _file(settings: Settings) -> str:
    return settings.database_url.removeprefix("sqlite:///")


def test_a_session_that_ended_asks_for_the_code_beside_the_words(
    writing: Child, server: Server, code: str
) -> None:
    second = writing.page.context.new_page()
    second.goto(server.url)
    second.locator("[data-heard=leave]").click()
    second.wait_for_url("**/left")
    writing.write("a swing")
    again = writing.page.locator("form.hd-again")
    again.locator("[data-heard=code]").fill(code)
    assert writing.words == "a swing"
    again.locator("[data-heard=start]").click()
    again.wait_for(state="detached")
    _until(lambda: _words(server, code) == "a swing")


def test_another_childs_sign_in_never_gets_the_first_childs_words(
    writing: Child, server: Server, code: str
) -> None:
    other_code = server.code(tiny("own_words"), "11-17")
    second = writing.page.context.new_page()
    second.goto(f"{server.url}/s/{other_code}")
    second.wait_for_selector("[data-step=notice]")
    writing.write("I am the first child")
    again = writing.page.locator("form.hd-again")
    expect(again).to_contain_text("Someone else has put in a code")
    assert server.answers_of(other_code) == {}
    again.locator("[data-heard=code]").fill(code)
    again.locator("[data-heard=start]").click()
    _until(lambda: _words(server, code) == "I am the first child")


def test_hidden_marks_are_taken_out_and_it_is_said(
    writing: Child, server: Server, code: str
) -> None:
    writing.write("one\u0000 two\u0007")
    note = writing.page.locator("#hd-removed")
    expect(note).to_contain_text("2 hidden marks")
    assert (_words(server, code), writing.words) == ("one two", "one two")


def test_the_room_for_words_is_said_before_it_ends(writing: Child) -> None:
    writing.go()
    writing.at("short")
    writing.write("x" * 17)
    assert writing.page.locator("#hd-room").inner_text() == ""
    writing.write("x" * 18)
    expect(writing.page.locator("#hd-room")).to_contain_text("2 more letters")


def test_leaving_keeps_the_last_words_and_shows_nothing_afterwards(
    writing: Child, server: Server, code: str
) -> None:
    writing.page.locator("textarea").press_sequentially("a swing")
    writing.mark("leave").click()
    writing.page.wait_for_url("**/left")
    writing.page.go_back()
    writing.page.wait_for_selector("[data-heard=code]")
    assert "swing" not in writing.page.content()
    assert _words(server, code) == "a swing"


def test_another_device_goes_on_without_seeing_earlier_words(
    writing: Child, server: Server, code: str, new_page: Callable[..., Page]
) -> None:
    writing.write("a swing")
    writing.saved()
    other = Child(new_page(), server).enter(code)
    other.at("short")
    other.go("back")
    other.at("wish")
    assert other.words == ""
    assert "kept that answer" in other.page.locator(".hd-note").inner_text()


def test_the_next_child_on_the_same_tablet_sees_nothing_of_the_first(
    writing: Child, server: Server
) -> None:
    writing.write("a secret swing")
    writing.saved()
    writing.mark("leave").click()
    writing.page.wait_for_url("**/left")
    second = Child(writing.page, server).begin(server.code(tiny("own_words"), "11-17"))
    second.go()
    assert second.words == ""
    assert "secret" not in second.page.content()


def test_back_from_the_first_question_holds_nobody(page: Page, server: Server, code: str) -> None:
    child = Child(page, server).begin(code)
    page.go_back()
    child.at("happy")
    assert page.url == f"{server.url}/"
    child.choose("yes")
    child.go()
    page.wait_for_url(f"{server.url}/?q=2")
