"""A backup that is damaged keeps nobody from erasing: it is named, told of and tried again."""

import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data import erasing, responses
from data.backup import back_up, folder
from data.clock import utc_now
from data.database import Database
from data.settings import Settings
from surveys import alerts
from surveys.permissions import Actor, operator
from surveys.retention import Certificate, erase_due, erase_response
from surveys.rounds import close_round
from tests.children import Device, known_child
from tests.conftest import confirmed_times
from web.nightly import night

CANARY = "synthetic: the canary sang over a rotten floor"
YEARS = timedelta(days=365 * 2 + 40)
OPERATOR = operator("tests")


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """An installation whose retention times an officer has confirmed."""
    return replace(settings, retention_file=confirmed_times(tmp_path))


@pytest.fixture
def child(db: Database, participation: Actor, now: datetime) -> Device:
    """A child of whom the team knows the case number, who wrote one sentence and sent it."""
    device = known_child(db, participation, CANARY, now)
    device.send_all()
    return device


def by_hand(child: Device) -> Certificate:
    """Somebody asked for it."""
    reason = "The child asked us to."
    return erase_response(child.db, OPERATOR, child.here.response, reason, child.now)


def by_the_calendar(child: Device) -> Certificate:
    """The round ended long ago."""
    close_round(child.db, OPERATOR, child.here.round.id, child.now)
    (made,) = erase_due(child.db, OPERATOR, child.now + YEARS)
    return made


def rotten(db: Database) -> Path:
    """A backup of which the disk has lost the middle."""
    file = back_up(db.settings)
    content = bytearray(file.read_bytes())
    content[:] = content[:60] + bytes(len(content) - 60)
    file.write_bytes(content)
    return file


def still_in(file: Path, response: str) -> bool:
    """Whether a sound backup still has a response's answers."""
    if file.suffix == ".db":
        with closing(sqlite3.connect(file)) as copy:
            query = "SELECT count(*) FROM answers WHERE response = ?"
            return bool(copy.execute(query, (response,)).fetchone()[0])
    with zipfile.ZipFile(file) as archive:
        return response.encode() in archive.read("answers.csv")


@pytest.mark.parametrize("erase", [by_hand, by_the_calendar])
def test_erasing_ends_in_a_certificate_that_names_the_backup_that_is_damaged(
    child: Device, erase: Callable[[Device], Certificate]
) -> None:
    db, response = child.db, child.here.response
    damaged, sound = rotten(db), back_up(db.settings)
    made = erase(child)
    (filed,) = (folder(db.settings) / "certificates").iterdir()
    with db.reading() as tx:
        assert not responses.exists(tx, response)
    for told in (str(made), filed.read_text("utf-8")):
        assert f"may still be in the backup {damaged.name}." in told
        assert "delete it by hand" in told
        assert sound.name not in told
    assert not still_in(sound, response)


def test_a_certificate_says_gone_from_all_backups_only_where_it_is(child: Device) -> None:
    back_up(child.db.settings)
    assert "and from the backups on this machine." in str(by_hand(child))


def test_the_night_tries_a_damaged_backup_again_and_says_so_while_it_is_open(
    child: Device, now: datetime
) -> None:
    db, response, sound = child.db, child.here.response, back_up(child.db.settings)
    content = sound.read_bytes()
    sound.write_bytes(content[:60])
    by_hand(child)
    account = night(db, now)
    assert [line for line in account.failed if sound.name in line and "clearing" in line]
    sound.write_bytes(content)
    assert "clearing" not in night(db, now).failed_parts
    assert (erasing.left(db.settings), still_in(sound, response)) == ((), False)


def test_a_damaged_backup_is_told_of_until_its_file_is_gone(child: Device) -> None:
    damaged = rotten(child.db)
    by_hand(child)
    back_up(child.db.settings)
    (found,) = alerts.of_files(child.db.settings, utc_now())
    assert (found.kind, damaged.name in found.sentence) == ("backup_not_cleared", True)
    damaged.unlink()
    assert alerts.of_files(child.db.settings, utc_now()) == ()


def test_a_backup_that_could_not_be_written_anew_is_not_taken_for_cleared_the_next_time(
    sqlite_db: Database, participation: Actor, now: datetime
) -> None:
    device = known_child(sqlite_db, participation, CANARY, now)
    device.send_all()
    file = back_up(sqlite_db.settings)
    with closing(sqlite3.connect(file)) as copy:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'audit'"
        page, size = (
            copy.execute(query).fetchone()[0],
            copy.execute("PRAGMA page_size").fetchone()[0],
        )
    content = bytearray(file.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    file.write_bytes(content)
    for made in (by_hand(device).cleared, erasing.scrub_backups(sqlite_db.settings)):
        assert made.left == (file.name,)


def test_a_log_that_somebody_reads_is_said_to_wait_for_the_night(
    sqlite_db: Database, participation: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.erasing.LOCK_WAIT_S", 0.1)
    device = known_child(sqlite_db, participation, CANARY, now)
    device.send_all()
    with sqlite_db.reading() as tx:
        responses.exists(tx, device.here.response)
        made = by_hand(device)
    assert "somebody was reading: the next night does it." in str(made)
