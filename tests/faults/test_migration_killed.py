"""A migration killed half way leaves the old database or the new one, whole, never one between."""

import multiprocessing
import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from alembic import command
from sqlalchemy import Engine, event

from data.database import make_engine
from data.migrating import config, schema_state, without_foreign_keys
from data.opening import create, migrate
from data.settings import Settings
from tests.conftest import settings_in

pytestmark = pytest.mark.ci

RESPONSES = 400
_ROUND = (
    "INSERT INTO rounds VALUES ('r','s',1,'R','code',NULL,'asked','2026-01-01',NULL,NULL,NULL,"
    "'2026-01-01T00:00:00Z',1)"
)
_RESPONSE = (
    "INSERT INTO responses VALUES (?,'r','s',1,'8-10','en','light','Oak',NULL,NULL,'started',"
    "'notice',X'00',NULL,NULL,'2026-01-01T00:00:00Z','2026-01-01T00:00:00Z',NULL)"
)


@pytest.fixture
def old(tmp_path: Path) -> Settings:
    """A database of the first version, filled."""
    settings = settings_in(tmp_path)
    create(settings)
    engine = make_engine(settings.database_url)
    with engine.connect() as plain, without_foreign_keys(plain):
        connection = plain.execution_options(heard_writes=True)
        with connection.begin():
            command.downgrade(config(connection), "0001")
    engine.dispose()
    with closing(sqlite3.connect(settings.var / "heard.db")) as filled, filled:
        filled.execute(_ROUND)
        filled.executemany(_RESPONSE, [(f"child {n}",) for n in range(RESPONSES)])
    return settings


def _die_within(settings: Settings, statements: int) -> None:
    """Migrate, and be killed before the statement, or the commit, with this number."""
    left = [statements]

    @event.listens_for(Engine, "before_cursor_execute")
    @event.listens_for(Engine, "commit")
    def _count(*_: object) -> None:
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    migrate(settings)


def _found(settings: Settings) -> tuple[str, int, str]:
    engine = make_engine(settings.database_url)
    state = schema_state(engine)
    engine.dispose()
    with closing(sqlite3.connect(settings.var / "heard.db")) as left:
        kept = int(left.execute("SELECT count(*) FROM responses").fetchone()[0])
        sound = str(left.execute("PRAGMA integrity_check").fetchone()[0])
    return state, kept, sound


def test_a_migration_killed_anywhere_leaves_the_old_database_whole(old: Settings) -> None:
    chance, spawning = Random("migration"), multiprocessing.get_context("forkserver")
    for statements in sorted(chance.sample(range(1, 250), 8)):
        killed = spawning.Process(target=_die_within, args=(old, statements))
        killed.start()
        killed.join()
        if killed.exitcode == 0:
            break
        assert _found(old) in (("older", RESPONSES, "ok"), ("current", RESPONSES, "ok"))
    migrate(old)
    assert _found(old) == ("current", RESPONSES, "ok")
