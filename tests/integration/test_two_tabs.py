"""Two tabs of one child share one place, also when one takes the other's question off the route."""

from datetime import datetime

import pytest

from data import rounds, versions
from data.clock import day, stamp
from data.database import Database
from data.records import RoundRecord
from surveys.collect import enter, place, save
from surveys.invitations import make
from surveys.permissions import Actor
from tests.serving import tiny


@pytest.fixture
def token(db: Database, participation: Actor, now: datetime) -> str:
    """A child who said yes to the first of two questions and stands at the second."""
    survey = tiny("routing")
    with db.writing() as tx:
        record = RoundRecord(
            id="routing-1",
            survey=survey.id,
            version=survey.version,
            title="Made up",
            mode="code",
            band="8-10",
            source="asked",
            opens=day(now),
            closes=None,
            hear_by=None,
            closed_at=None,
            opened_at=stamp(now),
            sequence=1,
        )
        versions.keep(tx, survey.id, survey.version, survey.title, survey.source, now)
        rounds.add(tx, record, {"": 3})
    code = make(db, participation, record.id, 1, now=now).codes[0]
    token = enter(db, code, door="streamlit", now=now)
    save(db, token, {"go": "agree", "from": "notice"}, now)
    said_yes = {"question": "went", "keys": ["yes"], "w": "tab-1", "seq": 1}
    save(db, token, said_yes | {"go": "next", "from": "q:went"}, now)
    return token


def _take_off_the_route(db: Database, token: str, now: datetime) -> None:
    said_no = {"question": "went", "keys": ["no"], "w": "tab-2", "seq": 1, "from": "q:went"}
    save(db, token, said_no, now)


def test_an_answer_to_a_question_that_is_off_the_route_says_where_to_go(
    db: Database, token: str, now: datetime
) -> None:
    _take_off_the_route(db, token, now)
    stale = {"question": "spoke", "keys": ["yes"], "w": "tab-1", "seq": 2, "from": "q:spoke"}
    saved = save(db, token, stale | {"go": "next"}, now)
    drawn = place(db, token, now)
    assert drawn is not None
    assert (saved.status, saved.place) == ("refused", drawn.key)


def test_the_child_goes_on_from_the_question_that_is_shown_instead(
    db: Database, token: str, now: datetime
) -> None:
    _take_off_the_route(db, token, now)
    drawn = place(db, token, now)
    assert drawn is not None
    saved = save(db, token, {"go": "next", "from": drawn.key}, now)
    assert saved.moved
