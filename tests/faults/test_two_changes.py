"""Two changes of one response at the same instant: the ledger's newest is the database's newest."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier, Event

import pytest

from data import ledger
from data.database import Database
from data.ledger import Acknowledged
from data.restore import prove
from data.settings import Settings
from surveys.collect import by_receipt, enter
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import open_round
from tests.children import Device

AT_ONCE = 6


@pytest.fixture
def words(db: Database, participation: Actor, now: datetime) -> str:
    """The four words of answers that were sent."""
    opened = open_round(db, participation, "service_feedback", now=now)
    (code,) = make(db, participation, opened.id, 1, now=now).codes
    child = Device(db, enter(db, code, door="light", now=now), now)
    found = child.to_questions().send_all().words
    assert found is not None
    return found


def opened_again(db: Database, words: str, now: datetime, name: str) -> Device:
    """One more device with the four words, and the page it writes from."""
    return Device(db, by_receipt(db, words, now=now), now, writer=name)


def test_a_line_that_comes_late_does_not_stand_for_the_newer_change(
    db: Database, words: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (opened_again(db, words, now, name) for name in ("one", "two"))
    is_committed, may_write = Event(), Event()
    append = ledger.append

    def late(settings: Settings, lines: list[Acknowledged]) -> None:
        if not is_committed.is_set():
            is_committed.set()
            assert may_write.wait(30)
        append(settings, lines)

    monkeypatch.setattr(ledger, "append", late)
    with ThreadPoolExecutor(1) as pool:
        older = pool.submit(first.send, {"question": "good", "words": "the older words"})
        assert is_committed.wait(30)
        newer = second.send({"question": "good", "words": "the newer words", "base": 2})
        may_write.set()
        assert (older.result().status, newer.status) == ("saved", "saved")
    assert prove(db).holds
    assert ledger.read(db.settings)[0].announced == ()


@pytest.mark.ci
def test_changes_from_many_threads_leave_the_ledger_as_the_database_is(
    db: Database, words: str, now: datetime
) -> None:
    devices = [opened_again(db, words, now, f"tab-{n}") for n in range(AT_ONCE)]
    together = Barrier(AT_ONCE)

    def write(device: Device) -> None:
        for n in range(8):
            together.wait()
            device.send({"question": "good", "words": f"{device.writer} wrote this {n}"})

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(write, devices))
    assert prove(db).holds


def test_the_ledger_reads_two_changes_alike_in_whichever_order_their_lines_came(
    sqlite_settings: Settings,
) -> None:
    a, b, c = (Acknowledged("one", 1, content) for content in ("aa", "bb", "cc"))
    ledger.append(sqlite_settings, [a])
    ledger.announce(sqlite_settings, b)
    ledger.announce(sqlite_settings, c)
    ledger.append(sqlite_settings, [c, b, a])
    assert ledger.read(sqlite_settings) == (c,)


def test_answers_that_are_changed_back_are_known_as_they_stand(sqlite_settings: Settings) -> None:
    a, b = (Acknowledged("one", 1, content) for content in ("aa", "bb"))
    ledger.append(sqlite_settings, [a])
    for line in (b, a):
        ledger.announce(sqlite_settings, line)
        ledger.append(sqlite_settings, [line])
    assert ledger.read(sqlite_settings) == (a,)
