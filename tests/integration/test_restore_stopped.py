"""A restore that stops half way says which database is there; only a finished one is told."""

import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from data import acts, erasing, responses
from data.backup import back_up, folder
from data.database import Database
from data.restore import CannotRestore, NotFinished, finish, restore
from surveys.permissions import Actor
from tests.children import Device, known_child
from tests.integration.test_alerts import small_files
from tests.integration.test_commands import runner

CANARY = "synthetic: the canary sang between two databases"


@pytest.fixture
def child(db: Database, participation: Actor, now: datetime) -> Device:
    """A child of whom the team knows the case number, who wrote one sentence and sent it."""
    device = known_child(db, participation, CANARY, now)
    device.send_all()
    return device


def unloadable(db: Database) -> Path:
    """A backup that is whole and ours, and that a database does not take all the same."""
    file = back_up(db.settings)
    if file.suffix == ".db":
        with closing(sqlite3.connect(file)) as copy:
            copy.execute(
                "CREATE TRIGGER synthetic BEFORE INSERT ON installation "
                "BEGIN SELECT RAISE(ABORT, 'synthetic fault'); END"
            )
        return file
    with zipfile.ZipFile(file) as archive:
        tables = {name: archive.read(name) for name in archive.namelist()}
    tables["answers.csv"] += tables["answers.csv"].splitlines(keepends=True)[-1]
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in tables.items():
            archive.writestr(name, content)
    return file


def killed(*_: object) -> Database:
    """What stops a restore without a word."""
    raise KeyboardInterrupt


def told_as_restored(db: Database) -> bool:
    with db.reading() as tx:
        return acts.newest(tx, "restored") is not None


def is_there(db: Database, response: str) -> bool:
    with db.reading() as tx:
        return responses.exists(tx, response)


def erased_since(db: Database, response: str) -> Path:
    """A backup from before a response was erased."""
    backup = back_up(db.settings)
    erasing.remember(db.settings, [response])
    with db.writing() as tx:
        erasing.erase(tx, [response])
    return backup


def test_a_restore_that_was_killed_before_its_backup_was_loaded_is_not_told_as_done(
    child: Device, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = erased_since(db, child.here.response)
    db.close()
    monkeypatch.setattr("data.restore.load", killed)
    with pytest.raises(KeyboardInterrupt):
        restore(db.settings, backup)
    assert "The database is the one from before" in finish(db)
    assert (finish(db), told_as_restored(db)) == ("", False)


def test_a_backup_that_cannot_be_loaded_leaves_the_old_database_and_says_so(
    child: Device, db: Database
) -> None:
    response, backup = child.here.response, unloadable(db)
    db.close()
    with pytest.raises(CannotRestore, match="The database is as it was before") as refusal:
        restore(db.settings, backup)
    assert response not in str(refusal.value)
    assert (is_there(db, response), finish(db), told_as_restored(db)) == (True, "", False)
    assert [one.name for one in folder(db.settings).glob("*.unfinished*")] == []


def test_a_restore_that_stops_after_its_backup_was_loaded_says_so_and_is_finished_later(
    child: Device, db: Database
) -> None:
    response = child.here.response
    backup = erased_since(db, response)
    db.close()
    ids = erasing.path(db.settings)
    sound = ids.read_bytes()
    ids.write_bytes(b"\xff")
    with pytest.raises(NotFinished, match=r"stopped half way.*start Heard.*was there before is"):
        restore(db.settings, backup)
    assert (is_there(db, response), told_as_restored(db)) == (True, False)
    ids.write_bytes(sound)
    assert "is finished now" in finish(db)
    assert (is_there(db, response), told_as_restored(db)) == (False, True)


def test_a_restore_that_was_cut_off_is_finished_also_after_another_that_could_not_be_loaded(
    child: Device, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    response, other = child.here.response, unloadable(db)
    backup = erased_since(db, response)
    db.close()
    monkeypatch.setattr("data.restore.open_database", killed)
    with pytest.raises(KeyboardInterrupt):
        restore(db.settings, backup)
    monkeypatch.undo()
    with pytest.raises(CannotRestore):
        restore(db.settings, other)
    assert "is finished now" in finish(db)
    assert (is_there(db, response), told_as_restored(db)) == (False, True)


@pytest.mark.parametrize("gone", [slice(0, 100), slice(4096, None)], ids=["head", "rest"])
def test_a_backup_is_restored_over_a_database_that_is_damaged(
    sqlite_db: Database, participation: Actor, now: datetime, gone: slice
) -> None:
    child = known_child(sqlite_db, participation, CANARY, now)
    response = child.send_all().response
    backup = back_up(sqlite_db.settings)
    sqlite_db.close()
    file = sqlite_db.settings.var / "heard.db"
    damaged = bytearray(file.read_bytes())
    damaged[gone] = bytes(len(damaged[gone]))
    file.write_bytes(damaged)
    done = runner(sqlite_db.settings)("restore", str(backup))
    assert (done.exit_code, "It is damaged: keep that folder" in done.stdout) == (0, True)
    assert (is_there(sqlite_db, response), told_as_restored(sqlite_db)) == (True, True)
    (aside,) = sqlite_db.settings.var.glob("damaged-*")
    assert (aside / "heard.db").read_bytes() == bytes(damaged)


def test_a_restore_says_that_there_is_no_room_for_a_backup_of_what_is_there(
    sqlite_db: Database,
) -> None:
    backup = back_up(sqlite_db.settings)
    sqlite_db.close()
    with small_files(20_000), pytest.raises(CannotRestore, match="so nothing was changed"):
        restore(sqlite_db.settings, backup)


def test_a_command_finishes_a_restore_that_was_cut_off_before_it_reads(
    child: Device, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = child.here.response
    backup = erased_since(db, response)
    db.close()
    monkeypatch.setattr("data.restore.open_database", killed)
    with pytest.raises(KeyboardInterrupt):
        restore(db.settings, backup)
    monkeypatch.undo()
    listed = runner(db.settings)("results", "--list", "--json")
    assert [one["answered"] for one in json.loads(listed.stdout)] == [0]
    assert ("is finished now" in listed.stderr, is_there(db, response)) == (True, False)
