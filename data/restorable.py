"""Whether a backup can be restored here: asked of the file before anything is changed.

It must be whole, of this kind of database, of a version that is known, of this installation, and
every key in it must be wrapped by a master key that the key file still has.
"""

import csv
import io
import sqlite3
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy.engine import make_url

from data import keys
from data.migrating import revisions
from data.rotation import tables_with_keys
from data.settings import Settings
from data.words import NUMBER, Vault, WordsDamaged, master_of


class CannotRestore(RuntimeError):
    """The backup cannot be restored; the message says why and what to do. Nothing was changed."""


def check(settings: Settings, file: Path) -> None:
    """Raise CannotRestore where this backup cannot be put in this database's place."""
    if not file.is_file():
        raise CannotRestore(f"There is no backup {file}. The folder var/backups has those made.")
    _right_kind(settings, file)
    with _opened(file) as backup:
        _known_version(file, backup.revision())
        _our_keys(settings, file, backup)


class _Backup(Protocol):
    """What is asked of a backup, whichever way it is written."""

    def revision(self) -> str: ...
    def key_check(self) -> bytes: ...
    def numbers(self, table: str) -> set[int]: ...


@dataclass(frozen=True, slots=True)
class _File:
    """A backup of SQLite."""

    copy: sqlite3.Connection

    def revision(self) -> str:
        """The schema's version."""
        return str(self._one("SELECT version_num FROM alembic_version"))

    def key_check(self) -> bytes:
        """The wrapped key that only this installation's key file opens."""
        found = self._one("SELECT value FROM installation WHERE name = 'key_check'")
        return found if isinstance(found, bytes) else b""

    def numbers(self, table: str) -> set[int]:
        """Which master keys wrap the keys in a table; none where it is newer than the backup."""
        columns = [row[1] for row in self.copy.execute(f"PRAGMA table_info({table})")]
        if "wrapped_key" not in columns:
            return set()
        query = f"SELECT DISTINCT substr(wrapped_key, 1, {NUMBER}) FROM {table}"  # noqa: S608  (a table of ours)
        return {master_of(row[0]) for row in self.copy.execute(query) if row[0]}

    def _one(self, query: str) -> object:
        row = self.copy.execute(query).fetchone()
        return row[0] if row else None


@dataclass(frozen=True, slots=True)
class _Archive:
    """A backup of PostgreSQL: a CSV file for each table."""

    archive: zipfile.ZipFile

    def revision(self) -> str:
        """The schema's version."""
        return next((row["version_num"] for row in self._rows("alembic_version")), "")

    def key_check(self) -> bytes:
        """The wrapped key that only this installation's key file opens."""
        rows = self._rows("installation")
        return next((_bytes(row["value"]) for row in rows if row["name"] == "key_check"), b"")

    def numbers(self, table: str) -> set[int]:
        """Which master keys wrap the keys in a table; none where it is newer than the backup."""
        wrapped = (_bytes(row.get("wrapped_key", "")) for row in self._rows(table))
        return {master_of(one) for one in wrapped if one}

    def _rows(self, table: str) -> Iterator[dict[str, str]]:
        if f"{table}.csv" not in self.archive.namelist():
            return
        csv.field_size_limit(sys.maxsize)
        with self.archive.open(f"{table}.csv") as file:
            yield from csv.DictReader(io.TextIOWrapper(file, "utf-8", newline=""))


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("\\x"))


@contextmanager
def _opened(file: Path) -> Iterator[_Backup]:
    """The backup, looked through from end to end: one that was cut short is refused here."""
    try:
        if file.suffix == ".db":
            # a file that lies still, on a disk that may not be written
            address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(address, uri=True)) as copy:
                _whole(file, copy)
                yield _File(copy)
        else:
            with zipfile.ZipFile(file) as archive:
                broken = archive.testzip()
                if broken is not None:
                    raise CannotRestore(_damaged(file, f"{broken} in it is not as it was written"))
                yield _Archive(archive)
    except (sqlite3.DatabaseError, zipfile.BadZipFile, zlib.error, EOFError, ValueError) as problem:
        raise CannotRestore(_damaged(file, str(problem))) from None


def _whole(file: Path, copy: sqlite3.Connection) -> None:
    """SQLite reads what is missing of the last page as zeros, so the length is looked at too."""
    pages, size = (copy.execute(f"PRAGMA page_{what}").fetchone()[0] for what in ("count", "size"))
    if file.stat().st_size != pages * size:
        raise CannotRestore(_damaged(file, f"it has not the {pages * size:,} bytes it should have"))
    sound = str(copy.execute("PRAGMA integrity_check").fetchone()[0])
    if sound != "ok":
        raise CannotRestore(_damaged(file, sound.splitlines()[0]))


def _damaged(file: Path, why: str) -> str:
    return (
        f"{file} is no whole backup of Heard ({why}). It was damaged, cut short in copying, or is "
        "another file. Copy it again, or choose an older one. Nothing was changed."
    )


def _right_kind(settings: Settings, file: Path) -> None:
    url = make_url(settings.database_url)
    embedded = url.get_backend_name() == "sqlite"
    if file.suffix not in (".db", ".zip"):
        raise CannotRestore(f"{file} is no backup of Heard: those end in .db or .zip.")
    if embedded and file.suffix != ".db":
        raise CannotRestore(
            f"{file} is a backup of PostgreSQL. Set DATABASE_URL to a server. Nothing was changed."
        )
    if not embedded and file.suffix == ".db":
        raise CannotRestore(
            f"{file} is a backup of SQLite. Leave DATABASE_URL out to restore it. "
            "Nothing was changed."
        )
    if embedded and Path(str(url.database)).resolve() == file.resolve():
        raise CannotRestore(
            f"{file} is the database itself, and no backup. Those are in var/backups."
        )


def _known_version(file: Path, revision: str) -> None:
    if not revision:
        raise CannotRestore(_damaged(file, "it does not say of which version it is"))
    if revision not in revisions():
        raise CannotRestore(
            f"{file} was made by a newer Heard than this one (version {revision}). Install that "
            "version, then restore. Nothing was changed."
        )


def _our_keys(settings: Settings, file: Path, backup: _Backup) -> None:
    """The file's keys must open with the key file that is here."""
    try:
        kept = keys.read(settings)
    except keys.KeyProblem as problem:
        raise CannotRestore(f"{problem} Nothing was changed.") from None
    check_key = backup.key_check()
    if not check_key:
        raise CannotRestore(_damaged(file, "it has no key check"))
    wrapped = {master_of(check_key)}
    needed = wrapped.union(*(backup.numbers(table.name) for table in tables_with_keys()))
    missing = ", ".join(str(number) for number in sorted(needed - kept.masters.keys()))
    if missing:
        raise CannotRestore(
            f"{file} needs master key {missing}, which is not in {settings.key_file}: it was "
            "retired after a rotation, or this is a backup of another installation. Point "
            "HEARD_KEY_FILE to the key file of that time, or join its printed shares. Nothing was "
            "changed."
        )
    try:
        Vault(kept).open_key(check_key, "key_check")
    except WordsDamaged:
        raise CannotRestore(
            f"{file} is a backup of another installation: the key file {settings.key_file} does "
            "not open it. Point HEARD_KEY_FILE to the key file of that one. Nothing was changed."
        ) from None
