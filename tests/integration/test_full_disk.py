"""A disk that is full ends one night, one look, one account: never those that come after."""

from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

import pytest

from data import drill, nights
from data.clock import utc_now
from data.database import Database
from surveys import alerts
from tests.conftest import finished
from tests.integration.test_alerts import small_files
from web.nightly import every_night, night
from web.watch import every_minute

Job = Callable[[Callable[[], Database]], Coroutine[Any, Any, None]]


def test_the_night_says_so_and_the_account_before_stays(sqlite_db: Database, now: datetime) -> None:
    before = night(sqlite_db, now)
    tried = drill.last(sqlite_db.settings)
    with small_files(10):
        account = night(sqlite_db, now + timedelta(days=8))
    assert {"account of the night", "drill"} <= set(account.failed_parts)
    assert (nights.last(sqlite_db.settings), drill.last(sqlite_db.settings)) == (before, tried)


@pytest.mark.parametrize("left", [b"", b"{", b"[]"])
def test_an_account_of_a_drill_that_was_left_empty_stops_nothing(
    sqlite_db: Database, left: bytes
) -> None:
    night(sqlite_db, utc_now())
    drill.path(sqlite_db.settings).write_bytes(left)
    assert [one.kind for one in alerts.of_files(sqlite_db.settings, utc_now())] == []
    assert night(sqlite_db, utc_now()).failed == ()
    assert drill.last(sqlite_db.settings) is not None


@pytest.mark.parametrize("job", [every_minute, every_night])
def test_the_nights_and_the_minutes_go_on(
    sqlite_db: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, job: Job
) -> None:
    monkeypatch.setattr("web.watch.EVERY_S", 0.0)
    monkeypatch.setattr("web.nightly.SOON", timedelta(0))
    asked: list[int] = []

    def database() -> Database:
        asked.append(len(asked))
        if len(asked) < 3:
            raise OSError(28, "synthetic: no space left", "a-path")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        finished(job(database))
    assert [line.message[-16:] for line in caplog.records] == ["failed (OSError)"] * 2
