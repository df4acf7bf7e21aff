"""A child's place as plain data for the page."""

import json
from pathlib import Path

import pytest

from data.records import RoundRecord
from surveys.answers import Chosen, Scaled, Wrote
from surveys.authoring.question import PICTURES
from surveys.collect import Place
from surveys.collecting.place import ReviewLine
from surveys.helplines import helplines
from surveys.pages.drawn import move_to_page, nobody, page_number, page_of, title_of, trouble
from surveys.paper import pictures as paper_pictures
from surveys.schema import Band
from tests.serving import tiny
from web.light import pictures as light_pictures

ROUND = RoundRecord(
    id="one_choice-1",
    survey="one_choice",
    version=1,
    title="Made up",
    mode="code",
    band=None,
    source="asked",
    opens="2026-11-20",
    closes=None,
    hear_by="2027-01-31",
    closed_at=None,
    opened_at="2026-11-20T10:00:00Z",
    sequence=1,
)


def _place(
    step: str, band: Band | None = "8-10", survey: str = "one_choice", **more: object
) -> Place:
    definition = tiny(survey)
    asked = definition.questionnaire(band) if band else None
    route = tuple(question.id for question in asked.questions) if asked else ()
    return Place(step, "response-id", "sitting-id", ROUND, definition, asked, route=route, **more)


def _at_first(survey: str = "one_choice", **more: object) -> Place:
    first = tiny(survey).questionnaire("8-10").questions[0]
    return _place("question", survey=survey, question=first, number=1, of=3, **more)


@pytest.mark.parametrize("step", ["band", "notice", "thanks", "review"])
def test_a_page_holds_no_ids_of_rows(step: str) -> None:
    page = json.dumps(page_of(_place(step), "mark", helplines(None)))
    assert "response-id" not in page
    assert "sitting-id" not in page


def test_a_page_carries_the_mark_of_its_child() -> None:
    assert page_of(_at_first(), "mark", helplines(None))["rk"] == "mark"


def test_every_band_of_the_survey_is_offered() -> None:
    page = page_of(_place("band", band=None), "mark", helplines(None))
    assert [band["label"] for band in page["bands"]] == [
        "4 to 7",
        "8 to 10",
        "11 to 17",
        "18 to 25",
    ]


def test_an_answer_is_drawn_in_the_shape_in_which_it_is_posted() -> None:
    page = page_of(_at_first(answer=Chosen(("yes",)), version=2), "mark", helplines(None))
    assert (page["answer"], page["version"]) == ({"keys": ["yes"]}, 2)


def test_the_title_says_where_and_never_what_is_asked() -> None:
    assert title_of(_at_first()) == "1 of 3 – Heard"


def test_the_review_shows_words_and_a_number_of_the_highest() -> None:
    day = tiny("a_scale").questionnaire("8-10").questions[0]
    lines = (ReviewLine(day, Scaled(7), False), ReviewLine(day, Wrote("a *dog*"), False))
    page = page_of(_place("review", survey="a_scale", review=lines), "mark", helplines(None))
    assert [line["answer"] for line in page["review"]] == ["7 / 10", "a *dog*"]


def test_an_answer_of_another_device_is_not_on_the_page() -> None:
    happy = tiny("one_choice").questionnaire("8-10").questions[0]
    lines = (ReviewLine(happy, None, True),)
    page = page_of(_place("review", review=lines), "mark", helplines(None))
    assert page["review"][0]["answer"] == "Kept from another phone or computer"


def test_the_address_holds_a_page_number_only() -> None:
    assert page_number(_at_first()) == "1"
    assert page_number(_place("thanks")) == ""


@pytest.mark.parametrize(
    ("number", "move"),
    [("1", "to:happy"), ("0", None), ("99", None), ("²", None), ("<b>", None), ("", None)],
)
def test_a_number_in_the_address_leads_to_that_question_or_nowhere(
    number: str, move: str | None
) -> None:
    assert move_to_page(_at_first(), number) == move


def test_after_sending_the_address_leads_nowhere() -> None:
    assert move_to_page(_place("thanks"), "1") is None


def test_pages_without_a_child_hold_only_sentences() -> None:
    assert nobody()["step"] == "nobody"
    assert trouble()["around"]["says"]["trouble_title"]


def test_each_list_of_numbers_says_its_own_day_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('last_checked = "2026-11-01"\n', "utf-8")
    shown = page_of(_at_first(), "mark", helplines(file))["around"]["lines"]
    assert shown["ownChecked"] == "These numbers were checked on 1\u00a0November\u00a02026."
    assert shown["checked"] == ""


@pytest.mark.parametrize("name", PICTURES)
def test_every_drawing_that_an_answer_may_name_is_there(name: str) -> None:
    assert "<svg" in paper_pictures.picture(name)
    assert "<svg" in light_pictures.picture(name)
