"""The drill: the newest backup restored elsewhere and proved, so that a restore is no surprise."""

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from data import erasing, loading, restore, synced
from data.backup import folder, listing
from data.clock import stamp
from data.opening import open_database
from data.restorable import check
from data.settings import Settings

SCRATCH = "heard_drill"
"""The PostgreSQL schema that a drill uses and takes away."""


@dataclass(frozen=True, slots=True)
class Drill:
    """What a drill found. `seconds` is how long the restore took, the proof not counted."""

    at: str
    backup: str
    seconds: float
    found: int
    later: int
    missing: int
    changed: int

    @property
    def ok(self) -> bool:
        """Whether everything that children were told is kept came back as it was."""
        return not self.missing and not self.changed


def path(settings: Settings) -> Path:
    """Where the last drill's result is."""
    return folder(settings) / "drill.json"


def last(settings: Settings) -> Drill | None:
    """The last drill, or None: also where its account cannot be read, so that one is held soon."""
    try:
        return Drill(**json.loads(path(settings).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def drill(settings: Settings, now: datetime) -> Drill:
    """Restore the newest backup elsewhere and hold it against the ledger.

    Raises CannotRestore where there is no backup yet, or where it does not fit the keys.
    """
    backups = listing(settings)
    if not backups:
        raise restore.CannotRestore("There is no backup yet. Make one: python3 manage.py backup")
    newest = backups[-1]
    check(settings, newest)
    with _elsewhere(settings) as scratch:
        began = time.monotonic()
        loading.load(scratch, newest, "drill")
        seconds = time.monotonic() - began
        database = open_database(scratch)
        try:
            erasing.erase_again(database)
            proof = restore.prove(database)
        finally:
            database.close()
    done = Drill(
        at=stamp(now),
        backup=newest.name,
        seconds=round(seconds, 1),
        found=proof.found,
        later=proof.later,
        missing=len(proof.missing),
        changed=len(proof.changed),
    )
    synced.replace(path(settings), json.dumps(asdict(done)))
    return done


@contextmanager
def _elsewhere(settings: Settings) -> Iterator[Settings]:
    """Settings of a database that is not the live one, with a copy of the ledger beside it."""
    with tempfile.TemporaryDirectory(prefix="heard-drill-") as made:
        place = Path(made)
        (place / "backups").mkdir(mode=0o700)
        for name in ("acknowledged.ledger", "erased.ids"):
            kept = folder(settings) / name
            if kept.exists():
                (place / "backups" / name).write_bytes(kept.read_bytes())
        url = make_url(settings.database_url)
        if url.get_backend_name() == "sqlite":
            yield replace(settings, var=place, database_url=f"sqlite:///{place / 'heard.db'}")
            return
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        scratch = url.update_query_dict({"options": f"-csearch_path={SCRATCH}"})
        with _schema(address):
            yield replace(
                settings, var=place, database_url=scratch.render_as_string(hide_password=False)
            )


@contextmanager
def _schema(address: str) -> Iterator[None]:
    import psycopg  # only where there is such a server
    from psycopg import sql

    drop = sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(SCRATCH))
    with psycopg.connect(address, autocommit=True) as live:
        live.execute(drop)
        live.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SCRATCH)))
        try:
            yield
        finally:
            live.execute(drop)
