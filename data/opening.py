"""Opening a database: create an empty one, refuse one that does not fit, migrate on command."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.dialects import postgresql, sqlite

from data import audit, keys
from data.backup import back_up
from data.database import Database, Unavailable, _said_plainly, make_engine
from data.migrating import NotReady, schema_state, upgrade
from data.settings import Settings
from data.tables import KEY_CHECK, installation, people, rounds
from data.words import Vault, WordsDamaged


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


def create(settings: Settings) -> None:
    """Create an empty database and, where there is none yet, the key file."""
    with closing_engine(settings) as engine:
        _create(settings, engine)


def migrate(settings: Settings) -> tuple[str, Path | None]:
    """Create an empty database or bring an older one up; what was done, and the backup's file."""
    with closing_engine(settings) as engine:
        with _said_plainly():
            state = schema_state(engine)
        if state == "empty":
            _create(settings, engine)
            return "created", None
        if state == "older":
            backup = back_up(settings)
            bring_up(settings, engine)
            return "migrated", backup
        if state == "current":
            return "up to date", None
        raise NotReady(_REFUSALS[state])


def bring_up(settings: Settings, engine: Engine) -> None:
    """Run the migrations; where they begin the audit trail's chain, keep which lines are older."""
    vault = _vault(settings)
    with engine.connect() as connection:
        chained = "mac" in {one["name"] for one in inspect(connection).get_columns("audit")}
    upgrade(engine)
    if not chained:
        with Database(engine, vault, settings).writing() as tx:
            audit.keep_beginning(tx)


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
    upgrade(engine)
    _check_key(engine, vault)


def _vault(settings: Settings) -> Vault:
    try:
        return Vault(keys.read(settings), again=lambda: keys.read(settings))
    except keys.KeyProblem as problem:
        raise NotReady(str(problem)) from None


@contextmanager
def closing_engine(settings: Settings) -> Iterator[Engine]:
    """An engine for these settings, disposed of at the end."""
    engine = _engine(settings)
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


def _check_key(engine: Engine, vault: Vault) -> None:
    """Write the key check once; refuse a key file that does not open it."""
    name = KEY_CHECK
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
