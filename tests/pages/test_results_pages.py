"""Results, actions, reports and the board's page, as each role sees them."""

from dataclasses import replace

import pytest

from analysis import actions, reports
from analysis.report import QuestionResult
from analysis.results import report
from surveys.permissions import NotAllowed
from tests.answering import a_round, side_by_side, spread
from tests.integration.test_reports import WANTED

RESULTS, ACTIONS = "analysis.pages.results", "analysis.pages.actions"
REPORTS, BOARD = "analysis.pages.reports", "analysis.pages.board"


@pytest.fixture
def record(db, now):
    """A round that 40 of 300 answered; three of them would not say much about safety."""
    sent = side_by_side(
        spread("listened", always=24, never=16),
        spread("safe_out", very_safe=20, quite_safe=17, not_safe=3),
    )
    return a_round(db, now, "out_of_borough", sent)


def said(app):
    kinds = (app.title, app.header, app.subheader, app.markdown, app.info, app.warning, app.error)
    return "\n".join(element.value for kind in kinds for element in kind)


def test_results_begin_with_who_answered(open_page, participation, record):
    app = open_page(RESULTS, participation, round=record.id)
    assert app.title[0].value == "40 of 300 (13%) answered."
    assert "they chose to" in said(app)


def test_each_question_says_its_finding_with_its_base(open_page, participation, record):
    app = open_page(RESULTS, participation, round=record.id)
    headings = [element.value for element in app.subheader]
    assert "24 of 40 children said “Always” or “Most of the time”." in headings


def test_a_withheld_question_says_why(open_page, participation, record):
    app = open_page(RESULTS, participation, round=record.id)
    assert "fewer than 5 children" in said(app)
    assert "37 of 40" not in said(app)


def test_results_before_there_is_a_round_say_what_will_be_here(open_page, participation):
    app = open_page(RESULTS, participation)
    assert "There is no round yet." in said(app)


def test_results_before_anybody_answered_say_how_to_start(open_page, db, participation, now):
    empty = a_round(db, now, "out_of_borough", [])
    app = open_page(RESULTS, participation, round=empty.id)
    assert app.title[0].value == "Nobody has answered this round yet."
    assert "Give them their codes" in said(app)


def test_every_figure_on_the_page_is_one_of_the_report(open_page, db, participation, record, now):
    made = report(db, participation, record.id, now)
    app = open_page(RESULTS, participation, round=record.id)
    bars = [element.proto.text for element in app.get("progress")]
    figures = [_figure(one, bar.count) for one in made.results for bar in one.bars]
    assert all(any(figure in bar for bar in bars) for figure in figures)


def _figure(one: QuestionResult, count: int | None) -> str:
    return f"{count} of {one.base}"


def test_an_action_is_added_on_the_page(open_page, participation, record):
    app = open_page(ACTIONS, participation, round=record.id)
    for field, text in zip(app.text_area, ("Nobody asks.", "Ask.", "Asked."), strict=True):
        field.set_value(text)
    app.text_input[0].set_value("Manager")
    app.date_input[0].set_value("2030-01-31")
    app.button[0].click().run()
    assert app.title[0].value == "1 action, none late."


def test_an_action_without_an_owner_is_refused_with_what_is_missing(
    open_page, participation, record
):
    app = open_page(ACTIONS, participation, round=record.id)
    app.button[0].click().run()
    assert [error.value.split(" is empty")[0] for error in app.error] == [
        "What children said",
        "The action",
        "The owner",
        "The due date",
        "The measure",
    ]


def keep(app, label, text):
    """Write a text and press the button of its form."""
    index = [area.label for area in app.text_area].index(label)
    app.text_area[index].set_value(text)
    app.button[index].click().run()
    assert not app.exception
    return app


def test_a_text_is_kept_and_the_report_published_for_the_board(
    open_page, db, participation, board, record
):
    app = open_page(REPORTS, participation, round=record.id)
    keep(app, reports.SECTIONS["analysis"], "Children want *time*.")
    app.button(key="publish").click().run()
    assert not app.exception
    assert app.title[0].value.startswith("Report 1 was published on ")
    assert "Children want \\*time\\*." in said(open_page(BOARD, board))


def test_an_action_that_somebody_else_changed_is_shown_and_not_written_over(
    open_page, db, participation, record, now
):
    made = actions.add(db, participation, record.id, WANTED, now)
    app = open_page("analysis.pages.actions", participation, round=record.id)
    actions.change(db, participation, made, replace(WANTED, owner="Ben Okafor"), now)
    app.button[1].click().run()
    assert "Somebody else has changed this action" in said(app)
    assert "Ben Okafor" in said(app)
    app.button(key=f"anew-{made.id}").click().run()
    assert "Somebody else" not in said(app)
    assert actions.listing(db, participation)[0].owner == "Ben Okafor"


def test_a_text_that_somebody_else_changed_is_shown_and_not_written_over(
    open_page, db, participation, record, now
):
    app = open_page(REPORTS, participation, round=record.id)
    other = replace(participation, name="Somebody Else")
    reports.write_text(db, other, record.id, "analysis", "Theirs.", 0, now)
    keep(app, reports.SECTIONS["analysis"], "Mine.")
    assert "Somebody Else has changed this text" in said(app)
    assert app.text[0].value == "Theirs."
    keep(app, reports.SECTIONS["analysis"], "Theirs and mine.")
    assert report(db, participation, record.id, now).analysis == "Theirs and mine."


def test_a_report_is_not_published_over_a_text_that_is_not_kept(open_page, participation, record):
    app = open_page(REPORTS, participation, round=record.id)
    label = reports.SECTIONS["analysis"]
    next(area for area in app.text_area if area.label == label).set_value("Time.").run()
    assert f"Not kept yet: {label}" in said(app).replace("\\", "")
    assert "publish" not in [button.key for button in app.button]
    keep(app, label, "Time.")
    assert "publish" in [button.key for button in app.button]


def test_a_report_without_actions_says_so_once(db, participation, record, now):
    outcomes = report(db, participation, record.id, now).outcomes
    assert "No action has been agreed yet." in outcomes
    assert "0 actions" not in outcomes


def test_what_is_in_the_way_of_publishing_is_listed(open_page, db, participation, now):
    empty = a_round(db, now, "out_of_borough", [])
    app = open_page(REPORTS, participation, round=empty.id)
    assert "Nobody has answered this round yet. Wait until children have." in said(app)
    assert "publish" not in [button.key for button in app.button]


def test_the_board_reads_that_nothing_is_published_yet(open_page, board, record):
    app = open_page(BOARD, board)
    assert app.title[0].value == "No report has been published yet."
    assert not app.get("page_link")


def test_where_nothing_is_published_whoever_may_write_a_report_is_led_there(
    open_page, participation, record
):
    (way,) = open_page(BOARD, participation).get("page_link")
    assert way.proto.label == "Write a report"


def test_the_board_has_the_six_headings_of_the_contract(
    open_page, db, participation, board, record, now
):
    reports.publish(db, participation, record.id, now)
    headings = [element.value for element in open_page(BOARD, board).header]
    for heading in ("Key messages", "Results", "Analysis", "Performance trends", "Outcomes"):
        assert heading in headings


@pytest.mark.parametrize("module", [RESULTS, ACTIONS, REPORTS])
def test_the_board_is_refused_everything_but_its_page(module, db, board, record):
    from importlib import import_module

    with pytest.raises(NotAllowed):
        import_module(module).page(db, board)
