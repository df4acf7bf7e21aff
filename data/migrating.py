"""The schema's versions: which one a database has, and bringing it up, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from data.database import _said_plainly

_MIGRATIONS = Path(__file__).parent / "migrations"


class NotReady(RuntimeError):
    """This database cannot be used as it is; the message says what to do."""


def schema_state(engine: Engine) -> str:
    """ "empty", "current", "older", "newer" or "foreign" (tables, but not ours)."""
    known = revisions()
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        revision = MigrationContext.configure(connection).get_current_revision()
    if not tables:
        return "empty"
    if revision is None:
        return "foreign"
    if revision == known[0]:
        return "current"
    return "older" if revision in known else "newer"


def revisions() -> tuple[str, ...]:
    """Every version of the schema that this program knows, the newest first."""
    scripts = ScriptDirectory.from_config(config())
    return tuple(script.revision for script in scripts.walk_revisions())


def config(connection: object = None) -> Config:
    """Alembic's settings, for a connection that is open."""
    made = Config()
    made.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def upgrade(engine: Engine) -> None:
    """Run the migrations in one transaction, so that one killed half way leaves nothing behind.

    SQLite changes a table by putting a new one in its place, which foreign keys must not see;
    afterwards every one of them is checked before anything is kept.
    """
    with _said_plainly(), engine.connect() as plain, without_foreign_keys(plain):
        connection = plain.execution_options(heard_writes=True)
        with connection.begin():
            upgrade_within(connection, "head")
            if engine.dialect.name == "sqlite":
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise NotReady(
                        f"The database was not changed: {len(broken)} rows in “{broken[0][0]}” "
                        "belong to nothing. Restore the last backup, or ask for help with this."
                    )


def upgrade_within(connection: Connection, revision: str) -> None:
    """Bring a database up to a revision inside the transaction that is open."""
    command.upgrade(config(connection), revision)


@contextmanager
def without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Foreign keys off on an SQLite connection; only outside a transaction can it be said."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.dbapi_connection
    if driver is None:
        raise NotReady("The database closed its connection. Try again.")
    driver.cursor().execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.cursor().execute("PRAGMA foreign_keys=ON")
