"""Every night: backed up, anchored, verified, erased, tried out; one fault stops nothing else."""

from datetime import datetime, timedelta

from data import audit, backup
from data.clock import stamp
from data.database import Database
from data.nights import Night, last, path
from web.nightly import SOON, _pause, night


def test_a_night_does_everything_and_keeps_its_account(db: Database, now: datetime) -> None:
    with db.writing() as tx:
        audit.record(tx, "Pat", "opened round", "round-1", now)
    account = night(db, now)
    assert account.failed == ()
    assert len(account.done) == 8
    assert last(db.settings) == account
    assert len(backup.listing(db.settings)) == 1


def test_a_fault_in_one_part_is_said_and_the_rest_is_done(
    sqlite_db: Database, now: datetime
) -> None:
    night(sqlite_db, now)
    backup.listing(sqlite_db.settings)[0].write_bytes(b"rotten")
    (sqlite_db.settings.var / "backups" / "drill.json").unlink()
    newer = sqlite_db.settings.var / "backups" / "heard-99999999-000000-000000.db"
    newer.write_bytes(b"not a backup")
    account = night(sqlite_db, now)
    assert [one.split(":")[0] for one in account.failed] == ["drill"]
    assert len(account.done) == 7


def test_a_server_that_missed_a_night_makes_up_for_it_soon(now: datetime) -> None:
    missed = Night(stamp(now - timedelta(days=2)), (), ())
    assert _pause(None, now) == _pause(missed, now) == SOON


def test_the_next_night_is_within_a_day(now: datetime) -> None:
    pause = _pause(Night(stamp(now), (), ()), now)
    assert timedelta(0) < pause <= timedelta(days=1)


def test_the_account_holds_no_words(db: Database, now: datetime) -> None:
    night(db, now)
    assert "synthetic" not in path(db.settings).read_text("utf-8")
