"""A round's page beside who answered: who said no on a screen, what was taken back, protected."""

import pytest

from analysis.results import report
from data import responses
from surveys import collect
from surveys.besides import besides
from surveys.invitations import make, not_reached
from surveys.rounds import open_round, view
from surveys.safeguarding.queue import queue
from surveys.teams import team_lines
from tests.hearing import a_round, begin, ids


@pytest.fixture
def round_id(db, participation, now):
    """An open round of ninety children."""
    return open_round(
        db, participation, "service_feedback", now=now, teams={"North": 90}, band="8-10"
    ).id


def say_no(db, participation, round_id, now, times=1):
    for code in make(db, participation, round_id, times, team="North", now=now).codes:
        token = collect.enter(db, code, door="light", now=now)
        collect.save(db, token, {"go": "decline", "from": "notice"}, now)


def line(db, actor, round_id):
    return team_lines(view(db, actor, round_id).teams, not_reached(db, actor, round_id))[0]


def test_a_child_who_says_no_on_a_screen_is_counted_so(db, participation, round_id, now):
    say_no(db, participation, round_id, now)
    found = line(db, participation, round_id)
    assert (found.declined, found.declined_on_screen, found.begun) == (0, 1, 0)


def test_who_said_no_on_a_screen_had_a_code_already(db, participation, round_id, now):
    say_no(db, participation, round_id, now)
    assert line(db, participation, round_id).without_code == 89


def test_the_report_counts_both_ways_of_saying_no(db, participation, round_id, now):
    say_no(db, participation, round_id, now, times=6)
    assert report(db, participation, round_id, now).who.declined == 6


def test_few_who_said_no_are_withheld_in_the_report(db, participation, round_id, now):
    say_no(db, participation, round_id, now, times=2)
    assert report(db, participation, round_id, now).who.declined is None


def take_back(db, response):
    with db.writing() as tx:
        responses.forget(tx, response, ())


@pytest.mark.parametrize(("many", "said"), [(0, ""), (1, "fewer than 5"), (5, "5")])
def test_how_many_took_their_answers_back_is_withheld_where_few(db, participation, now, many, said):
    round_id = a_round(db, now, *[{"good": "pizza"}] * 8)
    for response in ids(db, round_id)[:many]:
        take_back(db, response)
    assert besides(db, participation, round_id).taken_back == said


def test_the_queue_says_that_words_came_without_a_code(db, safeguarding, now):
    response = begin(db, a_round(db, now), "good", "the swings", now)
    with db.writing() as tx:
        responses.submit(tx, response, now.isoformat(), cut=True, state="held")
    assert queue(db, safeguarding, now).items[0].came == "Came without a code."
