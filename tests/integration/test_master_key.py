"""The master key can be changed, retired and lost: words stay readable, old keys then fail."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from data import escrow, keyholders, keys, responses, rotation, rows_taken, second_steps
from data.database import Database
from data.keys import KeyProblem
from data.migrating import NotReady
from data.settings import Settings
from data.tables import people
from data.words import master_of
from surveys.permissions import Actor
from tests.children import Device, known_child
from tests.conftest import with_own_key

WORDS = "synthetic: rotate the garden chairs"


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """A key file of this test's own, because it is changed."""
    return with_own_key(settings, tmp_path / "own")


@pytest.fixture
def child(db: Database, participation: Actor, now: datetime) -> Device:
    """A child of whom the team knows the case number, who wrote one sentence."""
    return known_child(db, participation, WORDS, now)


def read(db: Database, response: str) -> tuple[str | None, str | None]:
    with db.reading() as tx:
        kept = {a.question: a.words for a in responses.answers(tx, response)}
        return kept["good"], keyholders.of_response(tx, response)


def test_after_a_rotation_everything_is_read_with_the_new_key_alone(
    child: Device, db: Database
) -> None:
    response = child.here.response
    assert rotation.rotate(db) >= 3  # a response, its keyholder, the key check
    assert rotation.retire(db) == (1,)
    again = Database.open(db.settings)
    assert read(again, response) == (WORDS, "CASE-1")
    again.close()


def test_the_old_key_file_alone_is_refused_after_a_rotation(
    child: Device, db: Database, tmp_path: Path
) -> None:
    old = tmp_path / "old.key"
    old.write_bytes(db.settings.key_file.read_bytes())
    rotation.rotate(db)
    with pytest.raises(NotReady, match="not the one"):
        Database.open(replace(db.settings, key_file=old))


def test_a_server_that_runs_reads_on_through_a_rotation(child: Device, db: Database) -> None:
    other = Database.open(db.settings)
    rotation.rotate(other)
    other.close()
    child.send({"question": "better", "words": "synthetic: after the rotation"})
    assert read(db, child.here.response) == (WORDS, "CASE-1")


def test_a_rotation_that_was_cut_off_is_finished_by_the_next(child: Device, db: Database) -> None:
    keys.add_master(db.settings)
    assert rotation.wrap_all(db) >= 3
    assert rotation.wrap_all(db) == 0


@pytest.mark.parametrize("two", [(0, 1), (1, 2), (0, 2)])
def test_any_two_printed_shares_give_the_key_file_back(
    child: Device, db: Database, tmp_path: Path, two: tuple[int, int]
) -> None:
    made = escrow.shares(keys.read(db.settings))
    lost = replace(db.settings, key_file=tmp_path / "found" / "master.key")
    keys.put_back(lost, escrow.joined([made[n].upper() for n in two]))
    again = Database.open(lost)
    assert read(again, child.here.response) == (WORDS, "CASE-1")
    again.close()


def test_one_share_alone_and_a_slip_in_a_word_are_refused(db: Database) -> None:
    made = escrow.shares(keys.read(db.settings))
    with pytest.raises(KeyProblem, match="Two shares"):
        escrow.joined(made[:1])
    words = made[1].split()
    words[20], words[21] = words[21], words[20]
    with pytest.raises(KeyProblem, match="do not fit"):
        escrow.joined([made[0], " ".join(words)])


def test_a_key_file_that_is_there_is_never_written_over(db: Database) -> None:
    with pytest.raises(KeyProblem, match="already"):
        keys.put_back(db.settings, keys.read(db.settings))


def test_a_child_who_writes_to_a_server_after_rotate_and_retire_is_read_after_a_restart(
    db: Database, participation: Actor, now: datetime
) -> None:
    other = Database.open(db.settings)
    rotation.rotate(other)
    assert rotation.retire(other) == (1,)
    other.close()
    response = known_child(db, participation, WORDS, now).send_all().response
    again = Database.open(db.settings)
    assert read(again, response) == (WORDS, "CASE-1")
    again.close()


def test_every_kind_of_sealed_thing_made_after_a_rotation_needs_the_new_key_only(
    db: Database, participation: Actor, now: datetime
) -> None:
    other = Database.open(db.settings)
    rotation.rotate(other)
    other.close()
    child = known_child(db, participation, WORDS, now)
    with db.writing() as tx:
        tx.run(insert(people).values(id="p", name="Pat", state="active", made_at="2026"))
        second_steps.keep(tx, "p", b"synthetic", now)
        rows_taken.add(tx, child.here.round.id, "synthetic: a study", "Pat", 1, now)
        for table in rotation.tables_with_keys():
            assert {master_of(key) for key in tx.run(select(table.c.wrapped_key)).scalars()} == {2}


def test_a_rotation_waits_for_whoever_is_making_a_key(
    db: Database, participation: Actor, now: datetime
) -> None:
    other = Database.open(db.settings)
    with ThreadPoolExecutor(1) as pool:
        with db.writing() as tx:
            wrapped, _ = tx.new_key("in the middle")
            rotating = pool.submit(rotation.rotate, other)
            with pytest.raises(TimeoutError):
                rotating.result(0.3)
        assert rotating.result(10) >= 1
    other.close()
    assert master_of(wrapped) == 1


def test_a_key_that_is_erased_during_a_rotation_stays_erased(child: Device, db: Database) -> None:
    response = child.here.response
    with ThreadPoolExecutor(1) as pool:
        with db.writing() as tx:
            responses.forget(tx, response, [])
            rotating = pool.submit(rotation.rotate, db)
            with pytest.raises(TimeoutError):
                rotating.result(0.5)
        rotating.result(10)
    with db.reading() as tx:
        assert responses.wrapped_key(tx, response) == b""
