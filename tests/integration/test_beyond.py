"""The curious colleague: reading far beyond a task is told to somebody else, with a count."""

from datetime import datetime, timedelta

import pytest

from data import audit
from data.clock import utc_now
from data.database import Database
from surveys import beyond, reading, rounds
from surveys.looked import looked
from surveys.permissions import Actor, NotAllowed
from surveys.today import today
from tests.hearing import a_round, ids
from web.watch import Watch

CURIOUS = Actor("Cory Curious", frozenset({"participation"}))
LIMITED = Actor("Nora North", frozenset({"participation"}), teams=frozenset({"North"}))
AUDITOR = Actor("Lou Log", frozenset({"auditor"}))
CANARY = "synthetic: the canary of the curious colleague"


def opens(db: Database, count: int, now: datetime) -> None:
    """Somebody opens the words of so many children, one after another."""
    round_id = a_round(db, now, *({"good": CANARY} for _ in range(count)))
    reading.note_reading(db, CURIOUS, ids(db, round_id), now)


def warned(db: Database, actor: Actor, now: datetime) -> list[str]:
    return [line.sentence for line in today(db, actor, now).warned]


def refused(db: Database, times: int) -> str:
    """Somebody of another team tries so often to open a round and its answers; the round."""
    round_id = a_round(db, utc_now(), {"good": CANARY})
    response = ids(db, round_id)[0]
    tries = (
        lambda: rounds.view(db, LIMITED, round_id),
        lambda: reading.open_response(db, LIMITED, response, utc_now()),
    )
    for number in range(times):
        with pytest.raises(NotAllowed):
            tries[number % 2]()
    return round_id


def test_one_child_more_than_a_task_needs_is_told_to_the_lead_and_the_auditor(
    sqlite_db, now, safeguarding, caplog
):
    opens(sqlite_db, beyond.CHILDREN + 1, now)
    Watch().look(sqlite_db, now + timedelta(minutes=1), 0.0)
    said = "Cory Curious opened the answers of 121 children within an hour, on 20 November 2026."
    for person in (safeguarding, AUDITOR):
        assert [line[: len(said)] for line in warned(sqlite_db, person, now)] == [said]
    assert [line.message for line in caplog.records] == ["alert: told_of_much_reading (count 121)"]
    with sqlite_db.reading() as tx:
        assert [line.act for line in audit.listing(tx, 1)] == [beyond.MUCH]
        assert CANARY not in repr(audit.listing(tx))


def test_as_much_as_a_busy_reader_reads_is_told_to_nobody(sqlite_db, now, safeguarding):
    opens(sqlite_db, beyond.CHILDREN, now)
    Watch().look(sqlite_db, now, 0.0)
    assert warned(sqlite_db, safeguarding, now) == []


def test_the_same_children_again_are_not_more_children(sqlite_db, now, safeguarding):
    round_id = a_round(sqlite_db, now, *({"good": CANARY} for _ in range(40)))
    for minutes in (0, 16, 32, 48):
        at = now + timedelta(minutes=minutes)
        reading.note_reading(sqlite_db, CURIOUS, ids(sqlite_db, round_id), at)
    Watch().look(sqlite_db, now + timedelta(minutes=50), 0.0)
    assert warned(sqlite_db, safeguarding, now) == []


def test_it_is_told_once_a_day_and_stands_for_a_week(sqlite_db, now, safeguarding):
    opens(sqlite_db, beyond.CHILDREN + 1, now)
    for minute in range(3):
        Watch().look(sqlite_db, now + timedelta(minutes=minute), 0.0)
    assert len(warned(sqlite_db, safeguarding, now)) == 1
    assert len(looked(sqlite_db, AUDITOR, now).beyond) == 1
    assert warned(sqlite_db, safeguarding, now + timedelta(days=7, minutes=5)) == []


def test_each_refusal_is_a_line_of_the_trail_and_the_fifth_is_told(db, safeguarding):
    round_id = refused(db, beyond.REFUSALS)
    Watch().look(db, utc_now(), 0.0)
    with db.reading() as tx:
        lines = [line for line in audit.listing(tx) if line.act == beyond.REFUSED]
    assert {line.actor for line in lines} == {LIMITED.name}
    assert len(lines) == beyond.REFUSALS
    assert round_id in {line.subject for line in lines}
    assert "Nora North asked 5 times within an hour" in warned(db, safeguarding, utc_now())[0]


def test_an_old_link_or_two_is_told_to_nobody(sqlite_db, safeguarding):
    refused(sqlite_db, beyond.REFUSALS - 1)
    Watch().look(sqlite_db, utc_now(), 0.0)
    assert warned(sqlite_db, safeguarding, utc_now()) == []


@pytest.mark.parametrize("role", ["participation", "board", "administrator", "designated"])
def test_nobody_else_is_told_of_a_colleague(sqlite_db, now, role):
    opens(sqlite_db, beyond.CHILDREN + 1, now)
    Watch().look(sqlite_db, now, 0.0)
    somebody = Actor("Somebody", frozenset({role}))
    assert not any("Cory" in line for line in warned(sqlite_db, somebody, now))
