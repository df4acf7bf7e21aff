"""Loading: a backup put in a database's place in one instant, so that a fault leaves the old one.

A mark of the caller's comes in with it: whoever finds it in a database knows which backup that is.
"""

import csv
import io
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, inspect, select, text
from sqlalchemy.engine import make_url

from data.backup import finished, folder
from data.clock import utc_now
from data.database import _said_plainly
from data.migrating import schema_state, upgrade_within
from data.opening import bring_up, closing_engine
from data.restorable import CannotRestore
from data.settings import Settings
from data.tables import installation, metadata

_MARK = "restored"
_COPY = "heard-restoring.unfinished"
"""A name by which the night takes it away too, should a kill have left it."""


def load(settings: Settings, file: Path, mark: str) -> None:
    """Fill the database at `settings` with a backup and its mark, and bring it up to date.

    A fault leaves what was there before, or the backup, perhaps of an older version
    still: `mark_of` tells which. Raises whatever the disk, the file or the server leads to.
    """
    with closing_engine(settings) as engine:
        if engine.dialect.name == "sqlite":
            try:
                _load_file(_marked(settings, file, mark), _file_of(settings))
            finally:
                forget_copy(settings)
        else:
            _load_tables(engine, file, mark)
        if schema_state(engine) == "older":
            bring_up(settings, engine)


def mark_of(settings: Settings) -> str:
    """The mark of the backup that the database came from; "" where it is nobody's.

    Asked of any version of the schema, and of an empty database.
    """
    query = select(installation.c.value).where(installation.c.name == _MARK)
    with _said_plainly(), closing_engine(settings) as engine, engine.connect() as connection:
        if not inspect(connection).has_table(installation.name):
            return ""
        return bytes(connection.execute(query).scalar() or b"").decode()


def forget_copy(settings: Settings) -> None:
    """Take away the copy that a load makes on the way: words are in it that were erased since."""
    for left in folder(settings).glob(f"{_COPY}*"):
        left.unlink()


def damaged_aside(settings: Settings) -> Path:
    """Copy the files of a database that is too damaged for a backup; the folder they are in."""
    place = settings.var / f"damaged-{utc_now():%Y%m%d-%H%M%S-%f}"
    place.mkdir(mode=0o700)
    file = _file_of(settings)
    for one in (file, *_beside(file)):
        if one.exists():
            (place / one.name).touch(mode=0o600)
            shutil.copyfile(one, place / one.name)
    return place


def _beside(file: Path) -> tuple[Path, Path]:
    """SQLite's log of a database, and the index of that."""
    return file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")


def _file_of(settings: Settings) -> Path:
    return Path(str(make_url(settings.database_url).database))


def _marked(settings: Settings, file: Path, mark: str) -> Path:
    """A copy of the backup with the mark in it: the file itself may be on a disk for reading."""
    place = folder(settings) / _COPY
    forget_copy(settings)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.touch(mode=0o600)
    with closing(sqlite3.connect(place)) as marked:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            copy.backup(marked)
        with marked:
            row = (_MARK, mark.encode())
            marked.execute("INSERT OR REPLACE INTO installation (name, value) VALUES (?, ?)", row)
    return place


def _load_file(marked: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with closing(sqlite3.connect(marked)) as copy, closing(sqlite3.connect(target)) as live:
            copy.backup(live)
    except sqlite3.DatabaseError as problem:
        if type(problem) is not sqlite3.DatabaseError:  # a full disk or a lock is another kind
            raise
        _replace_damaged(marked, target)
    target.chmod(0o600)


def _replace_damaged(marked: Path, target: Path) -> None:
    """Put the file itself in the place of one that SQLite does not write into any more."""
    fresh = target.with_name(f"{target.name}.unfinished")
    fresh.touch(mode=0o600)
    shutil.copyfile(marked, fresh)
    for one in _beside(target):  # the log of the damaged one must not be taken for the new one's
        one.unlink(missing_ok=True)
    finished(fresh, target)


def _load_tables(engine: Engine, file: Path, mark: str) -> None:
    """Make the tables of the backup's version, filled and marked, in one transaction."""
    with zipfile.ZipFile(file) as archive, engine.connect() as plain:
        connection = plain.execution_options(heard_writes=True)
        with connection.begin():
            _drop_ours(connection)
            upgrade_within(connection, _revision(archive))
            there = {name.removesuffix(".csv") for name in archive.namelist()}
            for table in metadata.sorted_tables:
                if table.name in there:
                    _copy_in(connection, archive, table.name)
            _count_on(connection)
            connection.execute(delete(installation).where(installation.c.name == _MARK))
            connection.execute(insert(installation).values(name=_MARK, value=mark.encode()))


def _revision(archive: zipfile.ZipFile) -> str:
    rows = list(csv.reader(io.StringIO(archive.read("alembic_version.csv").decode())))
    if len(rows) != 2:
        raise CannotRestore("The backup does not say of which version it is.")
    return rows[1][0]


def _drop_ours(connection: Connection) -> None:
    names = set(inspect(connection).get_table_names())
    for name in sorted(names & {*metadata.tables, "alembic_version"}):
        connection.execute(text(f'DROP TABLE "{name}" CASCADE'))
    connection.execute(text("DROP FUNCTION IF EXISTS heard_audit_only_grows"))


def _copy_in(connection: Connection, archive: zipfile.ZipFile, table: str) -> None:
    driver: Any = connection.connection.dbapi_connection
    header = next(csv.reader(io.TextIOWrapper(archive.open(f"{table}.csv"), "utf-8")))
    columns = ", ".join(f'"{name}"' for name in header)
    copy = f'COPY "{table}" ({columns}) FROM STDIN (FORMAT csv, HEADER)'
    with driver.cursor() as cursor, cursor.copy(copy) as rows:
        for part in _parts(archive, table):
            rows.write(part)


def _parts(archive: zipfile.ZipFile, table: str) -> Iterator[bytes]:
    with archive.open(f"{table}.csv") as file:
        while part := file.read(1 << 16):
            yield part


def _count_on(connection: Connection) -> None:
    """PostgreSQL's counters go on after the highest number that came in."""
    connection.execute(
        text(
            "SELECT setval(pg_get_serial_sequence('audit', 'number'), "
            "GREATEST((SELECT COALESCE(MAX(number), 1) FROM audit), 1))"
        )
    )
