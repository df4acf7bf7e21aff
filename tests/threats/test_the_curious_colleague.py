"""The curious colleague: may read for work, cannot find out who, and is seen by somebody else."""

import pytest

from analysis.rows import take_rows
from data import audit
from surveys import beyond
from surveys.looked import looked
from surveys.permissions import Actor, NotAllowed
from surveys.reading import open_response, response_lines
from surveys.reveal import ask_who
from tests.answering import a_round
from tests.conftest import actor

NOSY = Actor("Nosy Parker", frozenset({"participation"}))
ELSEWHERE = Actor("Nosy Parker", frozenset({"participation"}), surveys=frozenset({"cp_start"}))
MANY = beyond.CHILDREN + 1


@pytest.fixture
def record(sqlite_db, now):
    """A round in which more children wrote than anybody reads in an hour."""
    return a_round(sqlite_db, now, "service_feedback", [{"good": "the slide"}] * MANY)


def ids(db, record):
    return [line.id for line in response_lines(db, NOSY, record.id)]


def test_who_a_child_is_can_be_asked_by_safeguarding_only(sqlite_db, record, now):
    with pytest.raises(NotAllowed):
        ask_who(sqlite_db, NOSY, ids(sqlite_db, record)[0], "I think I know this one", now)


@pytest.mark.parametrize("role", ["board", "administrator", "auditor", "designated"])
def test_a_colleague_without_the_task_opens_nothing(sqlite_db, record, now, role):
    with pytest.raises(NotAllowed):
        open_response(sqlite_db, actor(role), ids(sqlite_db, record)[0], now)


def test_a_colleague_of_another_survey_opens_nothing(sqlite_db, record, now):
    with pytest.raises(NotAllowed, match="not among the surveys"):
        open_response(sqlite_db, ELSEWHERE, ids(sqlite_db, record)[0], now)


def test_every_child_that_was_opened_is_in_the_trail_and_in_the_weekly_list(
    sqlite_db, safeguarding, record, now
):
    opened = ids(sqlite_db, record)[:3]
    for response in opened:
        open_response(sqlite_db, NOSY, response, now)
    with sqlite_db.reading() as tx:
        lines = [one for one in audit.listing(tx) if one.act == "read words"]
    assert {(one.actor, one.subject) for one in lines} == {(NOSY.name, one) for one in opened}
    (reader,) = looked(sqlite_db, safeguarding, now).readers
    assert (reader.name, reader.children) == (NOSY.name, 3)


def test_reading_far_beyond_a_task_is_told_and_not_stopped(sqlite_db, record, now):
    for response in ids(sqlite_db, record):
        open_response(sqlite_db, NOSY, response, now)
    with sqlite_db.reading() as tx:
        (told,) = beyond.beyond(tx, now)
    assert (told.person, told.what, told.count) == (NOSY.name, beyond.MUCH, MANY)


def test_taking_everything_out_at_once_is_seen_with_its_reason(
    sqlite_db, safeguarding, record, now
):
    take_rows(sqlite_db, NOSY, record.id, "Only for me to look at", now)
    (taken,) = looked(sqlite_db, safeguarding, now).taken
    said = taken.record
    assert (said.taken_by, said.rows, said.reason) == (NOSY.name, MANY, "Only for me to look at")
