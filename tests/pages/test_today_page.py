"""Today, as each role sees it."""

from datetime import UTC, datetime

import pytest

from data import actions, concerns, reports
from data.records import ActionRecord
from surveys.permissions import Actor
from surveys.rounds import open_round
from tests.hearing import a_round, ids

NOW = datetime.now(UTC)


def an_action(round_id, **changes):
    facts = {
        "id": "action-1", "round": round_id, "theme": None, "said": "Nobody asks us",
        "action": "Ask *every* child", "owner": "Team manager", "due": "2020-05-01",
        "measure": "Children asked", "status": "on_track", "reason": "", "difference": "",
        "told_children_on": None, "made_at": "2020-01-01T00:00:00Z", "made_by": "Asha Rao",
    }  # fmt: skip
    return ActionRecord(**{**facts, **changes})


def said(app):
    return "\n".join(element.value for element in [*app.title, *app.header, *app.markdown])


def test_an_empty_day_says_what_a_round_is(open_page, participation):
    app = open_page("surveys.pages.today", participation)
    assert app.title[0].value == "Nothing is waiting for you today."
    assert "A round is a survey opened to a group of children" in said(app)


def test_the_participation_team_sees_unread_comments_first(open_page, db, participation):
    a_round(db, NOW, {"good": "The trips."}, {"good": "The food."}, title="Club_night")
    app = open_page("surveys.pages.today", participation)
    assert app.title[0].value == "2 comments wait to be read in “Club\\_night”."


def test_an_open_round_shows_its_rate_with_its_base(open_page, db, participation):
    open_round(db, participation, "service_feedback", now=NOW, teams={"": 300})
    app = open_page("surveys.pages.today", participation)
    assert app.metric[0].value == "0 of 300 (0%)"


def test_the_safeguarding_lead_sees_unread_words_and_open_concerns(open_page, db, safeguarding):
    round_id = a_round(db, NOW, {"good": "I am scared."})
    with db.writing() as tx:
        concerns.raise_(tx, ids(db, round_id)[0], "good", "words", "the word list", NOW)
    words = said(open_page("surveys.pages.today", safeguarding))
    assert "1 comment has not been read for safety." in words
    assert "1 concern is open." in words


def test_a_concern_nobody_has_read_for_a_working_hour_comes_first(open_page, db, safeguarding):
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    round_id = a_round(db, long_ago, {"good": "I am scared."})
    with db.writing() as tx:
        concerns.raise_(tx, ids(db, round_id)[0], "good", "words", "the word list", long_ago)
    app = open_page("surveys.pages.today", safeguarding)
    sentence = "1 concern has waited for more than a working hour, and nobody has read it."
    assert app.title[0].value == sentence
    assert app.header[0].value == "Look at this first"


def test_an_action_that_is_overdue_is_late_for_the_participation_team(open_page, db, participation):
    round_id = a_round(db, NOW)
    with db.writing() as tx:
        actions.add(tx, an_action(round_id))
    words = said(open_page("surveys.pages.today", participation))
    assert "“Ask \\*every\\* child” (Team manager) was due on 1 May 2020." in words


def test_a_promise_to_children_that_has_passed_is_late(open_page, db, participation):
    days = {"opens": "2020-01-01", "closes": "2020-02-01", "hear_by": "2020-03-01"}
    open_round(db, participation, "service_feedback", now=NOW, teams={"": 9}, title="Club", **days)
    app = open_page("surveys.pages.today", participation)
    words = said(app)
    assert "“Club” was to close on 1 February 2020 and is still open." in words
    assert "closes on" not in " ".join(caption.value for caption in app.caption)
    assert "were told they would hear by 1 March 2020, and no report is published." in words


def test_the_board_sees_published_reports_and_nothing_else(open_page, db, board):
    round_id = a_round(db, NOW, {"good": "The trips."}, title="Club")
    with db.writing() as tx:
        reports.publish(tx, round_id, "{}", "Asha Rao", datetime(2026, 6, 3, tzinfo=UTC))
    app = open_page("surveys.pages.today", board)
    assert app.title[0].value == "The report on “Club” was published on 3 June 2026."
    assert [header.value for header in app.header] == ["Published reports"]


def test_the_administrator_sees_rounds_without_anything_to_read(open_page, db, administrator):
    a_round(db, NOW, {"good": "The trips."})
    app = open_page("surveys.pages.today", administrator)
    assert app.title[0].value == "Nothing is waiting for you today."


@pytest.mark.parametrize("role", ["designated", "auditor", "board"])
def test_a_day_on_which_nothing_waits_says_what_will_be_here_and_where_to_look(open_page, role):
    app = open_page("surveys.pages.today", Actor("Somebody", frozenset({role})))
    assert app.title[0].value == "Nothing is waiting for you today."
    assert "What needs you comes here by itself" in said(app)
