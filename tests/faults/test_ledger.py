"""The ledger after a fault: a line cut short swallows none, a change half way is no false alarm."""

from datetime import datetime

import pytest

from data import ledger
from data.backup import back_up
from data.database import Database, Unavailable
from data.ledger import Acknowledged
from data.restore import prove, restore
from data.settings import Settings
from surveys.collect import by_receipt, enter
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import open_round
from tests.children import Device
from web.nightly import night

FIRST, SECOND = Acknowledged("one", 1, "aa"), Acknowledged("two", 2, "bb")


@pytest.mark.parametrize("left", [0, 1, 4, 9, 10])
def test_a_line_that_was_cut_short_takes_nothing_of_the_next(
    sqlite_settings: Settings, left: int
) -> None:
    ledger.append(sqlite_settings, [FIRST])
    file = ledger.path(sqlite_settings)
    file.write_bytes(file.read_bytes() + b"3\tmore\tcccc"[: left + 1])
    ledger.append(sqlite_settings, [SECOND])
    assert ledger.read(sqlite_settings) == (FIRST, SECOND)


def test_what_was_announced_is_known_until_the_change_is_acknowledged(
    sqlite_settings: Settings,
) -> None:
    changed = Acknowledged("one", 1, "cc")
    ledger.append(sqlite_settings, [FIRST])
    ledger.announce(sqlite_settings, changed)
    (between,) = ledger.read(sqlite_settings)
    ledger.append(sqlite_settings, [changed])
    assert (between.content, between.announced) == ("aa", ("cc",))
    assert ledger.read(sqlite_settings) == (changed,)


def test_thanks_that_the_database_forgot_are_found_the_next_night(
    child: Device, now: datetime
) -> None:
    assert night(child.db, now).failed == ()
    ledger.append(child.db.settings, [Acknowledged("forgotten", 99, "aa")])
    (failed,) = night(child.db, now).failed
    assert failed.startswith("answers: ")


def test_what_a_restored_backup_is_too_old_for_is_said_once(child: Device) -> None:
    backup = back_up(child.db.settings)
    ledger.append(child.db.settings, [Acknowledged("later", 99, "aa")])
    child.db.close()
    assert restore(child.db.settings, backup)[1].later == 1
    assert prove(child.db).later == 0


@pytest.fixture
def child(sqlite_db: Database, participation: Actor, now: datetime) -> Device:
    """A child who has sent, and opened the answers again."""
    opened = open_round(sqlite_db, participation, "service_feedback", now=now)
    (code,) = make(sqlite_db, participation, opened.id, 1, now=now).codes
    device = Device(sqlite_db, enter(sqlite_db, code, door="light", now=now), now)
    words = device.to_questions().send_all().words
    assert words is not None
    return Device(sqlite_db, by_receipt(sqlite_db, words, now=now), now)


@pytest.mark.parametrize("change", ["words", "taken back"])
def test_a_fault_between_a_change_and_its_line_is_no_false_alarm(
    child: Device, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if change == "taken back":
        child.go("take-back")
    monkeypatch.setattr(ledger, "append", no_space)
    message = {"go": "take-back:yes"}
    if change == "words":
        message = {"question": "good", "words": "changed"}
    with pytest.raises(Unavailable):
        child.send(message)
    assert prove(child.db).holds
