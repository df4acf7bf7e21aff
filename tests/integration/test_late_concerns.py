"""A concern that nobody took within a working hour is told to everybody who can act on it."""

from datetime import datetime, timedelta

import pytest

from data import audit
from data import concerns as kept
from data.database import Database
from surveys import concerns
from surveys.permissions import Actor
from surveys.safeguarding.late import late
from surveys.today import today
from tests.hearing import a_round, begin, ids
from web.watch import LATE, Watch

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
UNREAD = "1 concern has waited for more than a working hour, and nobody has read it."
OFFICER = Actor("Dee Signated", frozenset({"designated"}))
"""`now` is a Friday at ten."""


def raised(db: Database, now: datetime, question: str = "good", cause: str = "words") -> str:
    """A sent answer that raised a concern; its response."""
    response = ids(db, a_round(db, now, {"good": "My carer hits me.", "contact": "worker"}))[0]
    with db.writing() as tx:
        kept.raise_(tx, response, question, cause, "the child", now)
    return response


def waiting(db: Database, now: datetime) -> tuple[int, int]:
    with db.reading() as tx:
        found = late(tx, now)
        return len(found.unread), len(found.unowned)


def warned(db: Database, actor: Actor, now: datetime) -> list[str]:
    return [line.sentence for line in today(db, actor, now).warned]


@pytest.mark.parametrize(("question", "cause"), [("good", "words"), ("contact", "contact")])
def test_a_new_one_is_late_after_a_working_hour_and_not_before(db, now, question, cause):
    raised(db, now, question, cause)
    assert waiting(db, now + HOUR - MINUTE) == (0, 0)
    assert waiting(db, now + HOUR) == (1, 0)


def test_what_comes_on_friday_evening_is_late_on_monday_at_ten(sqlite_db, now):
    evening = now.replace(hour=19)
    raised(sqlite_db, evening)
    assert waiting(sqlite_db, evening + timedelta(days=2)) == (0, 0)
    assert waiting(sqlite_db, now + timedelta(days=3) - MINUTE) == (0, 0)
    assert waiting(sqlite_db, now + timedelta(days=3)) == (1, 0)


def test_one_that_was_read_and_left_is_told_too_until_somebody_takes_it(db, now, safeguarding):
    response = raised(db, now)
    concerns.mark_read(db, safeguarding, response, "good", 1, now + MINUTE)
    assert waiting(db, now + HOUR) == (0, 1)
    taken = {"passed_to": "duty", "note": "Rang at ten.", "now": now + HOUR}
    concerns.pass_on(db, safeguarding, response, "good", 1, **taken)
    assert waiting(db, now + 9 * HOUR) == (0, 0)


def test_words_that_a_child_is_still_writing_count_from_when_they_can_be_seen(sqlite_db, now):
    response = begin(sqlite_db, a_round(sqlite_db, now), "better", "he hits me", now)
    with sqlite_db.writing() as tx:
        kept.raise_(tx, response, "better", "words", "the child", now)
    assert waiting(sqlite_db, now + 2 * HOUR - MINUTE) == (0, 0)
    assert waiting(sqlite_db, now + 2 * HOUR) == (1, 0)


def test_it_stands_first_on_today_of_every_lead_who_sees_that_round(sqlite_db, now, safeguarding):
    raised(sqlite_db, now)
    elsewhere = Actor("Else Where", safeguarding.roles, surveys=frozenset({"cp_start"}))
    assert warned(sqlite_db, safeguarding, now + HOUR) == [UNREAD]
    assert warned(sqlite_db, elsewhere, now + HOUR) == []


def test_the_designated_officer_is_told_of_what_may_be_about_staff_only(sqlite_db, now):
    raised(sqlite_db, now, "contact", "contact")
    assert warned(sqlite_db, OFFICER, now + HOUR) == []
    response = ids(sqlite_db, a_round(sqlite_db, now, {"better": "the staff grabbed my arm"}))[0]
    with sqlite_db.writing() as tx:
        kept.raise_(tx, response, "better", "words", "the child", now)
    assert warned(sqlite_db, OFFICER, now + HOUR) == [UNREAD]


@pytest.mark.parametrize("role", ["participation", "board", "administrator", "auditor"])
def test_nobody_else_is_told_of_a_concern(sqlite_db, now, role):
    raised(sqlite_db, now)
    with sqlite_db.reading() as tx:
        assert late(tx, now + HOUR).every
    somebody = Actor("Somebody", frozenset({role}))
    assert not any("concern" in line for line in warned(sqlite_db, somebody, now + HOUR))


def test_the_log_and_the_trail_are_told_once_of_each_also_after_a_restart(sqlite_db, now, caplog):
    raised(sqlite_db, now)
    first = Watch()
    for minute in range(58, 65):
        first.look(sqlite_db, now + minute * MINUTE, minute * 60.0)
    Watch().look(sqlite_db, now + 2 * HOUR, 0.0)
    assert [line.message for line in caplog.records] == ["alert: concern_late"]
    with sqlite_db.reading() as tx:
        assert [line.act for line in audit.listing(tx) if line.act == LATE] == [LATE]
        assert "hits" not in repr(audit.listing(tx))
