"""The disk fills up, or the ledger cannot be written: said plainly, nothing lost or halved."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import text

from data import ledger, responses
from data.database import Database, Unavailable
from data.settings import Settings
from surveys.answers import Wrote
from surveys.collect import enter, place
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import open_round
from tests.children import Device
from tests.integration.test_collect import to_words

LONG = "every word of this is kept " * 700


@pytest.fixture
def child(sqlite_db: Database, participation: Actor, now: datetime) -> Device:
    """A child at a question that is answered in words."""
    opened = open_round(sqlite_db, participation, "service_feedback", now=now)
    (code,) = make(sqlite_db, participation, opened.id, 1, now=now).codes
    token = enter(sqlite_db, code, door="streamlit", now=now)
    return to_words(Device(sqlite_db, token, now).to_questions())


@pytest.fixture
def full_disk(
    child: Device, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """The same database, opened where not one more page fits."""
    with child.db.reading() as tx:
        pages = tx.run(text("PRAGMA page_count")).scalar()
    from data import database as module

    limited = (*module._PRAGMAS, f"PRAGMA max_page_count = {pages}")
    monkeypatch.setattr(module, "_PRAGMAS", limited)
    full = Database.open(sqlite_settings)
    yield full
    full.close()


def test_a_full_disk_is_said_plainly_and_the_words_fit_once_there_is_space(
    child: Device, full_disk: Database
) -> None:
    roomy, child.db = child.db, full_disk
    child.answer(go=None, words="short and kept")
    with pytest.raises(Unavailable, match="disk that holds the database is full"):
        child.answer(words=LONG)
    here = place(full_disk, child.token, child.now)
    assert here is not None
    assert here.answer == Wrote("short and kept")
    child.db = roomy
    assert child.answer(words=LONG).moved


def test_nothing_is_acknowledged_while_the_ledger_cannot_be_written(child: Device) -> None:
    child.answer(words="keep me")
    child.to_review()
    file = ledger.path(child.db.settings)
    file.mkdir(parents=True)  # a folder stands where the file should be
    with pytest.raises(Unavailable, match="ledger"):
        child.send({"go": "send"})
    file.rmdir()
    again = child.send({"go": "send"})
    with child.db.reading() as tx:
        sent = responses.of_round(tx, "service_feedback-1")
    assert (again.place, len(sent), len(ledger.read(child.db.settings))) == ("thanks", 1, 1)
