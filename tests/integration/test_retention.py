"""Answers end: when their time is over, or when a child asks; and a child may have what is held."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from analysis import results
from data import concerns, erasing, responses, rounds
from data.backup import back_up, folder
from data.database import Database
from data.settings import Settings
from surveys.all_held import NothingHeld, all_held
from surveys.collect import CodeDoesNotWork, enter
from surveys.invitations import make
from surveys.kept_for import TimesProblem, times
from surveys.permissions import ROLES, Actor, Role, may
from surveys.retention import ErasingRefused, due, erase_due, erase_response
from surveys.rounds import RoundRefused, close_round, open_round
from tests.children import Device
from tests.conftest import confirmed_times
from web.nightly import night

CANARY = "synthetic: the canary under the retention table"
YEARS = timedelta(days=365 * 2 + 40)


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """An installation whose retention times an officer has confirmed."""
    return replace(settings, retention_file=confirmed_times(tmp_path))


@pytest.fixture
def sqlite_settings(sqlite_settings: Settings, tmp_path: Path) -> Settings:
    """The same, for what is tried on SQLite only."""
    return replace(sqlite_settings, retention_file=confirmed_times(tmp_path))


@pytest.fixture
def code(db: Database, participation: Actor, now: datetime) -> str:
    opened = open_round(db, participation, "service_feedback", now=now, teams={"Oak": 3})
    made = make(db, participation, opened.id, 1, team="Oak", now=now, references=["CASE-7"])
    return made.codes[0]


@pytest.fixture
def sent(db: Database, code: str, now: datetime) -> Device:
    child = Device(db, enter(db, code, door="light", now=now), now).to_questions()
    child.to("good").answer(words=CANARY)
    child.send_all()
    return child


def closed(db: Database, participation: Actor, sent: Device) -> str:
    close_round(db, participation, sent.here.round.id, sent.now)
    return sent.here.round.id


def raw(db: Database) -> bytes:
    return b"".join(p.read_bytes() for p in db.settings.var.rglob("*") if p.is_file())


def test_a_round_is_due_when_its_months_are_over_and_not_before(
    db: Database, sent: Device, participation: Actor, administrator: Actor
) -> None:
    closed(db, participation, sent)
    assert (
        due(db, administrator, sent.now + timedelta(days=30 * times(db.settings).of("x") - 40))
        == ()
    )
    assert len(due(db, administrator, sent.now + YEARS)[0].responses) == 1


def test_what_is_due_is_erased_with_a_certificate(
    db: Database, sent: Device, participation: Actor, administrator: Actor
) -> None:
    round_id, response = closed(db, participation, sent), sent.here.response
    (made,) = erase_due(db, administrator, sent.now + YEARS)
    with db.reading() as tx:
        record = rounds.get(tx, round_id)
        assert not responses.exists(tx, response)
    assert (made.responses, record.erased_at is not None) == (1, True)  # type: ignore[union-attr]
    assert len(list((folder(db.settings) / "certificates").iterdir())) == 1
    assert CANARY not in str(made)


def test_nothing_is_erased_before_a_person_has_confirmed_the_times(
    sqlite_settings: Settings, participation: Actor, administrator: Actor, now: datetime
) -> None:
    db = Database.open(replace(sqlite_settings, retention_file=None))
    opened = open_round(db, participation, "service_feedback", now=now)
    close_round(db, participation, opened.id, now)
    assert len(due(db, administrator, now + YEARS)) == 1
    with pytest.raises(ErasingRefused, match="HEARD_RETENTION_FILE"):
        erase_due(db, administrator, now + YEARS)
    account = night(db, now + YEARS)
    assert any("over and were left: 1." in done for done in account.done)
    assert len(due(db, administrator, now + YEARS)) == 1
    db.close()


@pytest.mark.parametrize(
    "wrong",
    [
        'any = "two years"',
        "service_feedback = 12",
        "any = 0",
        'any = 24\n[confirmed]\nby = "Rae"\non = "yesterday"',
        "any = ",
    ],
)
def test_a_file_of_times_that_cannot_be_used_is_refused_with_its_place(
    sqlite_settings: Settings, tmp_path: Path, wrong: str
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(wrong, "utf-8")
    with pytest.raises(TimesProblem, match=r"own\.toml"):
        times(replace(sqlite_settings, retention_file=file))


def test_a_name_without_a_day_confirms_nothing(sqlite_settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('any = 12\n[confirmed]\nby = "Rae"\non = ""', "utf-8")
    assert not times(replace(sqlite_settings, retention_file=file)).confirmed


def test_an_open_concern_keeps_the_answers_it_is_about(
    db: Database, sent: Device, participation: Actor, administrator: Actor, now: datetime
) -> None:
    with db.writing() as tx:
        concerns.raise_(tx, sent.here.response, "good", "words", "Sam", now)
    closed(db, participation, sent)
    assert erase_due(db, administrator, now + YEARS) == ()
    with db.reading() as tx:
        assert responses.exists(tx, sent.here.response)
    assert not (folder(db.settings) / "certificates").exists()


def test_a_concern_that_is_raised_while_answers_are_erased_keeps_them(
    db: Database, sent: Device, participation: Actor, administrator: Actor, now: datetime
) -> None:
    closed(db, participation, sent)
    with ThreadPoolExecutor(1) as pool:
        with db.writing() as tx:
            concerns.raise_(tx, sent.here.response, "good", "words", "Sam", now)
            erasing_now = pool.submit(erase_due, db, administrator, now + YEARS)
            with pytest.raises(TimeoutError):
                erasing_now.result(0.5)
        assert erasing_now.result(10) == ()
    with db.reading() as tx:
        assert responses.exists(tx, sent.here.response)
    assert erasing.erased(db.settings) == ()


def test_what_waits_for_a_concern_gets_no_certificate_night_after_night(
    db: Database, sent: Device, code: str, participation: Actor, administrator: Actor, now: datetime
) -> None:
    (other,) = make(db, participation, sent.here.round.id, 1, team="Oak", now=now).codes
    waits = Device(db, enter(db, other, door="light", now=now), now).to_questions().send_all()
    with db.writing() as tx:
        concerns.raise_(tx, waits.response, "good", "words", "Sam", now)
    closed(db, participation, sent)
    (made,) = erase_due(db, administrator, now + YEARS)
    assert (made.responses, made.kept_back) == (1, 1)
    assert erase_due(db, administrator, now + YEARS) == ()


def test_old_answers_of_a_round_that_never_ends_go_one_by_one(
    db: Database, sent: Device, administrator: Actor
) -> None:
    (found,) = due(db, administrator, sent.now + YEARS)
    erase_due(db, administrator, sent.now + YEARS)
    assert len(found.responses) == 1
    assert due(db, administrator, sent.now + YEARS) == ()


def test_figures_of_an_erased_round_are_those_that_were_published(
    db: Database, sent: Device, participation: Actor, administrator: Actor
) -> None:
    round_id = closed(db, participation, sent)
    erase_due(db, administrator, sent.now + YEARS)
    with pytest.raises(RoundRefused, match="were erased on"):
        results.report(db, participation, round_id, sent.now)


def test_one_response_is_erased_for_good_here_and_in_the_backups(
    sqlite_db: Database, participation: Actor, administrator: Actor, now: datetime
) -> None:
    opened = open_round(sqlite_db, participation, "service_feedback", now=now)
    code = make(sqlite_db, participation, opened.id, 1, now=now).codes[0]
    child = Device(sqlite_db, enter(sqlite_db, code, door="light", now=now), now).to_questions()
    child.to("good").answer(words=CANARY)
    response = child.send_all().response
    back_up(sqlite_db.settings)
    erase_response(sqlite_db, administrator, response, "The child asked us to.", now)
    assert erasing.scrub_backups(sqlite_db.settings).changed == 0
    assert CANARY.encode() not in raw(sqlite_db)


def test_why_a_child_was_erased_is_shown_once_and_kept_in_no_file(
    db: Database, sent: Device, administrator: Actor, now: datetime
) -> None:
    reason = "Canary Wren asked us to, by letter."
    made = erase_response(db, administrator, sent.here.response, reason, now)
    (kept,) = (folder(db.settings) / "certificates").iterdir()
    assert reason in str(made)
    assert "Somebody asked for it." in kept.read_text("utf-8")
    assert b"Wren" not in raw(db)


def test_whom_a_code_was_for_goes_with_the_answers_here_and_in_the_backups(
    sqlite_db: Database, participation: Actor, administrator: Actor, now: datetime
) -> None:
    opened = open_round(sqlite_db, participation, "service_feedback", now=now)
    names = ["CASE-ONE", "CASE-TWO"]
    made = make(sqlite_db, participation, opened.id, 2, now=now, references=names)
    child = Device(sqlite_db, enter(sqlite_db, made.codes[0], door="light", now=now), now)
    child.to_questions().send_all()
    backup = back_up(sqlite_db.settings)
    close_round(sqlite_db, participation, opened.id, now)
    erase_due(sqlite_db, administrator, now + YEARS)
    for place in (backup, sqlite_db.settings.var / "heard.db"):
        with closing(sqlite3.connect(place)) as kept:
            assert kept.execute("SELECT count(*) FROM keyholders").fetchone() == (0,)


def test_a_code_whose_answers_were_erased_lets_nobody_in(
    db: Database, sent: Device, administrator: Actor, code: str, now: datetime
) -> None:
    erase_response(db, administrator, sent.here.response, "The child asked us to.", now)
    with pytest.raises(CodeDoesNotWork):
        enter(db, code, door="light", now=now)


def test_a_response_with_an_open_concern_is_not_erased_by_hand(
    db: Database, sent: Device, administrator: Actor, now: datetime
) -> None:
    with db.writing() as tx:
        concerns.raise_(tx, sent.here.response, "good", "words", "Sam", now)
    with pytest.raises(ErasingRefused, match="Close it first"):
        erase_response(db, administrator, sent.here.response, "The child asked us to.", now)


def test_everything_held_on_a_code_can_be_read(
    db: Database, sent: Device, participation: Actor, code: str, now: datetime
) -> None:
    told = all_held(db, participation, code, now)
    assert CANARY in told
    assert "Team: Oak" in told


@pytest.mark.parametrize("role", ROLES)
def test_whose_code_it_is_needs_a_second_person_here_too(
    db: Database, sent: Device, code: str, now: datetime, role: Role
) -> None:
    somebody = Actor("Somebody", frozenset({role}))
    told = all_held(db, somebody, code, now) if may(somebody, "give out what is held") else ""
    assert "CASE-7" not in told
    assert ("Two people have to agree" in told) == bool(told)


def test_how_a_child_can_be_reached_is_given_out_by_the_safeguarding_team_only(
    db: Database, code: str, participation: Actor, safeguarding: Actor, now: datetime
) -> None:
    device = Device(db, enter(db, code, door="streamlit", now=now), now).to_questions()
    device.to("contact").answer(keys=["worker"])
    device.to("contact_how").answer(words=CANARY)
    device.send_all()
    assert CANARY not in all_held(db, participation, code, now)
    assert CANARY in all_held(db, safeguarding, code, now)


def test_a_name_is_said_to_be_kept_also_before_its_code_was_used(
    db: Database, code: str, participation: Actor, now: datetime
) -> None:
    told = all_held(db, participation, code, now)
    assert "Name or case number of the code: one is kept." in told
    assert "No answer was given with this code." in told


def test_a_code_that_nothing_is_held_on_says_so(
    db: Database, participation: Actor, now: datetime
) -> None:
    with pytest.raises(NothingHeld, match="Check each letter"):
        all_held(db, participation, "ABCD2345", now)
