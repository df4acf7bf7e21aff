"""Who was beside the child, in which language and by which door: said wherever words are read."""

from datetime import UTC, datetime

import pytest

from tests.hearing import a_round, anywhere_else, words_on

NOW = datetime.now(UTC)
PAGES = ["surveys.pages.read", "surveys.pages.safeguarding", "analysis.pages.coding"]
URDU = "مجھے گھر یاد آتا ہے"


@pytest.fixture
def reader(participation, safeguarding):
    """Who may open each of the pages."""
    return {name: safeguarding if "safe" in name else participation for name in PAGES}


@pytest.mark.parametrize("name", PAGES)
def test_a_worker_beside_the_child_is_marked(open_page, db, reader, name):
    a_round(db, NOW, {"good": "pizza", "who_was_there": "worker"})
    assert "A worker was there." in anywhere_else(open_page(name, reader[name]))


@pytest.mark.parametrize("name", PAGES)
def test_somebody_from_home_who_helped_is_marked(open_page, db, reader, name):
    a_round(db, NOW, {"good": "pizza", "who_helped": "home"})
    assert "Someone from home helped." in anywhere_else(open_page(name, reader[name]))


@pytest.mark.parametrize("name", PAGES)
def test_a_child_alone_has_no_mark(open_page, db, reader, name):
    a_round(db, NOW, {"good": "pizza", "who_was_there": "none", "who_helped": "nobody"})
    said = anywhere_else(open_page(name, reader[name]))
    assert "was there." not in said
    assert "helped." not in said


@pytest.mark.parametrize("name", PAGES)
def test_words_in_another_language_are_as_written_with_what_to_do(open_page, db, reader, name):
    a_round(db, NOW, {"good": URDU, "language": "ur"})
    app = open_page(name, reader[name])
    assert URDU in words_on(app)
    assert "page was in Urdu. Heard does not translate: ask an interpreter." in anywhere_else(app)


def test_the_response_says_its_language_and_its_door(open_page, db, participation):
    a_round(db, NOW, {"good": "pizza", "language": "pl"})
    said = anywhere_else(open_page("surveys.pages.read", participation))
    assert "Answered in Polish, on a screen." in said
