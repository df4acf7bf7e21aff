"""Opening a database: create an empty one, refuse one that does not fit, migrate on command."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.dialects import postgresql, sqlite

from data import keys
from data.backup import back_up
from data.database import Database, Unavailable, _said_plainly, make_engine
from data.settings import Settings
from data.tables import installation, people, rounds
from data.words import Vault, WordsDamaged

_MIGRATIONS = Path(__file__).parent / "migrations"


class NotReady(RuntimeError):
    """This database cannot be used as it is; the message says what to do."""


def open_database(settings: Settings) -> Database:
    """Open, creating an empty database; raises NotReady, or Unavailable if out of reach."""
    engine = _engine(settings)
    try:
        with _said_plainly():
            state = schema_state(engine)
        if state == "empty":
            _create(settings, engine)
        elif state != "current":
            raise NotReady(_REFUSALS[state])
        vault = _vault(settings)
        _check_key(engine, vault)
    except (NotReady, Unavailable):
        engine.dispose()
        raise
    return Database(engine, vault, settings)


_REFUSALS = {
    "older": (
        "This database was made by an older Heard. Run `python3 manage.py migrate`: it takes a "
        "backup, then brings the database up to date."
    ),
    "newer": (
        "This database was made by a newer Heard than this one. Install that version again, or "
        "restore a backup from before it. Nothing was changed."
    ),
    "foreign": (
        "There are tables in this database that are not Heard's. Set DATABASE_URL to an empty "
        "database. Nothing was changed."
    ),
}


def schema_state(engine: Engine) -> str:
    """ "empty", "current", "older", "newer" or "foreign" (tables, but not ours)."""
    scripts = ScriptDirectory.from_config(_config())
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        revision = MigrationContext.configure(connection).get_current_revision()
    if not tables:
        return "empty"
    if revision is None:
        return "foreign"
    if revision == scripts.get_current_head():
        return "current"
    known = {script.revision for script in scripts.walk_revisions()}
    return "older" if revision in known else "newer"


def create(settings: Settings) -> None:
    """Create an empty database and, where there is none yet, the key file."""
    with _closing(_engine(settings)) as engine:
        _create(settings, engine)


def migrate(settings: Settings) -> tuple[str, Path | None]:
    """Create an empty database or bring an older one up; what was done, and the backup's file."""
    with _closing(_engine(settings)) as engine:
        with _said_plainly():
            state = schema_state(engine)
        if state == "empty":
            _create(settings, engine)
            return "created", None
        if state == "older":
            backup = back_up(settings)
            _upgrade(engine)
            return "migrated", backup
        if state == "current":
            return "up to date", None
        raise NotReady(_REFUSALS[state])


def _create(settings: Settings, engine: Engine) -> None:
    try:
        keys.make(settings)
    except keys.KeyProblem as problem:
        raise NotReady(str(problem)) from None
    except OSError as problem:
        raise NotReady(
            f"The key file {settings.key_file} cannot be made ({problem.strerror}). "
            "Set HEARD_KEY_FILE to a file that this account may write."
        ) from None
    vault = _vault(settings)
    _upgrade(engine)
    _check_key(engine, vault)


def _vault(settings: Settings) -> Vault:
    try:
        return Vault(keys.read(settings))
    except keys.KeyProblem as problem:
        raise NotReady(str(problem)) from None


@contextmanager
def _closing(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.dispose()


def has_rows(database: Database) -> bool:
    """Whether anything was ever asked or kept here: what the demo refuses to write into."""
    with database.reading() as tx:
        return any(
            tx.run(select(func.count()).select_from(t)).scalar_one() for t in (rounds, people)
        )


def _engine(settings: Settings) -> Engine:
    if settings.embedded:
        try:
            settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as problem:
            raise NotReady(
                f"The folder {settings.var} cannot be made ({problem.strerror}). "
                "Set HEARD_VAR to a folder that this account may write."
            ) from None
    return make_engine(settings.database_url)


def _config(connection: object = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _upgrade(engine: Engine) -> None:
    """Run the migrations in one transaction, so that one killed half way leaves nothing behind."""
    with _said_plainly(), engine.connect() as plain:
        connection = plain.execution_options(heard_writes=True)
        with connection.begin():
            command.upgrade(_config(connection), "head")


def _check_key(engine: Engine, vault: Vault) -> None:
    """Write the key check once; refuse a key file that does not open it."""
    name = "key_check"
    insert = (postgresql if engine.dialect.name == "postgresql" else sqlite).insert(installation)
    query = select(installation.c.value).where(installation.c.name == name)
    with _said_plainly(), engine.connect() as connection:
        kept = connection.execute(query).scalar()
    if kept is None:
        with _said_plainly(), engine.connect() as plain:
            connection = plain.execution_options(heard_writes=True)
            with connection.begin():
                row = {"name": name, "value": vault.new_key(name)[0]}
                connection.execute(insert.values(row).on_conflict_do_nothing())
        return
    try:
        vault.open_key(kept, name)
    except WordsDamaged:
        raise NotReady(
            "The key file is not the one that this database was made with. Put the right file back "
            "(HEARD_KEY_FILE says where); with this one no words can be read."
        ) from None
