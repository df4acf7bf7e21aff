"""Another program holds the database for longer than we wait: said plainly, kept afterwards."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from data import database
from data.database import Database, Unavailable
from data.settings import Settings
from surveys.collect import enter
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import open_round
from tests.children import Device

pytestmark = pytest.mark.ci

_HOLD = (
    "import sqlite3, sys; held = sqlite3.connect(sys.argv[1], isolation_level=None); "
    "held.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
)


@contextmanager
def held_elsewhere(settings: Settings) -> Iterator[None]:
    """The database, locked by another process."""
    file = str(settings.var / "heard.db")
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        yield
        other.communicate()


@pytest.fixture
def child(
    sqlite_settings: Settings,
    participation: Actor,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Device]:
    """A child at a question in words, where the database is waited for only shortly."""
    hasty = (*database._PRAGMAS, "PRAGMA busy_timeout = 50")
    monkeypatch.setattr(database, "_PRAGMAS", hasty)
    db = Database.open(sqlite_settings)
    opened = open_round(db, participation, "service_feedback", now=now)
    (code,) = make(db, participation, opened.id, 1, now=now).codes
    yield Device(db, enter(db, code, door="light", now=now), now).to_questions().to("good")
    db.close()


def test_what_cannot_be_kept_now_is_kept_once_when_it_is_sent_again(child: Device) -> None:
    message = {"question": "good", "words": "wait for me", "go": "next", "seq": 9}
    with held_elsewhere(child.db.settings), pytest.raises(Unavailable, match="locked"):
        child.send(message)
    message["from"] = child.here.key
    first, second = child.send(message), child.send(message)
    assert (first.status, first.moved, first.version) == ("saved", True, 1)
    assert (second.status, second.moved, second.version) == ("saved", False, 1)


def test_a_page_can_be_drawn_while_another_program_writes(child: Device) -> None:
    with held_elsewhere(child.db.settings):
        assert child.here.key == "q:good"
