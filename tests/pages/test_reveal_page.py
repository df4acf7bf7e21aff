"""On the safeguarding page: who it is, after a reason."""

from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from data.database import Database
from surveys.collect import enter
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import open_round
from tests.children import Device
from tests.integration.test_collect import to_words
from tests.pages.conftest import Open

PAGE = "surveys.pages.safeguarding"


@pytest.fixture
def waiting(db: Database, participation: Actor, now: datetime) -> None:
    """One comment in the queue, from a code that was made for a case number."""
    opened = open_round(db, participation, "service_feedback", now=now)
    made = make(db, participation, opened.id, 1, now=now, references=("Case 4711 (invented)",))
    token = enter(db, made.codes[0], door="streamlit", now=now)
    child = to_words(Device(db, token, now).to_questions())
    child.answer(words="The slide is broken.")
    child.to_review().send({"go": "send"})


def ask(page: AppTest, why: str) -> AppTest:
    (reason,) = [area for area in page.text_area if area.label.startswith("Why do you need")]
    reason.set_value(why)
    (press,) = [button for button in page.button if button.label == "Ask to find out"]
    return press.click().run()


def press(page: AppTest, label: str) -> AppTest:
    (button,) = [button for button in page.button if button.label == label]
    return button.click().run()


@pytest.mark.usefixtures("waiting")
def test_it_is_asked_agreed_by_the_designated_officer_and_then_shown(
    open_page: Open, safeguarding: Actor
) -> None:
    page = ask(open_page(PAGE, safeguarding), "Somebody may be hurt on that slide.")
    assert any("second person has to agree" in text.value for text in page.markdown)
    officer = open_page("surveys.pages.allegations", Actor("Dee Second", frozenset({"designated"})))
    assert any("hurt on that slide" in text.value for text in officer.text)
    press(officer, "Agree")
    page = press(open_page(PAGE, safeguarding), "Show who it is")
    assert any("Case 4711" in text.value for text in page.markdown)


@pytest.mark.usefixtures("waiting")
def test_a_wish_that_is_not_agreed_to_shows_nothing(open_page: Open, safeguarding: Actor) -> None:
    ask(open_page(PAGE, safeguarding), "Somebody may be hurt on that slide.")
    second = Actor("Another Lead", frozenset({"safeguarding"}))
    press(open_page(PAGE, second), "Do not agree")
    page = open_page(PAGE, safeguarding)
    assert any("Another Lead did not agree" in text.value for text in page.markdown)
    assert "Show who it is" not in [button.label for button in page.button]


@pytest.mark.usefixtures("waiting")
def test_the_weekly_list_shows_the_wish_and_who_read(open_page: Open, safeguarding: Actor) -> None:
    ask(open_page(PAGE, safeguarding), "Somebody may be hurt on that slide.")
    page = open_page("surveys.pages.looked", Actor("Lou Log", frozenset({"auditor"})))
    said = " ".join(text.value for text in page.markdown)
    assert "waits for a second person" in said
    assert "answers of 1 child" in said


@pytest.mark.usefixtures("waiting")
def test_without_a_reason_the_page_says_what_is_missing(
    open_page: Open, safeguarding: Actor
) -> None:
    page = ask(open_page(PAGE, safeguarding), "")
    assert any("why you need to know" in error.value for error in page.error)
