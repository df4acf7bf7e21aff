"""A child's words are sealed: not in the file, not movable, never shown when damaged."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, select, text, update

from data import answer_words, comments, concerns, responses
from data.access_tables import metadata
from data.backup import back_up
from data.database import Database
from data.rotation import tables_with_keys
from data.tables import answers
from data.words import ResponseKey, WordsDamaged
from surveys.collect import enter
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import open_round
from tests.children import Device
from tests.integration.test_collect import to_words

CANARY = "the purple canary sang at midnight"


NAME = "Canary Wharf-Case-4711"


@pytest.fixture
def child(db: Database, participation: Actor, now: datetime) -> Device:
    opened = open_round(db, participation, "service_feedback", now=now)
    (code,) = make(db, participation, opened.id, 1, now=now, references=[NAME]).codes
    child = Device(db, enter(db, code, door="streamlit", now=now), now).to_questions()
    to_words(child).answer(words=CANARY)
    to_words(child).answer(words="something else")
    child.to_review().send({"go": "send"})
    return child


def assert_damaged(child: Device, *whole: str) -> None:
    """Words are said to be damaged, never shown and never "none"; only those in `whole` open."""
    with child.db.reading() as tx:
        found = comments.of_round(tx, "service_feedback-1")
        kept = responses.answers(tx, found[0].response)
        wrapped = responses.wrapped_key(tx, found[0].response)
        with pytest.raises(WordsDamaged):
            responses.answers_of(tx, found[0].response, wrapped)
    assert [one.words for one in found if not one.damaged] == list(whole)
    assert {one.words for one in found if one.damaged} == {""}
    assert {a.words for a in kept if a.damaged} == {None}
    assert len(found) == 2


def everything_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_no_file_of_ours_holds_the_words(child: Device) -> None:
    back_up(child.db.settings)
    on_disk = everything_on_disk(child.db.settings.var)
    assert b"canary" not in on_disk
    assert CANARY.encode("utf-16-le") not in on_disk


def test_no_file_of_ours_holds_whose_code_it_is(child: Device) -> None:
    """The database, its log and a packed or plain backup, as `strings` would look through them."""
    back_up(child.db.settings)
    on_disk = everything_on_disk(child.db.settings.var).lower()
    for said in (NAME.lower(), "canary wharf", "4711"):
        assert said.encode() not in on_disk
        assert said.encode("utf-16-le") not in on_disk


def test_every_column_for_a_name_words_or_a_note_is_sealed() -> None:
    """A column that may hold them is bytes and lies in a table with keys, or beside one."""
    sealed = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary) and column.name != "wrapped_key"
    }
    assert sealed >= {
        *("answers.words", "answers.kept", "keyholders.reference", "concern_steps.note"),
        *("reveal_requests.reason", "second_steps.secret"),
    }
    assert "keyholders" in {table.name for table in tables_with_keys()}


def test_no_column_of_the_database_holds_the_words(child: Device) -> None:
    with child.db.reading() as tx:
        rows = tx.run(text("SELECT * FROM answers")).all()
    assert rows
    assert not any(
        "canary" in str(value) or b"canary" in _bytes(value) for r in rows for value in r
    )


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


def test_words_moved_to_another_question_are_refused(child: Device) -> None:
    with child.db.writing() as tx:
        query = select(answers.c.question, answers.c.words).where(answers.c.words.is_not(None))
        (one, words), (other, _) = tx.run(query).all()
        tx.run(update(answers).where(answers.c.question == other).values(words=words))
        left = next(c for c in comments.of_round(tx, "service_feedback-1") if c.question == one)
    assert one != other
    assert_damaged(child, left.words)


@pytest.mark.parametrize("place", [0, 5, 20, -1])
def test_one_changed_byte_is_found_and_never_shown_as_words(child: Device, place: int) -> None:
    with child.db.writing() as tx:
        query = select(answers.c.words).where(answers.c.words.is_not(None)).limit(1)
        damaged = bytearray(tx.run(query).scalar_one())
        damaged[place] ^= 1
        tx.run(update(answers).where(answers.c.words.is_not(None)).values(words=bytes(damaged)))
    assert_damaged(child)


@pytest.mark.parametrize("left", [1, 13, -1])
def test_words_that_were_cut_short_are_refused(child: Device, left: int) -> None:
    with child.db.writing() as tx:
        query = select(answers.c.words).where(answers.c.words.is_not(None)).limit(1)
        cut = bytes(tx.run(query).scalar_one())[:left]
        tx.run(update(answers).where(answers.c.words.is_not(None)).values(words=cut))
    assert_damaged(child)


def test_words_are_given_back_as_they_were_typed(child: Device) -> None:
    with child.db.reading() as tx:
        (sent,) = responses.of_round(tx, "service_feedback-1")
        words = {a.words for a in responses.answers(tx, sent.id) if a.words}
    assert words == {CANARY, "something else"}


def test_no_code_and_no_token_is_in_the_database(
    db: Database, participation: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "service_feedback", now=now)
    (code,) = make(db, participation, opened.id, 1, now=now).codes
    token = enter(db, code, door="streamlit", now=now)
    with db.reading() as tx:
        rows = [*tx.run(text("SELECT * FROM invitations")), *tx.run(text("SELECT * FROM sittings"))]
    assert not any(secret in str(rows) for secret in (code, token))


@pytest.mark.parametrize("emptied", [None, b""])
def test_words_that_were_emptied_are_damaged_and_not_no_words(
    child: Device, emptied: bytes | None
) -> None:
    with child.db.writing() as tx:
        tx.run(update(answers).where(answers.c.words.is_not(None)).values(words=emptied))
    assert_damaged(child)


def test_words_of_another_device_that_were_emptied_are_damaged(
    db: Database, participation: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "service_feedback", now=now)
    (code,) = make(db, participation, opened.id, 1, now=now).codes
    for said in (CANARY, "on another device"):
        device = Device(db, enter(db, code, door="light", now=now), now, writer=said)
        if device.here.step != "question":
            device.to_questions()
        device.send({"go": "to:good"})
        device.answer(words=said)
    with db.writing() as tx:
        assert comments.get(tx, device.here.response, "good").words == (  # type: ignore[union-attr]
            f"{CANARY}\non another device"
        )
        tx.run(update(answers).values(kept=None))
        assert comments.get(tx, device.here.response, "good").damaged  # type: ignore[union-attr]


def test_one_damaged_field_leaves_the_other_words_of_the_child_to_be_read(child: Device) -> None:
    with child.db.writing() as tx:
        damaged = tx.run(select(answers.c.question).where(answers.c.words.is_not(None))).first()
        assert damaged is not None
        tx.run(update(answers).where(answers.c.question == damaged[0]).values(words=None))
        whole = [c.words for c in comments.of_round(tx, "service_feedback-1") if c.words]
    assert len(whole) == 1
    assert_damaged(child, *whole)


def test_words_sealed_before_they_were_tied_to_what_is_beside_them_still_open() -> None:
    key = ResponseKey("a response", bytes(32))
    old = key.seal("the newest", "answers|good"), key.seal("the first", "answers|good|kept")
    assert answer_words.opened(key, "good", "wrote", *old) == ("the newest", "the first")


def test_a_note_that_was_emptied_is_damaged_and_leaves_the_other_steps(
    child: Device, now: datetime
) -> None:
    with child.db.writing() as tx:
        concern = concerns.raise_(tx, child.here.response, "good", "words", "a test", now)
        for state, note in (("seen", ""), ("passed_on", CANARY), ("closed", "All is well.")):
            concerns.step(tx, concern, state, "A Person", now, "", note)
        tx.run(text("UPDATE concern_steps SET note = NULL WHERE state = 'passed_on'"))
        found = concerns.steps(tx, concern)
    assert [step.damaged for step in found] == [False, True, False]
    assert found[-1].note == "All is well."
