"""A database is created, refused or migrated, and each refusal says what to do."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from data import keys
from data.backup import back_up
from data.database import Database, Transaction, Unavailable, make_engine
from data.migrating import NotReady, config
from data.opening import create, has_rows, migrate
from data.rounds import listing
from data.settings import CHECKOUT, Settings
from tests.conftest import settings_in

DRAWN = sha256(b"synthetic: as if drawn by chance").digest()


def set_revision(settings: Settings, revision: str) -> None:
    engine = make_engine(settings.database_url)
    with engine.connect() as plain:
        connection = plain.execution_options(heard_writes=True)
        with connection.begin():
            connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
    engine.dispose()


def test_an_empty_database_is_created_by_whatever_starts_first(tmp_path: Path) -> None:
    database = Database.open(settings_in(tmp_path))
    with database.reading() as tx:
        assert listing(tx) == ()
    database.close()


def test_the_key_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    create(settings)
    assert settings.key_file.stat().st_mode & 0o777 == 0o600


def test_a_newer_database_is_refused_and_left_alone(settings: Settings) -> None:
    set_revision(settings, "9999")
    with pytest.raises(NotReady, match="newer Heard"):
        Database.open(settings)


def test_tables_of_another_program_are_refused(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    settings.var.mkdir()
    with closing(sqlite3.connect(settings.var / "heard.db")) as other:
        other.execute("CREATE TABLE theirs (x)")
    with pytest.raises(NotReady, match="not Heard's"):
        Database.open(settings)


def test_a_missing_key_is_said_with_what_to_do(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="HEARD_KEY_FILE"):
        Database.open(replace(settings, key_file=tmp_path / "nowhere"))


def test_another_installations_key_is_refused(settings: Settings, tmp_path: Path) -> None:
    other = settings_in(tmp_path / "other")
    create(other)
    with pytest.raises(NotReady, match="not the one"):
        Database.open(replace(settings, key_file=other.key_file))


@pytest.mark.parametrize("place", [CHECKOUT / "master.key", CHECKOUT / "var" / "master.key"])
def test_a_key_beside_the_words_it_opens_is_refused(settings: Settings, place: Path) -> None:
    with pytest.raises(NotReady, match="outside it"):
        Database.open(replace(settings, key_file=place))


def test_a_key_beside_a_sqlite_file_outside_var_is_refused(
    sqlite_settings: Settings, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    url = f"sqlite:///{elsewhere / 'heard.db'}"
    there = replace(sqlite_settings, database_url=url, key_file=elsewhere / "master.key")
    with pytest.raises(NotReady, match="outside it"):
        Database.open(there)
    assert not there.key_file.exists()


@pytest.mark.parametrize(
    ("master", "pepper"),
    [
        (bytes(32), DRAWN),
        (DRAWN, b"k" * 32),
        (b"0123456789abcdef" * 2, DRAWN),
        (bytes(range(32)), DRAWN),
        (DRAWN, DRAWN),
    ],
    ids=["zeros", "one letter", "repeated", "counted", "twice"],
)
def test_a_key_that_nobody_drew_by_chance_is_refused_with_what_to_do(
    sqlite_settings: Settings, tmp_path: Path, master: bytes, pepper: bytes
) -> None:
    own = replace(sqlite_settings, key_file=tmp_path / "own" / "master.key")
    keys.put_back(own, keys.Keys({1: master}, 1, pepper))
    with pytest.raises(NotReady, match="Put the right file back"):
        Database.open(own)


@pytest.mark.parametrize("content", ["", "{}", '{"masters": {"1": "AAAA"}, "current": 1}', "�"])
def test_a_damaged_key_file_is_said_plainly(
    settings: Settings, tmp_path: Path, content: str
) -> None:
    broken = tmp_path / "broken.key"
    broken.write_text(content, encoding="utf-8")
    with pytest.raises(NotReady, match="cannot be read"):
        Database.open(replace(settings, key_file=broken))


def test_the_migrations_make_exactly_the_tables(settings: Settings) -> None:
    engine = make_engine(settings.database_url)
    with engine.connect() as connection:
        command.check(config(connection))  # raises where a table or column differs
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    engine.dispose()


def test_migrating_what_is_up_to_date_changes_nothing(settings: Settings) -> None:
    assert migrate(settings) == ("up to date", None)


def test_a_backup_of_a_database_in_use_is_whole(settings: Settings) -> None:
    database = Database.open(settings)
    backup = back_up(settings)
    database.close()
    assert backup.stat().st_size > 1_000
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_fresh_database_has_no_rows(db: Database) -> None:
    assert not has_rows(db)


def test_every_sqlite_connection_has_our_pragmas(sqlite_db: Database) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "busy_timeout": 10_000,
    }
    with sqlite_db.reading() as tx:
        found = {name: tx.run(text(f"PRAGMA {name}")).scalar() for name in wanted}
    assert found == wanted


def test_a_locked_database_is_said_plainly(
    sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.database._PRAGMAS", ("PRAGMA busy_timeout = 50",))
    database = Database.open(sqlite_settings)
    with closing(sqlite3.connect(sqlite_settings.var / "heard.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unavailable, match="locked by another program"), database.writing():
            pass
    database.close()


def test_a_lock_that_is_not_given_back_is_said_plainly(
    postgresql_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.database.LOCK_WAIT_S", 0.05)
    with closing(Database.open(postgresql_settings)) as database, database.writing() as other:
        other.in_turn("the same")
        with pytest.raises(Unavailable, match="another change is taking long"):
            database.write(lambda tx: tx.in_turn("the same"))


def test_a_file_that_lost_its_tables_is_said_at_once(sqlite_settings: Settings) -> None:
    tried: list[str] = []

    def ask(tx: Transaction) -> None:
        tried.append("asked")
        tx.run(text("SELECT * FROM answers"))

    with closing(Database.open(sqlite_settings)) as database:
        with closing(sqlite3.connect(sqlite_settings.var / "heard.db")) as other:
            other.execute("DROP TABLE answers")
        with pytest.raises(Unavailable, match="restore the last backup"):
            database.read(ask)
    assert tried == ["asked"]


def test_a_folder_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file stands where the folder should be")
    with pytest.raises(NotReady, match="HEARD_VAR"):
        Database.open(settings_in(tmp_path))


def test_what_raises_inside_a_transaction_is_undone(db: Database) -> None:
    def half_way() -> None:
        with db.writing() as tx:
            tx.run(text("INSERT INTO audit (at, actor, act, subject) VALUES ('a','b','c','d')"))
            raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        half_way()
    with db.reading() as tx:
        assert tx.run(text("SELECT count(*) FROM audit")).scalar() == 0
