"""What keeps Heard safe is broken for real, one by one: `/health`, Today and the log say so."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.routing import Route

from data import anchors, audit, backup, drill, erasing, nights
from data.clock import utc_now
from data.database import Database
from data.settings import Settings
from surveys import alerts
from surveys.alerts import Alert
from surveys.log import verify
from surveys.permissions import ROLES, Actor
from surveys.today import today
from tests.conftest import finished
from tests.integration.test_audit_chain import in_hand
from web import health, state
from web.child import arriving
from web.child.tries import FREE_EVERYWHERE, Tries
from web.nightly import night
from web.watch import Watch, note_guessing

resource = pytest.importorskip("resource", reason="limits the size of files; Unix only")
AUDITOR = Actor("Lou Log", frozenset({"auditor"}))
HOUR = timedelta(hours=1)


@pytest.fixture
def kept(sqlite_db: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The database of a server that has had its first night."""
    for number in range(4):
        with sqlite_db.writing() as tx:
            audit.record(tx, "Pat", "opened round", f"round-{number}", utc_now())
    assert night(sqlite_db, utc_now()).failed == ()
    monkeypatch.setenv("HEARD_VAR", str(sqlite_db.settings.var))
    monkeypatch.setenv("HEARD_KEY_FILE", str(sqlite_db.settings.key_file))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    state.settings.cache_clear()
    yield sqlite_db
    state.close()
    state.settings.cache_clear()


def standing(db: Database, now: datetime | None = None) -> list[str]:
    with db.reading() as tx:
        return [one.kind for one in alerts.every(tx, now or utc_now())]


def warned(db: Database, role: str) -> list[str]:
    found = today(db, Actor("Somebody", frozenset({role})), utc_now()).warned
    return [line.sentence for line in found]


def newest(db: Database) -> Path:
    return backup.listing(db.settings)[-1]


def renamed(db: Database, moment: datetime) -> None:
    """Give the newest backup the name of another time."""
    newest(db).rename(newest(db).with_name(f"{moment:heard-%Y%m%d-%H%M%S-%f}.db"))


@contextmanager
def small_files(size: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def no_backups(db: Database) -> None:
    for file in backup.listing(db.settings):
        file.unlink()


def old_backup(db: Database) -> None:
    renamed(db, utc_now() - 27 * HOUR)


def backup_fails(db: Database) -> None:
    with small_files(20_000):
        assert "backup" in night(db, utc_now()).failed_parts


def rotten_backup(db: Database) -> None:
    drill.path(db.settings).unlink()
    newest(db).with_name("heard-20990101-000000-000000.db").write_bytes(b"not a backup")
    assert night(db, utc_now()).failed_parts == ("drill",)
    newest(db).unlink()


def backup_not_cleared(db: Database) -> None:
    erasing.remember(db.settings, ["synthetic-id"])
    newest(db).with_name("heard-20260101-000000-000000.db").write_bytes(b"not a backup")
    assert night(db, utc_now() - timedelta(days=900)).failed_parts == ("clearing",)


def old_drill(db: Database) -> None:
    drill.drill(db.settings, utc_now() - timedelta(days=10))


def chain_cut(db: Database) -> None:
    in_hand(db, "DELETE FROM audit WHERE number = 2")
    assert night(db, utc_now()).failed_parts == ("audit trail",)


def chain_cut_and_checked(db: Database) -> None:
    in_hand(db, "UPDATE audit SET actor = 'nobody' WHERE number = 3")
    assert verify(db, AUDITOR, utc_now()).faults


def clock_set(db: Database) -> None:
    watch, now = Watch(), utc_now()
    watch.look(db, now, 0.0)
    watch.look(db, now + HOUR, 60.0)


def backup_from_tomorrow(db: Database) -> None:
    renamed(db, utc_now() + timedelta(days=1))


def line_from_tomorrow(db: Database) -> None:
    with db.writing() as tx:
        audit.record(tx, "Pat", "opened round", "round-9", utc_now() + timedelta(days=1))


def account_rots(db: Database) -> None:
    nights.path(db.settings).write_text('{"at": "2026-1', "utf-8")


BREAKS: dict[str, tuple[Any, str]] = {
    "backups taken away": (no_backups, "backup_old"),
    "backup of the day before yesterday": (old_backup, "backup_old"),
    "backup that does not fit": (backup_fails, "backup_failed"),
    "backup that cannot be restored": (rotten_backup, "drill_failed"),
    "backup in which nothing can be erased": (backup_not_cleared, "backup_not_cleared"),
    "restore not tried": (old_drill, "drill_old"),
    "line cut out": (chain_cut, "chain_broken"),
    "line changed, found by the auditor": (chain_cut_and_checked, "chain_broken"),
    "clock put on": (clock_set, "clock_jumped"),
    "clock before the backup": (backup_from_tomorrow, "clock_behind"),
    "clock before the log": (line_from_tomorrow, "clock_behind"),
    "account of the night damaged": (account_rots, "night_failed"),
}


def test_after_a_night_there_is_nothing_to_tell(kept: Database) -> None:
    assert standing(kept) == []
    assert health.check()["ok"]


@pytest.mark.parametrize("what", BREAKS)
def test_what_is_broken_is_told_by_health_today_and_log(
    kept: Database, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    break_it, kind = BREAKS[what]
    break_it(kept)
    told = health.check()
    assert (kind in told["alerts"], told["ok"]) == (True, False)
    assert warned(kept, "administrator")
    Watch().look(kept, utc_now(), 0.0)
    assert f"alert: {kind}" in [line.message for line in caplog.records]


def test_an_alert_is_told_to_the_log_when_it_begins_and_not_while_it_stands(
    kept: Database, caplog: pytest.LogCaptureFixture
) -> None:
    watch, now = Watch(), utc_now()
    for hours in (0, 27, 28):
        watch.look(kept, now + hours * HOUR, hours * 3600.0)
    assert [line.message for line in caplog.records] == ["alert: backup_old"]


# --- what health says ---------------------------------------------------------------------------


def test_health_says_the_age_of_the_last_backup_and_of_the_last_try_of_a_restore(
    kept: Database,
) -> None:
    renamed(kept, utc_now() - 5 * HOUR)
    drill.drill(kept.settings, utc_now() - 50 * HOUR)
    told = health.check()
    assert told["last_backup_hours"] == 5.0
    assert (told["last_drill"]["hours"], told["last_drill"]["ok"]) == (50.0, True)


def test_health_says_database_disk_chain_and_clock(kept: Database) -> None:
    told = health.check()
    assert told["database"] == {"writable": True, "schema": "current", "problem": ""}
    assert told["disk"]["least"] == 0.1
    assert 0 < told["disk"]["free"] <= 1
    assert (told["audit_chain"], told["clock"]["right"]) == ("whole", True)


def test_health_holds_no_sentence_of_a_fault_and_no_name(kept: Database) -> None:
    chain_cut(kept)
    backup_fails(kept)
    told = str(health.check())
    assert "Pat" not in told
    assert str(kept.settings.var) not in told
    assert "Line" not in told


def test_a_disk_with_less_than_a_tenth_is_told(tmp_path: Path, sqlite_settings: Settings) -> None:
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "heard", str(place)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this account may not mount a small disk")
    try:
        settings = replace(sqlite_settings, var=place)
        assert alerts.of_files(settings, utc_now()) == ()
        (place / "ballast").write_bytes(bytes(1_950_000))
        (found,) = alerts.of_files(settings, utc_now())
    finally:
        subprocess.run(["umount", str(place)], check=True)
    assert found.kind == "disk_low"
    assert "% of the disk is free" in found.sentence


def test_a_database_that_cannot_be_written_is_told_and_the_rest_still_said(kept: Database) -> None:
    health.check()
    with kept.writing() as tx:
        tx.run(text("UPDATE alembic_version SET version_num = '9999'"))
    state.close()
    told = health.check()
    assert (told["ok"], told["database"]["writable"]) == (False, False)
    assert told["last_backup"]


def test_a_wave_of_wrong_codes_is_told_for_a_day_and_does_not_make_heard_unwell(
    kept: Database,
) -> None:
    note_guessing(kept, utc_now())
    told = health.check()
    assert (told["alerts"], told["ok"]) == (["wrong_codes"], True)
    assert "guessing" in warned(kept, "administrator")[0]
    assert "wrong_codes" not in standing(kept, utc_now() + 25 * HOUR)


async def _posted(app: Starlette, path: str, form: dict[str, str]) -> None:
    wire = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=wire, base_url="http://127.0.0.1:8501") as client:
        await client.post(path, data=form)


@pytest.mark.parametrize(
    ("asks", "public"),
    [
        ({"x-forwarded-for": "192.0.2.7"}, ""),
        ({"forwarded": "for=192.0.2.7"}, ""),
        ({"host": "heard.example"}, ""),
        ({}, "https://heard.example"),
    ],
)
def test_the_network_is_told_no_count_and_no_kind_of_alert(
    kept: Database, monkeypatch: pytest.MonkeyPatch, asks: dict[str, str], public: str
) -> None:
    note_guessing(kept, utc_now())
    monkeypatch.setattr(health, "_last", (0.0, {}))
    assert asked({})["alerts"] == ["wrong_codes"]
    monkeypatch.setenv("HEARD_PUBLIC_URL", public)
    state.settings.cache_clear()
    told = asked(asks)
    assert (told["ok"], told["database"]) == (True, {"writable": True})
    assert not {"alerts", "concerns_late", "audit_chain"} & set(told)
    assert "wrong_codes" not in str(told)


def asked(headers: dict[str, str]) -> dict[str, Any]:
    """What `/health` says to somebody who asks with these headers, from this machine."""
    app = Starlette(routes=[Route("/health", health.health)])
    wire = httpx.ASGITransport(app)

    async def ask() -> dict[str, Any]:
        async with httpx.AsyncClient(transport=wire, base_url="http://127.0.0.1") as client:
            told: dict[str, Any] = (await client.get("/health", headers=headers)).json()
        return told

    return finished(ask())


def test_the_hundred_and_first_wrong_code_is_what_is_told(
    kept: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = Tries()
    for _ in range(FREE_EVERYWHERE):
        tried.failed("192.0.2.7", time.monotonic())
    monkeypatch.setattr(arriving, "_tries", tried)
    assert "wrong_codes" not in standing(kept)
    app = Starlette(routes=[Route("/enter", arriving.enter, methods=["POST"])])
    finished(_posted(app, "/enter", {"code": "ABCD2345"}))
    assert "wrong_codes" in standing(kept)


def test_before_the_first_night_nothing_is_missed_and_after_a_day_without_one_it_is(
    sqlite_db: Database, now: datetime
) -> None:
    assert standing(sqlite_db, now) == []
    with sqlite_db.writing() as tx:
        audit.record(tx, "Pat", "opened round", "round-1", now)
    assert standing(sqlite_db, now + 25 * HOUR) == []
    with sqlite_db.reading() as tx:
        (found,) = alerts.every(tx, now + 27 * HOUR)
    assert found == Alert("never_backed_up", "No backup has been made yet.", serious=False)


# --- who is told --------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_only_who_looks_after_the_server_sees_all_and_an_auditor_what_the_log_rests_on(
    kept: Database, role: str
) -> None:
    chain_cut(kept)
    no_backups(kept)
    counts = {"administrator": 2, "auditor": 1}
    assert len(warned(kept, role)) == counts.get(role, 0)


def test_lines_cut_off_the_end_are_told_too(kept: Database) -> None:
    anchors.put(kept, utc_now())
    in_hand(kept, "DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)")
    assert night(kept, utc_now()).failed_parts == ("audit trail",)
    assert health.check()["audit_chain"] == "broken"
