"""What is erased is in no file of ours: not its key, its sealed words, nor whose code it was."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from analysis import results
from analysis.report import to_json
from analysis.reports import read
from data import codings, concerns, keyholders, reports
from data.backup import back_up
from data.database import Database
from data.settings import Settings
from surveys.collect import by_receipt, enter
from surveys.invitations import make
from surveys.permissions import Actor, operator
from surveys.retention import ErasingRefused, erase_due, erase_response
from surveys.rounds import close_round, open_round
from tests.children import Device
from tests.conftest import confirmed_times
from web.nightly import night

NAME, PLACE = "Canary Wharf-Case-4711", "synthetic: by the canary cage"
YEARS = timedelta(days=365 * 2 + 40)
OPERATOR = operator("tests")
_SEALED = (
    "SELECT words FROM answers UNION ALL SELECT kept FROM answers",
    "SELECT wrapped_key FROM responses UNION ALL SELECT wrapped_key FROM keyholders",
    "SELECT reference FROM keyholders UNION ALL SELECT note FROM concern_steps",
)


@pytest.fixture
def sqlite_settings(sqlite_settings: Settings, tmp_path: Path) -> Settings:
    """An installation whose retention times an officer has confirmed."""
    return replace(sqlite_settings, retention_file=confirmed_times(tmp_path))


@pytest.fixture
def child(sqlite_db: Database, participation: Actor, now: datetime) -> Device:
    """A child who wrote, asked to be reached, and whose case number the team keeps."""
    opened = open_round(sqlite_db, participation, "service_feedback", now=now)
    (code,) = make(sqlite_db, participation, opened.id, 1, now=now, references=[NAME]).codes
    device = Device(sqlite_db, enter(sqlite_db, code, door="light", now=now), now).to_questions()
    device.to("good").answer(words="synthetic: the canary sang")
    device.to("contact").answer(keys=["worker"])
    device.to("contact_how").answer(words=PLACE)
    device.send_all()
    with sqlite_db.writing() as tx:
        for concern in concerns.of_response(tx, device.here.response):
            concerns.step(tx, concern.id, "closed", "A Person", now, "", "synthetic: all is well")
    return device


def sealed(db: Database) -> list[bytes]:
    """Every sealed field and every key of the database, as it lies in the file."""
    with closing(sqlite3.connect(db.settings.var / "heard.db")) as kept:
        rows = [row[0] for query in _SEALED for row in kept.execute(query)]
    return [bytes(one) for one in rows if one]


def on_disk(db: Database) -> bytes:
    """Everything below `var/`: the database, its log, the backups, the ledger."""
    return b"".join(p.read_bytes() for p in db.settings.var.rglob("*") if p.is_file())


def by_hand(child: Device) -> None:
    """Somebody asked for it."""
    erase_response(child.db, OPERATOR, child.here.response, "The child asked us to.", child.now)


def by_the_calendar(child: Device) -> None:
    """The round ended long ago."""
    close_round(child.db, OPERATOR, child.here.round.id, child.now)
    erase_due(child.db, OPERATOR, child.now + YEARS)


@pytest.mark.parametrize("erase", [by_hand, by_the_calendar])
def test_no_file_holds_a_sealed_field_or_a_key_of_what_was_erased(
    child: Device, erase: Callable[[Device], None]
) -> None:
    db, before = child.db, sealed(child.db)
    back_up(db.settings)
    assert all(one in on_disk(db) for one in before)
    erase(child)
    left = [one for one in before if one in on_disk(db)]
    assert (len(before) >= 6, left) == (True, [])
    assert NAME.encode() not in on_disk(db)


def test_themes_and_answers_are_counted_anew_after_erasing(
    db: Database, participation: Actor, administrator: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "service_feedback", now=now, teams={"": 20})
    sent = []
    for code in make(db, participation, opened.id, 12, now=now).codes:
        device = Device(db, enter(db, code, door="light", now=now), now).to_questions()
        device.to("good").answer(words="synthetic: the slide")
        sent.append(device.send_all().response)
    with db.writing() as tx:
        for response in sent:
            codings.decide(tx, response, "good", "activities", "given", "A Person", now)
    before = results.report(db, participation, opened.id, now)
    erase_response(db, administrator, sent[0], "The child asked us to.", now)
    after = results.report(db, participation, opened.id, now)
    assert (before.who.answered, after.who.answered) == (12, 11)
    with db.reading() as tx:
        assert len(codings.of_round(tx, opened.id)) == 11


def test_what_was_published_keeps_its_figures_after_erasing(
    child: Device, participation: Actor, board: Actor
) -> None:
    db, round_id, now = child.db, child.here.round.id, child.now
    made = replace(results.report(db, participation, round_id, now), published="2026-11-20")
    with db.writing() as tx:
        reports.publish(tx, round_id, to_json(made), "A Person", now)
    by_hand(child)
    assert results.report(db, participation, round_id, now).who.answered == 0
    assert read(db, board, round_id) == made


def test_what_a_child_took_back_is_in_no_backup_after_the_night(
    sqlite_db: Database, participation: Actor, now: datetime
) -> None:
    db = sqlite_db
    opened = open_round(db, participation, "service_feedback", now=now)
    (code,) = make(db, participation, opened.id, 1, now=now, references=[NAME]).codes
    device = Device(db, enter(db, code, door="light", now=now), now).to_questions()
    words = device.to("good").answer(words="synthetic: the canary") and device.send_all().words
    before = sealed(db)
    back_up(db.settings)
    again = Device(db, by_receipt(db, words or "", now=now), now)
    again.go("take-back")
    again.go("take-back:yes")
    assert night(db, now).failed == ()
    assert [one for one in before if one in on_disk(db)] == []


def test_a_concern_that_is_open_keeps_whose_code_it_was(child: Device) -> None:
    with child.db.writing() as tx:
        concerns.raise_(tx, child.here.response, "good", "words", "Sam", child.now)
    with pytest.raises(ErasingRefused, match="Close it first"):
        by_hand(child)
    by_the_calendar(child)
    with child.db.reading() as tx:
        assert keyholders.of_response(tx, child.here.response) == NAME
