"""A backup can be restored and proved; what was erased stays erased; refusals say why."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from data import anchors, audit, erasing, ledger, responses
from data.backup import back_up, listing, prune
from data.clock import utc_now
from data.database import Database
from data.drill import SCRATCH, drill, last
from data.restore import CannotRestore, prove, restore
from surveys.collect import by_receipt, enter
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import open_round
from tests.children import Device
from tests.integration.test_audit_chain import in_hand
from web.nightly import night

CANARY = "synthetic: the canary sang at noon"


@pytest.fixture
def sent(db: Database, participation: Actor, now: datetime) -> list[Device]:
    """Three children who wrote one sentence each and sent it."""
    opened = open_round(db, participation, "service_feedback", now=now)
    children = []
    for code in make(db, participation, opened.id, 3, now=now).codes:
        child = Device(db, enter(db, code, door="light", now=now), now).to_questions()
        child.to("good").answer(words=CANARY)
        child.send_all()
        children.append(child)
    return children


def act(db: Database, now: datetime, times: int) -> None:
    """Acts that the trail tells of."""
    for number in range(times):
        with db.writing() as tx:
            audit.record(tx, "Pat", "opened round", f"round-{number}", now)


def words_in(db: Database) -> list[str]:
    with db.reading() as tx:
        ids = responses.in_state(tx, "submitted")
        kept = [a for one in ids for a in responses.answers(tx, one)]
    return [a.words for a in kept if a.words]


def test_a_restored_backup_holds_what_children_were_told_is_kept(
    db: Database, sent: list[Device], now: datetime
) -> None:
    backup = back_up(db.settings)
    with db.writing() as tx:
        erasing.erase(tx, [sent[0].here.response])
    db.close()
    before, proof = restore(db.settings, backup)
    assert proof.holds
    assert (proof.found, proof.later, before.exists()) == (3, 0, True)
    assert words_in(db) == [CANARY] * 3


def test_what_was_sent_after_the_backup_is_said_to_be_later(
    db: Database, sent: list[Device], participation: Actor, now: datetime
) -> None:
    backup = back_up(db.settings)
    opened = open_round(db, participation, "service_feedback", now=now)
    code = make(db, participation, opened.id, 1, now=now).codes[0]
    Device(db, enter(db, code, door="light", now=now), now).to_questions().send_all()
    db.close()
    assert restore(db.settings, backup)[1].later == 1


def test_what_was_erased_since_the_backup_does_not_come_back(
    db: Database, sent: list[Device]
) -> None:
    gone = sent[1].here.response
    backup = back_up(db.settings)
    erasing.remember(db.settings, [gone])
    with db.writing() as tx:
        erasing.erase(tx, [gone])
    db.close()
    _, proof = restore(db.settings, backup)
    assert proof.holds
    assert len(words_in(db)) == 2


def test_a_response_that_is_missing_or_changed_is_named(db: Database, sent: list[Device]) -> None:
    missing, changed = sent[0].here.response, sent[1].here.response
    with db.writing() as tx:
        erasing.erase(tx, [missing])
        responses.erase(tx, changed, ["good"])
    proof = prove(db)
    assert (proof.missing, proof.changed) == ((missing,), (changed,))


def test_the_night_does_not_miss_an_answer_that_was_the_newest_and_was_erased(
    db: Database, sent: list[Device], now: datetime
) -> None:
    newest = sent[-1].here.response
    erasing.remember(db.settings, [newest])
    with db.writing() as tx:
        erasing.erase(tx, [newest])
    assert prove(db).later == 0
    assert "answers" not in night(db, now).failed_parts


def test_answers_that_a_child_took_back_are_not_missed(db: Database, sent: list[Device]) -> None:
    again = Device(db, by_receipt(db, sent[0].here.words or "", now=sent[0].now), sent[0].now)
    again.go("take-back")
    again.go("take-back:yes")
    assert prove(db).holds


def test_a_drill_restores_elsewhere_and_leaves_nothing(
    db: Database, sent: list[Device], now: datetime
) -> None:
    back_up(db.settings)
    done = drill(db.settings, now)
    assert done.ok
    assert (done.found, last(db.settings)) == (3, done)
    assert SCRATCH not in str(list(db.settings.var.rglob("*")))


def test_a_drill_says_when_a_child_is_missing(
    db: Database, sent: list[Device], now: datetime
) -> None:
    back_up(db.settings)
    line = ledger.Acknowledged("synthetic-id", 1, "no such content")
    ledger.append(db.settings, [line])
    assert (drill(db.settings, now).missing, last(db.settings).ok) == (1, False)  # type: ignore[union-attr]


def test_the_trail_is_still_whole_after_a_restore(
    db: Database, sent: list[Device], now: datetime
) -> None:
    anchors.put(db, now)
    backup = back_up(db.settings)
    db.close()
    restore(db.settings, backup)
    assert anchors.verify(db).faults == ()


def test_anchors_of_what_a_restore_put_away_are_void_and_a_cut_is_still_found(
    db: Database, sent: list[Device], now: datetime
) -> None:
    backup = back_up(db.settings)
    act(db, now, times=3)
    anchors.put(db, now)
    db.close()
    restore(db.settings, backup)
    assert anchors.verify(db).faults == ()
    act(db, now, times=2)
    kept = anchors.put(db, now)
    assert kept is not None
    in_hand(db, "DELETE FROM audit WHERE number >= :last", last=kept.number)
    assert f"Line {kept.number}, anchored on" in anchors.verify(db).faults[0]


def test_a_restore_that_is_undone_brings_its_anchors_back(
    db: Database, sent: list[Device], now: datetime
) -> None:
    backup = back_up(db.settings)
    act(db, now, times=3)
    kept = anchors.put(db, now)
    assert kept is not None
    db.close()
    before, _ = restore(db.settings, backup)
    restore(db.settings, before)
    assert anchors.verify(db).faults == ()
    in_hand(db, "DELETE FROM audit WHERE number >= :last", last=kept.number)
    assert f"Line {kept.number}, anchored on" in anchors.verify(db).faults[0]


def test_nobody_makes_an_anchor_void_without_the_key(db: Database, now: datetime) -> None:
    act(db, now, times=3)
    kept = anchors.put(db, now)
    assert kept is not None
    in_hand(db, "DELETE FROM audit WHERE number > 2")
    with anchors.path(db.settings).open("a") as file:
        file.write(f"2026-11-20T10:00:00Z\t2\t{kept.number} {kept.mac}\t{'0' * 64}\n")
    assert "Line 3, anchored on" in anchors.verify(db).faults[0]


def test_without_a_backup_a_drill_says_how_to_make_one(sqlite_db: Database, now: datetime) -> None:
    with pytest.raises(CannotRestore, match="Make one"):
        drill(sqlite_db.settings, now)


@pytest.mark.parametrize("content", [b"", b"not a database", b"PK\x05\x06" + b"\0" * 18])
def test_a_file_that_is_no_backup_is_refused_and_nothing_changes(
    sqlite_db: Database, tmp_path: Path, content: bytes
) -> None:
    for suffix in (".db", ".zip"):
        file = tmp_path / f"wrong{suffix}"
        file.write_bytes(content)
        with pytest.raises(CannotRestore):
            restore(sqlite_db.settings, file)
    assert listing(sqlite_db.settings) == ()


def test_backups_here_forget_what_was_erased(sqlite_db: Database, participation: Actor) -> None:
    now = datetime.fromisoformat("2026-11-20T10:00:00+00:00")
    opened = open_round(sqlite_db, participation, "service_feedback", now=now)
    code = make(sqlite_db, participation, opened.id, 1, now=now).codes[0]
    child = Device(sqlite_db, enter(sqlite_db, code, door="light", now=now), now).to_questions()
    child.to("good").answer(words=CANARY)
    response = child.send_all().response
    backup = back_up(sqlite_db.settings)
    erasing.remember(sqlite_db.settings, [response])
    assert erasing.scrub_backups(sqlite_db.settings).changed == 1
    sqlite_db.close()
    restore(sqlite_db.settings, backup)
    assert words_in(sqlite_db) == []


def test_old_backups_go_and_the_newest_stays(sqlite_db: Database, now: datetime) -> None:
    for day in (1, 2):
        old = sqlite_db.settings.var / "backups" / f"heard-2026010{day}-000000-000000.db"
        back_up(sqlite_db.settings).rename(old)
    assert len(prune(sqlite_db.settings, now)) == 1
    assert len(listing(sqlite_db.settings)) == 1


def test_what_a_killed_backup_left_goes_and_one_under_way_stays(sqlite_db: Database) -> None:
    left, under_way = (
        back_up(sqlite_db.settings).with_suffix(".unfinished").with_stem(f"heard-{n}") for n in "ab"
    )
    for file in (left, under_way):
        file.write_bytes(b"synthetic")
    two_hours_ago = utc_now().timestamp() - 7200
    os.utime(left, (two_hours_ago, two_hours_ago))
    prune(sqlite_db.settings, utc_now())
    assert (left.exists(), under_way.exists()) == (False, True)


def test_a_backup_in_which_something_was_erased_later_goes_no_later(
    sqlite_db: Database, now: datetime
) -> None:
    old = sqlite_db.settings.var / "backups" / "heard-20260101-000000-000000.db"
    back_up(sqlite_db.settings).rename(old)
    old.touch()
    back_up(sqlite_db.settings)
    assert prune(sqlite_db.settings, now) == (old,)
