"""Without a code: one entry at a time, its words as typed, counted or set aside."""

from datetime import UTC, datetime

import pytest

from data import concerns, responses
from tests.hearing import a_round, anywhere_else, begin, words_on

NOW = datetime.now(UTC)
PAGE = "surveys.pages.held"


@pytest.fixture
def hold(db):
    """Takes in an entry that came without a code; gives its id."""
    round_id = a_round(db, NOW, title="Have your say")

    def held(words):
        response = begin(db, round_id, "good", words, NOW)
        with db.writing() as tx:
            responses.submit(tx, response, NOW.isoformat(), cut=False, state="held")
        return response

    return held


def test_an_empty_page_says_what_comes_here(open_page, participation):
    assert "comes here, one entry at a time" in anywhere_else(open_page(PAGE, participation))


def test_an_entry_is_shown_as_typed(open_page, participation, hold):
    hold("**not** bold")
    app = open_page(PAGE, participation)
    assert app.title[0].value == "1 entry came without a code."
    assert words_on(app) == ["**not** bold"]


def test_what_raised_a_worry_comes_first(open_page, db, participation, hold):
    hold("pizza")
    worry = hold("swimming")
    with db.writing() as tx:
        concerns.raise_(tx, worry, "good", "words", "the child", NOW)
    app = open_page(PAGE, participation)
    assert words_on(app) == ["swimming"]
    assert "Safeguarding has it." in app.error[0].value


def test_counting_it_goes_on_to_the_next(open_page, participation, hold):
    hold("pizza")
    hold("swimming")
    app = open_page(PAGE, participation)
    app.button(key="count-it").click().run()
    assert app.title[0].value == "1 entry came without a code."


def test_setting_aside_asks_why(open_page, participation, hold):
    hold("pizza")
    app = open_page(PAGE, participation)
    next(b for b in app.button if b.label == "Set aside").click().run()
    assert app.error[0].value == "Choose why it is set aside."


def test_what_was_set_aside_is_brought_back(open_page, participation, hold):
    hold("pizza")
    app = open_page(PAGE, participation)
    app.radio[0].set_value("joke")
    next(b for b in app.button if b.label == "Set aside").click().run()
    assert app.title[0].value == "Nothing without a code waits."
    app.button_group[0].set_value("Set aside").run()
    app.button(key="bring-back").click().run()
    assert app.title[0].value == "0 entries were set aside."
