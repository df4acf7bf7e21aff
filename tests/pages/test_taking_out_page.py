"""Take out: figures first, a warning, and nothing without a reason."""

import pytest

from analysis.rows import take_rows
from data import audit
from data.clock import utc_now
from surveys.looked import OPENING
from surveys.pages.looked import ACTS
from surveys.rounds import open_round
from tests.answering import a_round

PAGE = "analysis.pages.taking_out"
LOOKED = "surveys.pages.looked"
WHY = "For the service's own review, until March 2027. Synthetic."


def said(app) -> str:
    parts = (*app.markdown, *app.warning, *app.success, *app.error, *app.title, *app.text)
    return "\n".join(str(part.value) for part in parts)


@pytest.fixture
def record(db, now):
    """A round in which three children wrote."""
    return a_round(db, now, "service_feedback", [{"good": "the slide"}] * 3)


def test_the_figures_and_the_warning_stand_before_the_reason(open_page, participation, record):
    page = open_page(PAGE, participation, round=record.id)
    assert page.title[0].value == "3 children’s answers can be taken out."
    assert f"/download/report/{record.id}.xlsx?draft=yes" in said(page)
    assert "each row is one child" in said(page)
    assert "/download/rows/" not in said(page)


def test_without_a_reason_there_is_no_file(open_page, participation, record):
    page = open_page(PAGE, participation, round=record.id)
    page.text_area[0].set_value("because")
    page.button[0].click().run()
    assert "Write in a few words what the file is for" in said(page)
    assert "/download/rows/" not in said(page)


def test_with_a_reason_it_can_be_fetched(open_page, participation, record):
    page = open_page(PAGE, participation, round=record.id)
    page.text_area[0].set_value(WHY)
    page.button[0].click().run()
    assert "[Excel workbook](/download/rows/" in said(page)


def test_a_round_without_answers_has_nothing_to_take(open_page, db, participation, now):
    empty = open_round(db, participation, "service_feedback", now=now)
    page = open_page(PAGE, participation, round=empty.id)
    assert page.title[0].value == "Nobody has sent answers in this round yet."
    assert len(page.text_area) == 0


def test_safeguarding_leads_read_who_took_answers_out_and_why(
    open_page, db, participation, safeguarding, record
):
    take_rows(db, participation, record.id, WHY, utc_now())
    page = said(open_page(LOOKED, safeguarding))
    assert f"{participation.name} on" in page
    assert "answers of 3 children" in page
    assert WHY in page


def test_who_took_answers_out_is_not_counted_as_a_reader_and_the_round_has_its_title(
    open_page, db, participation, safeguarding, record
):
    take_rows(db, participation, record.id, WHY, utc_now())
    page = open_page(LOOKED, safeguarding)
    assert page.title[0].value == "1 person took children’s answers out this week."
    assert "Nobody opened any answers this week." in said(page)
    assert record.title in said(page)
    assert record.id not in said(page)


def test_what_was_opened_is_said_as_a_person_would_say_it(open_page, db, safeguarding):
    with db.writing() as tx:
        audit.record(tx, "Asha Rao", "granted role", "p1", utc_now(), "administrator")
    assert "Asha Rao gave a role" in said(open_page(LOOKED, safeguarding))


def test_every_act_that_opens_something_has_its_words():
    assert set(ACTS) == set(OPENING)
