"""The database: one engine, read and write transactions, and plain sentences when it fails.

SQLite: WAL, synchronous=FULL, BEGIN IMMEDIATE and one write lock in the process (deferred
transactions gave thousands of "database is locked" errors in a spike; NORMAL lost acknowledged
submissions in simulated power cuts). PostgreSQL through psycopg 3.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, create_engine, event, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.sql import Executable

from data.settings import Settings
from data.tables import KEY_CHECK, installation
from data.words import ResponseKey, Vault, master_of

T = TypeVar("T")
LOCK_WAIT_S = 10.0
RETRY_S = 20.0
FULL = "The disk that holds the database is full. Free some space; nothing saved so far is lost."
BUSY = "The database is busy: another change is taking long. Try again in a minute."

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    f"PRAGMA busy_timeout = {int(LOCK_WAIT_S * 1000)}",
)


class Unavailable(RuntimeError):
    """The database cannot do this now; the message is a plain sentence for staff."""


class Transaction:
    """One transaction: what the query functions of `data` run on."""

    __slots__ = ("_connection", "_master", "memory", "settings", "vault")

    def __init__(
        self,
        connection: Connection,
        vault: Vault,
        settings: Settings,
        memory: dict[tuple[str, ...], Any],
    ) -> None:
        """Wrap an open connection; made by Database only.

        `memory` is the database's, for facts that never change: a published survey version.
        """
        self._connection = connection
        self._master: int | None = None
        self.memory = memory
        self.vault = vault
        self.settings = settings

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        return self._connection.dialect.name

    def run(self, statement: Executable, parameters: Any = None) -> CursorResult[*tuple[Any, ...]]:
        """Run one SQLAlchemy statement (many rows when `parameters` is a list)."""
        return self._connection.execute(statement, parameters)

    def new_key(self, owner: str) -> tuple[bytes, ResponseKey]:
        """A fresh key for `owner`, under the master key that the database names as the newest.

        A process may have read the key file long ago. The name is held until this transaction
        ends, so that a rotation waits for it and then finds every key that it made.
        """
        if self._master is None:
            query = select(installation.c.value).where(installation.c.name == KEY_CHECK)
            self._master = master_of(self.run(query.with_for_update(read=True)).scalar_one())
        return self.vault.new_key(owner, self._master)

    def in_turn(self, subject: str) -> None:
        """Let only one transaction at a time pass for `subject`, until it ends."""
        if self._connection.dialect.name == "postgresql":
            self.run(text("SELECT pg_advisory_xact_lock(hashtext(:subject))"), {"subject": subject})


class Database:
    """The opened database of this process; safe to share between threads."""

    def __init__(self, engine: Engine, vault: Vault, settings: Settings) -> None:
        """Take a checked engine; use `data.opening.open_database` to get one."""
        self.settings = settings
        self.vault = vault
        self._engine = engine
        self._memory: dict[tuple[str, ...], Any] = {}
        self._readers = engine
        if engine.dialect.name == "postgresql":  # on SQLite a read transaction is one snapshot
            self._readers = engine.execution_options(isolation_level="REPEATABLE READ")
        self._turn: Any = threading.Lock() if engine.dialect.name == "sqlite" else None

    @classmethod
    def open(cls, settings: Settings) -> "Database":
        """Open the database, creating an empty one; raises NotReady where it does not fit."""
        from data.opening import open_database

        return open_database(settings)

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        return self._engine.dialect.name

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """One consistent read. Nothing that is written inside is kept."""
        with _said_plainly(), self._readers.connect() as connection:
            yield Transaction(connection, self.vault, self.settings, self._memory)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """One write transaction: kept when the block ends, undone when it raises."""
        with _said_plainly(), self._my_turn(), self._engine.connect() as plain:
            connection = plain.execution_options(heard_writes=True)
            with connection.begin():
                yield Transaction(connection, self.vault, self.settings, self._memory)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in a write transaction, again while the connection drops (20 s at most).

        `work` must be safe to run twice: a commit may have arrived although its answer did not.
        """
        return _until_it_holds(self.writing, work)

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in a read transaction, again while the connection drops (20 s at most)."""
        return _until_it_holds(self.reading, work)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        with nullcontext() if self._turn is None else _held(self._turn):
            yield


class Dropped(Unavailable):
    """The connection to the database server went away; trying again may help."""


def _until_it_holds(
    begin: Callable[[], AbstractContextManager[Transaction]], work: Callable[[Transaction], T]
) -> T:
    give_up = time.monotonic() + RETRY_S
    pause = 0.05
    while True:
        try:
            with begin() as tx:
                return work(tx)
        except Dropped:
            if time.monotonic() + pause > give_up:
                raise
            time.sleep(pause)
            pause = min(pause * 2, 1.0)


@contextmanager
def _held(lock: threading.Lock) -> Iterator[None]:
    if not lock.acquire(timeout=LOCK_WAIT_S):
        raise Unavailable(BUSY)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Turn driver errors into Unavailable; the original never reaches a page (it holds values)."""
    try:
        yield
    except OperationalError as problem:
        raise _plain(problem) from None
    except DBAPIError as problem:
        # SQLite says of a damaged file only "DatabaseError", the parent of every other kind
        if problem.connection_invalidated or type(problem) is DatabaseError:
            raise _plain(problem) from None
        raise


_SENTENCES = (
    ("locked", "The database is locked by another program. Close that program, then try again."),
    ("lock timeout", BUSY),
    ("full", FULL),
    ("no space left", FULL),
    ("readonly", "The database cannot be written: check who owns its file and its folder."),
    (
        "unable to open",
        "The database file cannot be opened: check that its folder exists and who owns it.",
    ),
    ("malformed", "The database file is damaged. Stop the server and restore the last backup."),
    ("not a database", "The database file is not a database. Restore the last backup."),
    ("disk i/o", "The disk that holds the database does not answer properly. Check the disk."),
)


def _plain(problem: DBAPIError) -> Unavailable:
    said = str(problem.orig).lower()
    for sign, sentence in _SENTENCES:
        if sign in said:
            return Unavailable(sentence)
    if isinstance(problem.orig, sqlite3.Error):  # there is no server that may come back
        return Unavailable(
            "The database file does not hold what Heard needs. Stop the server and restore the "
            "last backup."
        )
    return Dropped(
        "The database server does not answer. Check that it runs; Heard tries again by itself."
    )


def make_engine(url: str) -> Engine:
    """An engine for this address with our pragmas and transaction rules; connects lazily."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(create_engine(url, pool_size=16, max_overflow=32, hide_parameters=True))
    psycopg = parsed.set(drivername="postgresql+psycopg")
    return _postgresql(
        create_engine(
            psycopg,
            pool_size=16,
            max_overflow=16,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": int(LOCK_WAIT_S)},
        )
    )


def _postgresql(engine: Engine) -> Engine:
    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.autocommit = True  # a setting made in a transaction goes with its rollback
        connection.execute(f"SET lock_timeout = {int(LOCK_WAIT_S * 1000)}")
        connection.autocommit = False

    return engine


def _sqlite(engine: Engine) -> Engine:
    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("heard_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
