"""The clock is put on or back by a day, or by an hour in autumn: order and doors hold."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from data import ledger, responses
from data.clock import moment, stamp
from data.database import Database
from data.restore import prove
from surveys.collect import CodeDoesNotWork, enter, open_say, place
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import open_round
from tests.children import Device

pytestmark = pytest.mark.ci

DAY = timedelta(days=1)
AUTUMN = datetime(2026, 10, 25, 1, 30, tzinfo=timezone(timedelta(hours=1)))
"""Half past one in British summer time; an hour later clocks show the same, in winter time."""


def _sent_at(db: Database, code: str, now: datetime) -> str:
    child = Device(db, enter(db, code, door="light", now=now), now).to_questions()
    return child.send_all().response


def test_responses_stand_in_the_order_in_which_they_came_whatever_the_clock_said(
    db: Database, participation: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "service_feedback", now=now - 3 * DAY)
    codes = make(db, participation, opened.id, 4, now=now - 3 * DAY).codes
    moments = (now, now + DAY, now - DAY, now)
    came = [_sent_at(db, code, at) for code, at in zip(codes, moments, strict=True)]
    with db.reading() as tx:
        stand = [record.id for record in responses.of_round(tx, opened.id)]
    assert stand == came
    assert [line.response for line in ledger.read(db.settings)] == came
    assert prove(db).holds


def test_times_are_kept_in_utc_so_that_an_hour_that_comes_twice_is_two_hours() -> None:
    winter = AUTUMN.replace(tzinfo=UTC)
    assert AUTUMN.replace(tzinfo=None) == winter.replace(tzinfo=None)
    assert moment(stamp(winter)) - moment(stamp(AUTUMN)) == timedelta(hours=1)


@pytest.mark.parametrize("moved", [DAY, -DAY, timedelta(hours=1), -timedelta(hours=1)])
def test_a_child_in_the_middle_goes_on_when_the_clock_moves(
    sqlite_db: Database, participation: Actor, now: datetime, moved: timedelta
) -> None:
    opened = open_round(sqlite_db, participation, "service_feedback", now=now - 3 * DAY)
    (code,) = make(sqlite_db, participation, opened.id, 1, now=now - 3 * DAY).codes
    child = Device(sqlite_db, enter(sqlite_db, code, door="light", now=now), now).to_questions()
    child.to("good").answer(words="before")
    child.now = now + moved
    assert child.send_all().step == "thanks"


def test_a_code_works_until_the_end_of_its_last_day_and_not_before_its_first(
    sqlite_db: Database, participation: Actor, now: datetime
) -> None:
    today = now.date().isoformat()
    opened = open_round(
        sqlite_db, participation, "service_feedback", now=now, opens=today, closes=today
    )
    (code,) = make(sqlite_db, participation, opened.id, 1, now=now).codes
    for wrong in (now - DAY, now + DAY):
        with pytest.raises(CodeDoesNotWork):
            enter(sqlite_db, code, door="light", now=wrong)
    assert enter(sqlite_db, code, door="light", now=now)


def test_a_shared_tablet_put_back_a_day_is_not_left_open_for_the_next_child_for_ever(
    sqlite_db: Database, now: datetime
) -> None:
    token = open_say(sqlite_db, door="light", now=now, shared=True)
    assert place(sqlite_db, token, now - DAY) is not None
    assert place(sqlite_db, token, now + timedelta(minutes=21)) is None
