"""On the safeguarding page: who it is, after a reason."""

from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from data.database import Database
from surveys.collect import enter
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import open_round
from tests.integration.test_collect import Child, to_words
from tests.pages.conftest import Open

PAGE = "surveys.pages.safeguarding"


@pytest.fixture
def waiting(db: Database, participation: Actor, now: datetime) -> None:
    """One comment in the queue, from a code that was made for a case number."""
    opened = open_round(db, participation, "service_feedback", now=now)
    made = make(db, participation, opened.id, 1, now=now, references=("Case 4711 (invented)",))
    token = enter(db, made.codes[0], door="streamlit", now=now)
    child = to_words(Child(db, token, now).to_questions())
    child.answer(words="The slide is broken.")
    child.to_review().send({"go": "send"})


def ask(page: AppTest, why: str) -> AppTest:
    (reason,) = [area for area in page.text_area if area.label.startswith("Why do you need")]
    reason.set_value(why)
    (press,) = [button for button in page.button if button.label == "Find out"]
    return press.click().run()


@pytest.mark.usefixtures("waiting")
def test_with_a_reason_the_case_number_is_shown(open_page: Open, safeguarding: Actor) -> None:
    page = ask(open_page(PAGE, safeguarding), "Somebody may be hurt on that slide.")
    assert any("Case 4711" in text.value for text in page.markdown)


@pytest.mark.usefixtures("waiting")
def test_without_a_reason_the_page_says_what_is_missing(
    open_page: Open, safeguarding: Actor
) -> None:
    page = ask(open_page(PAGE, safeguarding), "")
    assert any("why you need to know" in error.value for error in page.error)
