"""A database of the first version, with rows in it, brought up to the second and back."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text

from data import anchors, audit
from data.database import Database, make_engine
from data.migrating import config, without_foreign_keys
from data.opening import create, migrate
from data.settings import Settings
from tests.conftest import settings_in

ROWS = (
    "INSERT INTO rounds VALUES ('r','s',1,'R','code',NULL,'asked','2026-01-01',NULL,NULL,NULL,"
    "'2026-01-01T00:00:00Z',1)",
    "INSERT INTO invitations VALUES ('i','r','hash','Oak',NULL,'started','2026-01-01T00:00:00Z')",
    "INSERT INTO responses VALUES ('x','r','s',1,'8-10','en','streamlit','Oak','i',NULL,'started',"
    "'notice',X'00',NULL,NULL,'2026-01-01T00:00:00Z','2026-01-01T00:00:00Z',NULL)",
    "INSERT INTO sittings VALUES ('t','one','x','2026-01-01T00:00:00Z',NULL)",
)


@pytest.fixture
def first(tmp_path: Path) -> Settings:
    """A database as the first version left it, with a child in the middle of it."""
    settings = settings_in(tmp_path)
    create(settings)
    _move(settings, "0001")
    _run(settings, *ROWS)
    return settings


def _move(settings: Settings, revision: str) -> None:
    engine = make_engine(settings.database_url)
    with engine.connect() as plain, without_foreign_keys(plain):
        connection = plain.execution_options(heard_writes=True)
        with connection.begin():
            command.downgrade(config(connection), revision)
    engine.dispose()


def _run(settings: Settings, *statements: str) -> None:
    engine = make_engine(settings.database_url)
    with engine.connect() as plain:
        connection = plain.execution_options(heard_writes=True)
        with connection.begin():
            for statement in statements:
                connection.execute(text(statement))
    engine.dispose()


def _value(connection: Connection, query: str) -> object:
    return connection.execute(text(query)).scalar()


def test_everything_that_was_kept_is_there_after_the_migration(first: Settings) -> None:
    done, backup = migrate(first)
    engine = make_engine(first.database_url)
    with engine.connect() as connection:
        state = _value(connection, "SELECT state FROM responses WHERE id = 'x'")
        kind = _value(connection, "SELECT kind FROM sittings WHERE token_hash = 't'")
        indexes = _value(
            connection, "SELECT count(*) FROM sqlite_master WHERE name = 'ix_responses_round_state'"
        )
    engine.dispose()
    assert done == "migrated"
    assert backup is not None
    assert (state, kind, indexes) == ("started", "code", 1)


def test_the_new_states_are_allowed_and_no_others(first: Settings) -> None:
    migrate(first)
    _run(first, "UPDATE responses SET state = 'held'", "UPDATE invitations SET state = 'declined'")
    with pytest.raises(Exception, match="CHECK constraint"):
        _run(first, "UPDATE responses SET state = 'lost'")


def test_foreign_keys_hold_after_the_migration(first: Settings) -> None:
    migrate(first)
    with pytest.raises(Exception, match="FOREIGN KEY"):
        _run(first, "INSERT INTO sittings VALUES ('u','two','nobody','','','code','',0,NULL)")
    Database.open(first).close()


def test_acts_from_before_the_chain_are_counted_by_the_migration(first: Settings) -> None:
    _run(first, "INSERT INTO audit (at, actor, act, subject) VALUES ('2026', 'P', 'a', 's')")
    migrate(first)
    db = Database.open(first)
    with db.writing() as tx:
        audit.record(tx, "Pat", "opened round", "round-1", datetime(2026, 11, 20, tzinfo=UTC))
    assert anchors.verify(db) == anchors.Verified(2, 1, 0, ())
    db.close()
