"""A backup that does not fit is refused in one sentence, and nothing is changed by trying."""

import os
import secrets
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from data import (
    acts,
    anchors,
    audit,
    erasing,
    holding,
    keyholders,
    keys,
    responses,
    rotation,
)
from data.backup import back_up, folder
from data.clock import utc_now
from data.database import Database
from data.opening import create
from data.restore import CannotRestore, finish, prove, restore
from data.settings import Settings
from surveys.collect import by_receipt
from surveys.permissions import Actor
from tests.children import Device, known_child
from tests.conftest import settings_in, with_own_key
from tests.serving import Server
from web.nightly import night

CANARY = "synthetic: the canary sang before the restore"


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """A key file of this test's own, because it is changed."""
    return with_own_key(settings, tmp_path / "own")


@pytest.fixture
def child(db: Database, participation: Actor, now: datetime) -> Device:
    """A child of whom the team knows the case number, who wrote one sentence and sent it."""
    device = known_child(db, participation, CANARY, now)
    device.send_all()
    return device


def everything(db: Database) -> tuple[object, ...]:
    """What must be the same after a refusal: the rows, the files, the key file."""
    with db.reading() as tx:
        rows = [tx.run(text(f"SELECT * FROM {t} ORDER BY 1")).all() for t in ("answers", "audit")]
    names = sorted(path.name for path in folder(db.settings).glob("*"))
    return (str(rows), names, db.settings.key_file.read_bytes())


def refused(db: Database, file: Path, said: str) -> None:
    """Try to restore, and look that nothing has changed."""
    before = everything(db)
    with pytest.raises(CannotRestore, match=said) as refusal:
        restore(db.settings, file)
    assert "\n" not in str(refusal.value)
    assert everything(db) == before


def test_a_backup_whose_master_key_was_retired_is_refused(child: Device, db: Database) -> None:
    backup = back_up(db.settings)
    rotation.rotate(db)
    rotation.retire(db)
    refused(db, backup, "needs master key 1, which is not in .*retired after a rotation")


def test_a_backup_from_before_a_rotation_is_restored_while_its_key_is_there(
    child: Device, db: Database
) -> None:
    backup = back_up(db.settings)
    rotation.rotate(db)
    db.close()
    assert restore(db.settings, backup)[1].holds
    rotation.wrap_all(db)
    assert rotation.retire(db) == (1,)


def test_a_backup_that_a_rotation_had_half_wrapped_is_refused_too(
    child: Device, db: Database
) -> None:
    keys.add_master(db.settings)
    with db.writing() as tx:
        number = (2).to_bytes(4, "big")
        tx.run(text("UPDATE keyholders SET wrapped_key = :one"), {"one": number + bytes(60)})
    backup = back_up(db.settings)
    kept = keys.read(db.settings)
    db.settings.key_file.unlink()
    keys.put_back(db.settings, keys.Keys({1: kept.masters[1]}, 1, kept.pepper))
    refused(db, backup, "needs master key 2, ")


def test_a_backup_of_another_installation_is_refused(sqlite_db: Database, tmp_path: Path) -> None:
    other = settings_in(tmp_path / "other")
    create(other)
    refused(sqlite_db, back_up(other), "another installation")


@pytest.mark.parametrize("share", [0.5, 0.999])
def test_a_backup_that_was_cut_short_is_refused(
    child: Device, db: Database, tmp_path: Path, share: float
) -> None:
    backup = back_up(db.settings)
    cut = tmp_path / f"cut{backup.suffix}"
    content = backup.read_bytes()
    cut.write_bytes(content[: int(len(content) * share)])
    refused(db, cut, "is no whole backup of Heard")


def test_a_backup_of_the_other_kind_of_database_is_refused(
    child: Device, db: Database, tmp_path: Path
) -> None:
    backup = back_up(db.settings)
    other = tmp_path / f"other{'.zip' if backup.suffix == '.db' else '.db'}"
    shutil.copy(backup, other)
    refused(db, other, "is a backup of")


def newer_file(settings: Settings, folder: Path) -> Path:
    """A backup that names a version which this program does not know."""
    engine = Database.open(settings)
    with engine.writing() as tx:
        tx.run(text("UPDATE alembic_version SET version_num = '9999'"))
    made = back_up(settings)
    with engine.writing() as tx:
        tx.run(text("UPDATE alembic_version SET version_num = :head"), {"head": _head()})
    engine.close()
    return made


def _head() -> str:
    from data.migrating import revisions

    return revisions()[0]


def test_a_backup_of_a_newer_heard_is_refused(child: Device, db: Database, tmp_path: Path) -> None:
    refused(db, newer_file(db.settings, tmp_path), "made by a newer Heard")


def test_without_its_key_file_nothing_is_restored(child: Device, db: Database) -> None:
    backup = back_up(db.settings)
    gone = replace(db.settings, key_file=db.settings.key_file.with_name("none"))
    with pytest.raises(CannotRestore, match="is missing"):
        restore(gone, backup)


def test_the_database_itself_is_no_backup(sqlite_db: Database) -> None:
    with pytest.raises(CannotRestore, match="the database itself"):
        restore(sqlite_db.settings, sqlite_db.settings.var / "heard.db")


def test_a_damaged_page_in_a_packed_backup_is_found(
    child: Device, postgresql_settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "packed.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("alembic_version.csv", f"version_num\n{secrets.token_hex(40)}\n")
    content = bytearray(file.read_bytes())
    content[60] ^= 1
    file.write_bytes(content)
    with pytest.raises(CannotRestore, match="is no whole backup"):
        restore(postgresql_settings, file)


# --- what was taken back ----------------------------------------------------------------------


def take_back(db: Database, child: Device) -> None:
    """The child takes the answers back with the four words."""
    words = child.here.words
    assert words is not None
    again = Device(db, by_receipt(db, words, now=child.now), child.now)
    again.go("take-back")
    again.go("take-back:yes")


def test_answers_that_were_taken_back_since_the_backup_do_not_come_back(
    child: Device, db: Database
) -> None:
    response = child.here.response
    backup = back_up(db.settings)
    take_back(db, child)
    db.close()
    restore(db.settings, backup)
    with db.reading() as tx:
        assert responses.answers(tx, response) == ()
        assert responses.in_state(tx, "submitted") == ()
    assert prove(db).holds


def test_the_name_of_a_code_goes_when_its_answers_are_taken_back(
    child: Device, db: Database
) -> None:
    response = child.here.response
    take_back(db, child)
    with db.reading() as tx:
        assert keyholders.of_response(tx, response) is None
        assert tx.run(text("SELECT count(*) FROM keyholders")).scalar_one() == 0


def test_a_restore_is_refused_while_a_server_holds_the_database(
    child: Device, db: Database
) -> None:
    backup = back_up(db.settings)
    held = holding.share(db.settings)
    second = holding.share(db.settings)
    refused(db, backup, "Stop the server, then restore")
    os.close(second)
    refused(db, backup, "Stop the server, then restore")
    os.close(held)
    db.close()
    assert restore(db.settings, backup)[1].holds


def test_a_server_that_runs_holds_its_database_until_it_is_killed(tmp_path: Path) -> None:
    server = Server(settings_in(tmp_path)).start()
    with pytest.raises(holding.Held, match="Stop the server"), holding.alone(server.settings):
        pass
    server.kill()
    with holding.alone(server.settings):
        server.end()


def test_a_server_does_not_start_while_a_backup_is_restored(db: Database) -> None:
    with holding.alone(db.settings), pytest.raises(holding.Held, match="when that is done"):
        holding.share(db.settings)


@pytest.mark.parametrize("after", [finish, lambda db: night(db, utc_now())])
def test_a_restore_that_was_killed_is_finished_before_erased_words_are_served(
    child: Device,
    db: Database,
    monkeypatch: pytest.MonkeyPatch,
    after: Callable[[Database], object],
) -> None:
    response, backup = child.here.response, back_up(db.settings)
    erasing.remember(db.settings, [response])
    with db.writing() as tx:
        erasing.erase(tx, [response])
        audit.record(tx, "Pat", "erased response", response, child.now)
    anchors.put(db, child.now)
    db.close()
    monkeypatch.setattr("data.restore.open_database", killed)
    with pytest.raises(KeyboardInterrupt):
        restore(db.settings, backup)
    monkeypatch.undo()
    with db.reading() as tx:
        assert responses.exists(tx, response)
    after(db)
    with db.reading() as tx:
        assert not responses.exists(tx, response)
        assert acts.newest(tx, "restored") is not None
    assert (finish(db), anchors.verify(db).faults) == ("", ())


def killed(_settings: Settings) -> Database:
    """What stops a restore between its loading and its erasing."""
    raise KeyboardInterrupt
