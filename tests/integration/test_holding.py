"""Who has the database: commands share it with the server, and a restore has it alone."""

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from data import holding
from data.backup import back_up
from data.database import Database
from data.restore import CannotRestore, restore
from data.settings import Settings
from tests.integration.test_commands import refusal, runner
from web.commands import operating

WRITING = (
    ("users", "add", "Pat", "--role", "administrator"),
    ("open-round", "service_feedback", "--eligible", "3"),
    ("erase", "--due"),
    ("keys", "rotate"),
    ("nightly",),
    ("migrate",),
    ("backup",),
    ("demo",),
)


@pytest.fixture
def running_command(sqlite_db: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A command that has the database open."""
    monkeypatch.setattr(operating, "settings", lambda: sqlite_db.settings)
    with operating.opened() as database:
        yield database


@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_a_command_is_refused_while_a_backup_is_restored(
    sqlite_settings: Settings, command: tuple[str, ...]
) -> None:
    manage = runner(sqlite_settings)
    assert manage("migrate").exit_code == 0
    with holding.alone(sqlite_settings):
        assert "A backup is being restored. Try again" in refusal(manage(*command))


def test_a_restore_is_refused_while_a_command_has_the_database(running_command: Database) -> None:
    backup = back_up(running_command.settings)
    with pytest.raises(CannotRestore, match=r"a command of manage\.py"):
        restore(running_command.settings, backup)


def test_a_restore_is_refused_while_another_one_runs(sqlite_db: Database) -> None:
    backup = back_up(sqlite_db.settings)
    with holding.alone(sqlite_db.settings), pytest.raises(CannotRestore, match="another restore"):
        restore(sqlite_db.settings, backup)


def test_commands_run_beside_a_server_and_beside_each_other(running_command: Database) -> None:
    server = holding.share(running_command.settings)
    assert runner(running_command.settings)("users", "list").exit_code == 0
    os.close(server)


def test_a_folder_that_cannot_be_written_is_said_by_name(sqlite_settings: Settings) -> None:
    sqlite_settings.var.parent.mkdir(parents=True, exist_ok=True)
    (file := sqlite_settings.var.parent / "file").write_bytes(b"")
    elsewhere = replace(sqlite_settings, var=file / "var")
    assert "Set HEARD_VAR to a folder" in refusal(runner(elsewhere)("users", "list"))
