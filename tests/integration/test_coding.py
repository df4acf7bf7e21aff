"""Giving themes on both databases: people decide, suggestions are never counted."""

import time

import pytest

from analysis.coding import (
    NO_THEME,
    CodingRefused,
    comments_to_code,
    decide,
    fits_no_theme,
    make_suggestions,
    mood_order,
    undo,
)
from analysis.themes import theme_summary
from data import codings
from surveys.permissions import NotAllowed
from tests.hearing import a_round, asked, ids

LISTEN = {"better": "no one lissens to me"}
WORKER = {"better": "my socail worker never comes"}
NOTHING = {"better": "asdf"}


def test_a_comment_comes_with_what_its_words_suggest_and_why(db, now, participation):
    desk = comments_to_code(db, participation, a_round(db, now, LISTEN), now)
    assert (desk.done, desk.of) == (0, 1)
    assert desk.comment.suggestions[0].theme == "T01"
    assert desk.comment.suggestions[0].because == ("lissens",)
    assert desk.comment.asked == asked("better")


def test_a_theme_given_is_signed_and_counted(db, now, participation):
    round_id = a_round(db, now, *[LISTEN] * 6)
    for response in ids(db, round_id):
        decide(db, participation, response, "better", "T01", "given", now)
    summary = theme_summary(db, participation, round_id)
    assert [(line.id, line.count) for line in summary.lines] == [("T01", 6)]
    with db.reading() as tx:
        assert {row.by for row in codings.of_round(tx, round_id)} == {participation.name}


def test_a_theme_rejected_is_kept_and_not_counted(db, now, participation):
    round_id = a_round(db, now, LISTEN)
    decide(db, participation, ids(db, round_id)[0], "better", "T01", "rejected", now)
    summary = theme_summary(db, participation, round_id)
    assert (summary.lines, summary.done) == ((), 1)


def test_suggestions_are_never_counted(db, now, participation):
    round_id = a_round(db, now, *[LISTEN] * 9)
    assert make_suggestions(db, participation, round_id, now) == 9
    summary = theme_summary(db, participation, round_id)
    assert (summary.lines, summary.to_do) == ((), 9)


def test_making_suggestions_again_adds_nothing(db, now, participation):
    round_id = a_round(db, now, LISTEN, WORKER, NOTHING)
    first = make_suggestions(db, participation, round_id, now)
    assert make_suggestions(db, participation, round_id, now) == 0
    with db.reading() as tx:
        assert len(codings.suggestions_of_round(tx, round_id)) == first == 2


def test_a_decision_taken_back_leaves_the_comment_to_do(db, now, participation):
    round_id = a_round(db, now, LISTEN)
    response = ids(db, round_id)[0]
    decide(db, participation, response, "better", "T01", "given", now)
    undo(db, participation, response, "better", "T01", now)
    assert comments_to_code(db, participation, round_id, now).done == 0


def test_no_theme_fits_is_a_decision_and_no_theme(db, now, participation):
    round_id = a_round(db, now, NOTHING)
    response = ids(db, round_id)[0]
    fits_no_theme(db, participation, response, "better", now)
    assert comments_to_code(db, participation, round_id, now).comment is None
    assert theme_summary(db, participation, round_id).lines == ()
    decide(db, participation, response, "better", "T20", "given", now)
    desk = comments_to_code(db, participation, round_id, now, show="all")
    assert desk.comment.decided(NO_THEME) is None


def test_a_comment_stays_on_the_desk_while_it_gets_a_second_theme(db, now, participation):
    round_id = a_round(db, now, LISTEN, WORKER)
    here = comments_to_code(db, participation, round_id, now).comment.place
    decide(db, participation, *here, "T01", "given", now)
    desk = comments_to_code(db, participation, round_id, now, at=here)
    assert desk.comment.place == here
    assert desk.after == (ids(db, round_id)[1], "better")


def test_counts_from_one_to_four_are_withheld_and_said_to_be(db, now, participation):
    round_id = a_round(db, now, *[LISTEN] * 12)
    sent = ids(db, round_id)
    for response in sent[:4]:
        decide(db, participation, response, "better", "T01", "given", now)
    for response in sent[:6]:
        decide(db, participation, response, "better", "T05", "given", now)
    summary = theme_summary(db, participation, round_id)
    assert [(line.id, line.count) for line in summary.lines] == [("T05", 6), ("T01", None)]
    assert summary.withheld == 1


def test_how_a_child_can_be_reached_is_no_comment(db, now, participation):
    round_id = a_round(db, now, {"contact": "worker", "contact_how": "ask my worker"})
    assert comments_to_code(db, participation, round_id, now).of == 0
    with pytest.raises(CodingRefused):
        decide(db, participation, ids(db, round_id)[0], "contact_how", "T03", "given", now)


def test_a_theme_that_is_not_in_the_codebook_is_refused(db, now, participation):
    with pytest.raises(CodingRefused, match="no theme"):
        decide(db, participation, "any", "better", "T99", "given", now)


def test_a_guess_at_the_mood_orders_the_list_and_nothing_else(db, now, participation):
    round_id = a_round(db, now, {"good": "one"}, {"good": "three"}, {"good": "two"})
    order = mood_order(db, participation, round_id, lambda words: [len(w) for w in words])
    desk = comments_to_code(db, participation, round_id, now, order=order[::-1])
    assert desk.comment.words == "three"
    assert theme_summary(db, participation, round_id).done == 0


@pytest.mark.parametrize("role", ["safeguarding", "board", "administrator"])
def test_only_the_participation_team_gives_themes(db, now, request, role):
    person = request.getfixturevalue(role)
    for attempt in (
        lambda: comments_to_code(db, person, "any", now),
        lambda: decide(db, person, "any", "better", "T01", "given", now),
        lambda: undo(db, person, "any", "better", "T01", now),
        lambda: make_suggestions(db, person, "any", now),
        lambda: mood_order(db, person, "any", lambda words: []),
    ):
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.parametrize("role", ["board", "administrator"])
def test_the_board_sees_themes_in_published_reports_only(db, request, role):
    with pytest.raises(NotAllowed):
        theme_summary(db, request.getfixturevalue(role), "any")


def test_suggestions_for_three_thousand_comments_take_about_a_second(db, now, participation):
    said = [{"good": f"my worker listens {n}", "better": f"school is far {n}"} for n in range(1510)]
    round_id = a_round(db, now, *said)
    began = time.process_time()
    assert make_suggestions(db, participation, round_id, now) == 6040
    assert time.process_time() - began < 4, "a wide margin for a busy machine"
