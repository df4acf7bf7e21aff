"""Backups: a consistent copy while the server runs. Never a copy of the file itself.

A plain file copy of a live SQLite database lost 148 of 381 acknowledged submissions in a spike
and still passed its integrity check; the backup API lost none. PostgreSQL is copied table by
table with COPY, in one consistent read: one format for every version of the server, which
`data/restore.py` reads back.
"""

import os
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from data import synced
from data.clock import utc_now
from data.settings import Settings

KEPT_FOR = timedelta(days=35)
"""How long nightly backups stay, so that what was erased is gone from all of them after that."""
LEFT_AFTER = timedelta(hours=1)
"""An unfinished backup that nobody has written to for as long was killed."""
_NAME = "heard-%Y%m%d-%H%M%S-%f"
_LISTING = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"


class NotSound(RuntimeError):
    """The database is damaged, so that there can be no backup of it; the message says so."""


def folder(settings: Settings) -> Path:
    """Where backups, the ledger and the anchors live."""
    return settings.var / "backups"


def back_up(settings: Settings) -> Path:
    """Write a backup and give its path; readable by its owner only."""
    folder(settings).mkdir(parents=True, exist_ok=True, mode=0o700)
    url = make_url(settings.database_url)
    name = utc_now().strftime(_NAME)
    if url.get_backend_name() == "sqlite":
        return _sqlite(Path(str(url.database)), folder(settings) / f"{name}.db")
    return _postgresql(url, folder(settings) / f"{name}.zip")


def listing(settings: Settings) -> tuple[Path, ...]:
    """Every backup, oldest first."""
    found = (*folder(settings).glob("heard-*.db"), *folder(settings).glob("heard-*.zip"))
    return tuple(sorted(found, key=lambda file: file.name))


def made_at(file: Path) -> datetime:
    """When a backup was made, by its name: erasing in it later gives the file another time."""
    try:
        return datetime.strptime(file.stem, _NAME).replace(tzinfo=UTC)
    except ValueError:  # somebody gave it another name
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def prune(settings: Settings, now: datetime) -> tuple[Path, ...]:
    """Take away backups older than `KEPT_FOR`, never the newest; which those were.

    What a backup that was killed left goes too: it is no backup, and nobody erases in it.
    """
    for left in folder(settings).glob("heard-*.unfinished*"):
        if datetime.fromtimestamp(left.stat().st_mtime, UTC) < now - LEFT_AFTER:
            left.unlink()
    old = [file for file in listing(settings)[:-1] if made_at(file) < now - KEPT_FOR]
    for file in old:
        file.unlink()
    return tuple(old)


def _sqlite(source: Path, target: Path) -> Path:
    """Written under another name first, so that a file that is named as a backup is whole."""
    unfinished = target.with_suffix(".unfinished")
    unfinished.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(unfinished)) as copy:
        try:
            live.backup(copy)
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as problem:
            if type(problem) is not sqlite3.DatabaseError:  # a full disk or a lock is another kind
                raise
            sound = str(problem)
    if sound != "ok":
        raise NotSound(
            f"The backup {unfinished} is not sound ({sound}). Nothing was changed; check the disk, "
            "and restore the last backup where the database itself is damaged."
        )
    return finished(unfinished, target)


def _postgresql(url: URL, target: Path) -> Path:
    import psycopg  # only where there is such a server
    from psycopg import sql

    unfinished = target.with_suffix(".unfinished")
    unfinished.touch(mode=0o600)
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with (
        psycopg.connect(address) as live,
        zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        live.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        for (table,) in live.execute(_LISTING).fetchall():
            copy = sql.SQL("COPY {} TO STDOUT (FORMAT csv, HEADER)").format(sql.Identifier(table))
            with archive.open(f"{table}.csv", "w") as file, live.cursor().copy(copy) as rows:
                for part in rows:
                    file.write(part)
    return finished(unfinished, target)


def finished(unfinished: Path, target: Path) -> Path:
    """Give the file its name once the disk has all of it."""
    handle = os.open(unfinished, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    unfinished.replace(target)
    synced.folder(target.parent)
    return target
