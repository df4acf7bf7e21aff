"""Restoring: a backup put in the database's place, or elsewhere to prove that it can be.

What was erased since the backup was made is erased again (`data/erasing.py`), so that a restore
brings nobody's words back. What children were told is kept is held against the ledger.
"""

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.engine import make_url

from data import anchors, audit, erasing, holding, ledger, responses, synced, taken_back
from data.backup import back_up, folder
from data.clock import utc_now
from data.database import Database, Transaction
from data.migrating import schema_state, upgrade_within
from data.opening import bring_up, closing_engine, open_database
from data.restorable import CannotRestore as CannotRestore
from data.restorable import check
from data.settings import Settings
from data.tables import metadata
from data.words import WordsDamaged


@dataclass(frozen=True, slots=True)
class Proof:
    """A database held against the ledger of what children were told is kept.

    `later`: sent after the backup was made, so not in it; in the database that is in use that
    must be 0 too. `missing` and `changed` must be 0 always.
    """

    found: int
    later: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything that should be there is there, as it was sent."""
        return not self.missing and not self.changed


def restore(settings: Settings, file: Path, by: str = "operator") -> tuple[Path, Proof]:
    """Put a backup in the database's place; the backup of what was there before, and the proof.

    Raises CannotRestore before anything is changed, also while a server runs.
    """
    check(settings, file)
    try:
        with holding.alone(settings):
            before = back_up(settings)
            synced.replace(_begun(settings), json.dumps([file.name, by]))
            load(settings, file)
            return before, _finished(settings)
    except holding.Held as held:
        raise CannotRestore(str(held)) from None


def _finished(settings: Settings) -> Proof:
    database = open_database(settings)
    try:
        return _finish(database)
    finally:
        database.close()


def finish(database: Database) -> bool:
    """Do what is left of a restore that was cut off after its backup was loaded; whether one was.

    Until then what was erased since that backup is there again: nothing is to be served before.
    """
    if not _begun(database.settings).exists():
        return False
    _finish(database)
    return True


def _finish(database: Database) -> Proof:
    """Erase again, prove, and tell: the trail says who did it, anchors of what is gone are void."""
    begun = _begun(database.settings)
    file, by = json.loads(begun.read_text("utf-8"))
    erasing.erase_again(database)
    taken_back.erase_again(database, utc_now())
    proof = prove(database)
    _give_up_later(database)
    with database.writing() as tx:
        audit.record(tx, by, "restored", file, utc_now())
    anchors.supersede(database, utc_now())
    begun.unlink()
    synced.folder(begun.parent)
    return proof


def _begun(settings: Settings) -> Path:
    """A file that says that a restore is under way, of what and by whom."""
    return folder(settings) / "restoring.json"


def _give_up_later(database: Database) -> None:
    """Write down what the restored backup is too old for, so that no later proof looks for it."""
    with database.reading() as tx:
        newest = responses.newest_sequence(tx)
    lines = [line for line in ledger.read(database.settings) if line.sequence > newest]
    given_up = [replace(line, content=ledger.NOT_RESTORED, announced=()) for line in lines]
    if given_up:
        ledger.append(database.settings, given_up)


def load(settings: Settings, file: Path) -> None:
    """Fill the database at `settings` with a backup and bring it up to date."""
    with closing_engine(settings) as engine:
        if engine.dialect.name == "sqlite":
            _load_file(file, Path(str(make_url(settings.database_url).database)))
        else:
            _load_tables(engine, file)
        if schema_state(engine) == "older":
            bring_up(settings, engine)


def prove(database: Database) -> Proof:
    """Hold every line of the ledger against the database."""
    kept = ledger.read(database.settings)  # read first: what is sent meanwhile is not looked for
    acknowledged = [line for line in kept if line.content != ledger.NOT_RESTORED]
    erased = set(erasing.erased(database.settings))
    missing, changed, later = [], [], 0
    with database.reading() as tx:
        newest = responses.newest_sequence(tx)
        for line in acknowledged:
            if line.response in erased:  # first: the newest of all may be among these
                continue
            if line.sequence > newest:
                later += 1
            elif line.content == ledger.TAKEN_BACK:
                continue
            elif not responses.exists(tx, line.response):
                missing.append(line.response)
            elif not _as_sent(tx, line):
                changed.append(line.response)
    found = len(acknowledged) - later - len(missing)
    return Proof(found, later, tuple(missing), tuple(changed))


def _as_sent(tx: Transaction, line: ledger.Acknowledged) -> bool:
    kept = responses.get(tx, line.response)
    if kept is not None and kept.state == "withdrawn":
        return ledger.TAKEN_BACK in line.announced
    try:
        opened = responses.answers_of(tx, line.response, responses.wrapped_key(tx, line.response))
    except WordsDamaged:
        return False
    return ledger.content_hash(tx.vault, opened) in (line.content, *line.announced)


def _load_file(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (
        closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copy,
        closing(sqlite3.connect(target)) as live,
    ):
        copy.backup(live)
    target.chmod(0o600)


def _load_tables(engine: Engine, file: Path) -> None:
    """Make the tables of the backup's version, filled, in one transaction."""
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
