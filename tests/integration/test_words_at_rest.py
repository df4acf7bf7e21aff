"""A child's words are sealed: not in the file, not movable, never shown when damaged."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from data import comments, responses
from data.backup import back_up
from data.database import Database
from data.tables import answers
from data.words import WordsDamaged
from surveys.collect import enter
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import open_round
from tests.integration.test_collect import Child, to_words

CANARY = "the purple canary sang at midnight"


@pytest.fixture
def child(db: Database, participation: Actor, now: datetime) -> Child:
    opened = open_round(db, participation, "service_feedback", now=now)
    (code,) = make(db, participation, opened.id, 1, now=now).codes
    child = Child(db, enter(db, code, door="streamlit", now=now), now).to_questions()
    to_words(child).answer(words=CANARY)
    to_words(child).answer(words="something else")
    child.to_review().send({"go": "send"})
    return child


def everything_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_no_file_of_ours_holds_the_words(child: Child) -> None:
    back_up(child.db.settings)
    on_disk = everything_on_disk(child.db.settings.var)
    assert b"canary" not in on_disk
    assert CANARY.encode("utf-16-le") not in on_disk


def test_no_column_of_the_database_holds_the_words(child: Child) -> None:
    with child.db.reading() as tx:
        rows = tx.run(text("SELECT * FROM answers")).all()
    assert rows
    assert not any(
        "canary" in str(value) or b"canary" in _bytes(value) for r in rows for value in r
    )


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


def test_words_moved_to_another_question_are_refused(child: Child) -> None:
    with child.db.writing() as tx:
        query = select(answers.c.question, answers.c.words).where(answers.c.words.is_not(None))
        (one, words), (other, _) = tx.run(query).all()
        tx.run(update(answers).where(answers.c.question == other).values(words=words))
    assert one != other
    with child.db.reading() as tx, pytest.raises(WordsDamaged):
        comments.of_round(tx, "service_feedback-1")


@pytest.mark.parametrize("place", [0, 5, 20, -1])
def test_one_changed_byte_is_found_and_never_shown_as_words(child: Child, place: int) -> None:
    with child.db.writing() as tx:
        query = select(answers.c.words).where(answers.c.words.is_not(None)).limit(1)
        damaged = bytearray(tx.run(query).scalar_one())
        damaged[place] ^= 1
        tx.run(update(answers).where(answers.c.words.is_not(None)).values(words=bytes(damaged)))
    with child.db.reading() as tx, pytest.raises(WordsDamaged):
        comments.of_round(tx, "service_feedback-1")


def test_words_are_given_back_as_they_were_typed(child: Child) -> None:
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
