"""The audit trail is a chain: what is changed, put in, taken out or cut off is found."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data import anchors, audit
from data.database import Database, Transaction, Unavailable

ANOTHER = "(CASE substr(mac, 1, 1) WHEN 'f' THEN 'e' ELSE 'f' END) || substr(mac, 2)"
"""A hash that is never the one that stands there; one in sixteen begins with f already."""


@pytest.fixture
def trail(db: Database, now: datetime) -> Database:
    """Six lines, anchored after the fourth."""
    for number in range(6):
        with db.writing() as tx:
            audit.record(tx, "Pat", "opened round", f"round-{number}", now)
        if number == 3:
            anchors.put(db, now)
    return db


def in_hand(db: Database, statement: str, **values: Any) -> None:
    """What a person does who has the database itself in hand, and takes the triggers off."""
    with db.writing() as tx:
        off, on = _triggers(tx)
        for each in off:
            tx.run(text(each))
        tx.run(text(statement), values)
        for each in on:
            tx.run(text(each))


def _triggers(tx: Transaction) -> tuple[list[str], list[str]]:
    if tx.dialect == "postgresql":
        return (
            ["ALTER TABLE audit DISABLE TRIGGER audit_only_grows"],
            ["ALTER TABLE audit ENABLE TRIGGER audit_only_grows"],
        )
    query = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    made = tx.run(query).all()
    return [f"DROP TRIGGER {name}" for name, _ in made], [sql for _, sql in made]


def test_a_trail_that_nobody_touched_is_whole(trail: Database) -> None:
    assert anchors.verify(trail) == anchors.Verified(6, 0, 1, ())


@pytest.mark.parametrize("column", ["at", "actor", "act", "subject", "detail"])
def test_a_line_that_was_changed_is_named(trail: Database, column: str) -> None:
    in_hand(trail, f"UPDATE audit SET {column} = 'other' WHERE number = 3")
    assert anchors.verify(trail).faults == ("Line 3 is not as it was written.",)


def test_a_line_taken_out_of_the_middle_is_found(trail: Database) -> None:
    in_hand(trail, "DELETE FROM audit WHERE number = 2")
    faults = anchors.verify(trail).faults
    assert "Between line 1 and line 3 lines are missing." in faults


def test_lines_cut_off_the_end_are_found_beside_the_anchor(trail: Database) -> None:
    in_hand(trail, "DELETE FROM audit WHERE number > 5")
    assert anchors.verify(trail).faults == ()  # nothing was anchored after line 4
    in_hand(trail, "DELETE FROM audit WHERE number > 3")
    assert "Line 4, anchored on" in anchors.verify(trail).faults[0]


def test_a_trail_written_anew_with_another_key_is_found(trail: Database) -> None:
    in_hand(trail, f"UPDATE audit SET mac = {ANOTHER} WHERE number = 6")
    assert anchors.verify(trail).faults == ("Line 6 is not as it was written.",)


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_a_line(trail: Database, statement: str) -> None:
    with pytest.raises((DBAPIError, Unavailable)), trail.writing() as tx:
        tx.run(text(statement))
    assert anchors.verify(trail).faults == ()


def test_an_act_that_is_undone_leaves_no_line(trail: Database, now: datetime) -> None:
    def work(tx: Transaction) -> None:
        audit.record(tx, "Pat", "opened round", "round-x", now)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        trail.write(work)
    assert anchors.verify(trail).lines == 6


def test_lines_from_before_the_chain_are_counted_and_the_rest_is_held(
    db: Database, now: datetime
) -> None:
    with db.writing() as tx:
        tx.run(text("INSERT INTO audit (at, actor, act, subject) VALUES ('2026', 'P', 'a', 's')"))
        audit.keep_beginning(tx)
        audit.record(tx, "Pat", "opened round", "round-1", now)
    assert anchors.verify(db) == anchors.Verified(2, 1, 0, ())


@pytest.mark.parametrize("made", ["", "DELETE FROM installation WHERE name <> 'key_check'"])
def test_hashes_that_were_taken_away_are_named_whatever_is_written_afterwards(
    trail: Database, now: datetime, made: str
) -> None:
    anchors.path(trail.settings).unlink()
    in_hand(trail, "UPDATE audit SET mac = ''")
    if made:
        in_hand(trail, made)
    said = "Lines 1 to 6 have no hash, and the chain had begun: it was taken away."
    assert anchors.verify(trail).faults == (said,)
    with trail.writing() as tx:
        audit.record(tx, "Pat", "opened round", "round-7", now)
    assert anchors.verify(trail).faults == (said,)


def test_a_line_without_a_hash_after_those_from_before_the_chain_is_named(
    db: Database, now: datetime
) -> None:
    with db.writing() as tx:
        tx.run(text("INSERT INTO audit (at, actor, act, subject) VALUES ('2026', 'P', 'a', 's')"))
        audit.keep_beginning(tx)
        audit.record(tx, "Pat", "opened round", "round-1", now)
    in_hand(db, "UPDATE audit SET mac = ''")
    assert anchors.verify(db).faults[0].startswith("Line 2 has no hash")
    in_hand(db, "UPDATE installation SET value = :more WHERE name <> 'key_check'", more=b"2 f00")
    assert anchors.verify(db).faults[0].startswith("Lines 1 to 2 have no hash")


def test_an_anchor_that_was_put_in_behind_another_hides_nothing(
    trail: Database, now: datetime
) -> None:
    in_hand(trail, f"UPDATE audit SET mac = {ANOTHER} WHERE number = 4")
    with trail.reading() as tx:
        forged = tx.run(text("SELECT mac FROM audit WHERE number = 4")).scalar_one()
    with anchors.path(trail.settings).open("a") as file:
        file.write(f"2026-11-20T10:00:00Z\t4\t{forged}\n")
    assert any("not the one that was anchored" in f for f in anchors.verify(trail).faults)


@pytest.mark.parametrize("kept", ["Line {n:,} at {at}: {mac}", "{n} {mac}", "{n}  {upper}"])
def test_an_anchor_kept_elsewhere_finds_a_trail_cut_with_its_own_anchors(
    trail: Database, now: datetime, kept: str
) -> None:
    made = anchors.put(trail, now)
    assert made is not None
    text = kept.format(n=made.number, at=made.at, mac=made.mac, upper=made.mac.upper())
    assert anchors.verify(trail, [anchors.typed(text)]).faults == ()
    in_hand(trail, "DELETE FROM audit WHERE number > 5")
    anchors.path(trail.settings).unlink()
    assert anchors.verify(trail).faults == ()
    assert "Line 6, anchored" in anchors.verify(trail, [anchors.typed(text)]).faults[0]


def test_an_anchor_that_was_mistyped_is_refused_with_its_form() -> None:
    with pytest.raises(ValueError, match="all 64 signs"):
        anchors.typed("6 0a1b2c")
