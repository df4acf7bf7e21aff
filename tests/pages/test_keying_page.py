"""Paper: a paper is begun, typed, saved and checked by somebody else, on the page."""

import re
from datetime import UTC, datetime

import pytest

from surveys.invitations import make
from surveys.keying.drafts import begin, finish, keep
from surveys.pages.keying import NOT_MARKED
from surveys.permissions import Actor
from surveys.rounds import open_round, view
from surveys.screens import paper
from tests.hearing import anywhere_else, asked

NOW = datetime.now(UTC)
PAGE = "surveys.pages.keying"
COLLEAGUE = Actor("Ben Okafor", frozenset({"participation"}))


def pressed(app, label):
    next(b for b in app.button if b.label == label).click().run()
    assert not app.exception, app.exception
    return app


def field(elements, name):
    return next(e for e in elements if e.key and e.key.endswith(f"-{name}"))


@pytest.fixture
def round_id(db, participation):
    """An open round for 8 to 10 in one team."""
    teams = {"North": 9}
    return open_round(
        db, participation, "service_feedback", now=NOW, teams=teams, band="8-10", title="Club"
    ).id


@pytest.fixture
def code(db, participation, round_id):
    """The code on one paper."""
    return make(db, participation, round_id, 1, team="North", now=NOW).codes[0]


@pytest.fixture
def keyed(db, round_id):
    """A paper that a colleague keyed in."""
    response = begin(db, COLLEAGUE, round_id, code="", team="North", band="8-10", language="en",
                     now=NOW)  # fmt: skip
    keep(db, COLLEAGUE, response, "good", {"words": "the **trampolins**"}, NOW)
    finish(db, COLLEAGUE, response, NOW)
    return response


def begun(open_page, actor, code):
    app = open_page(PAGE, actor)
    app.text_input(key="paper-code").set_value(code)
    return pressed(app, "Key it in")


def test_without_a_round_the_page_says_when_papers_can_be_keyed_in(open_page, participation):
    assert "No round is open." in anywhere_else(open_page(PAGE, participation))


def test_a_paper_is_keyed_in_and_its_number_given(open_page, db, participation, round_id, code):
    app = begun(open_page, participation, code)
    field(app.radio, "rating").set_value("good").run()
    field(app.text_area, "good").set_value("the trampolins").run()
    pressed(app, "Save this paper")
    assert app.success[0].value.startswith("Kept. Write 1 on the paper")
    assert view(db, participation, round_id).answered == 1


def test_a_wrong_code_is_said_beside_the_form(open_page, participation, round_id):
    app = begun(open_page, participation, "ABCD-2345")
    assert "No paper has this code" in app.error[0].value


def test_a_form_without_a_code_asks_for_it_or_for_a_word_that_there_is_none(
    open_page, participation, round_id
):
    assert "say that it has none" in begun(open_page, participation, " ").error[0].value


def test_a_paper_that_was_begun_is_there_after_a_reload(open_page, participation, code):
    app = begun(open_page, participation, code)
    field(app.text_area, "good").set_value("half a sen").run()
    again = pressed(open_page(PAGE, participation), "Go on with it")
    assert field(again.text_area, "good").value == "half a sen"


def test_a_paper_in_another_language_has_its_own_words_for_not_saying(
    open_page, db, participation, round_id
):
    begin(db, participation, round_id, code="", team="North", band="8-10", language="ur", now=NOW)
    app = pressed(open_page(PAGE, participation), "Go on with it")
    own = paper("8-10", "ur").rather_not
    assert own in field(app.radio, "rating").options[-1]
    boxes = [box.label for box in app.checkbox if "refused" in box.key]
    assert [own in label for label in boxes] == [True] * len(boxes)


def test_two_papers_that_were_begun_are_told_apart(open_page, participation, round_id, code):
    begun(open_page, participation, code)
    (line,) = [one.value for one in open_page(PAGE, participation).markdown if "Begun" in one.value]
    assert re.search(r"North\. Ages 8 to 10\. Begun on .* at \d\d\\?:\d\d\.", line)


def test_the_page_says_which_question_leads_past_another(open_page, participation, code):
    said = anywhere_else(begun(open_page, participation, code))
    assert "Not asked: the answer to question 4 leads past it." in said


def test_a_changed_answer_opens_the_questions_it_leads_to(open_page, participation, code):
    app = begun(open_page, participation, code)
    field(app.radio, "contact").set_value("worker").run()
    assert field(app.text_area, "contact_how").value == ""


def test_the_summary_lists_what_was_left_empty(open_page, participation, code):
    app = begun(open_page, participation, code)
    wording = asked("rating")
    assert any(line.value.endswith(f"{wording}]") for line in app.markdown)
    field(app.radio, "rating").set_value("rather-not").run()
    assert not any(line.value.endswith(f"{wording}]") for line in app.markdown)


def test_a_question_that_was_missed_is_not_taken_for_one_that_was_left_empty(
    open_page, participation, code
):
    app = begun(open_page, participation, code)
    assert field(app.radio, "rating").value is None
    assert [one.value for one in app.warning] == [NOT_MARKED]
    for key in [radio.key for radio in app.radio]:
        app.radio(key=key).set_value("left-empty").run()
    assert [one.value for one in app.warning] == []
    assert "Left empty: " in anywhere_else(app)


def test_ticked_boxes_are_kept_together(open_page, participation, code):
    app = begun(open_page, participation, code)
    for box in ("worker", "children"):
        next(c for c in app.checkbox if f"box-{box}-" in c.key).check().run()
    again = pressed(open_page(PAGE, participation), "Go on with it")
    ticked = [c.key for c in again.checkbox if c.value]
    assert [key.split("-")[1] for key in ticked] == ["worker", "children"]


def test_somebody_else_checks_a_paper_and_puts_it_right(open_page, participation, keyed):
    app = pressed(open_page(PAGE, participation), "Check it")
    assert app.title[0].value == "Hold paper 1 against what was keyed in."
    assert field(app.text_area, "good").value == "the **trampolins**"
    field(app.text_area, "good").set_value("the trampolines").run()
    pressed(app, "It is as on the paper now")
    assert "1 paper keyed in, 1 checked by a second person." in anywhere_else(app)


def test_nobody_is_offered_their_own_paper_to_check(open_page, keyed):
    app = open_page(PAGE, COLLEAGUE)
    assert [b.label for b in app.button] == ["Key it in"]


def test_a_paper_is_thrown_away_after_saying_yes(open_page, participation, code):
    app = begun(open_page, participation, code)
    pressed(app, "Yes, throw it away")
    assert app.title[0].value == "No paper waits for you."
