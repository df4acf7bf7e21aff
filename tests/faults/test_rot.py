"""One character of rot in a sealed column, the file or its log: found, never shown as words."""

import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from data import concerns, keyholders, people, responses, second_steps, sittings
from data.database import Database, Transaction, Unavailable
from data.migrating import NotReady
from data.records import AnswerRecord, ConcernStep
from data.restore import prove
from data.settings import Settings, embedded_url
from data.words import WordsDamaged
from surveys.collect import enter
from surveys.collecting.codes import hash_token
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import open_round
from tests.children import Device
from tests.conftest import settings_in
from tests.faults.counting import Count, Told, count
from tests.faults.ground import laid, opened
from tests.faults.killing import wait_for
from tests.faults.writing import Plan, Writer

pytestmark = pytest.mark.ci

CANARY = "synthetic: the canary sang at dusk"
Read = Callable[[Transaction], Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """A response that has something in every column that is sealed."""

    db: Database
    response: str
    concern: str


@pytest.fixture
def kept(sqlite_db: Database, participation: Actor, now: datetime) -> Kept:
    """Words of two devices, a name, a note about a concern, and somebody's second step."""
    db = sqlite_db
    opened_round = open_round(db, participation, "service_feedback", now=now)
    (code,) = make(db, participation, opened_round.id, 1, now=now).codes
    for words in (CANARY, f"{CANARY} again"):
        device = Device(db, enter(db, code, door="light", now=now), now, words[-5:])
        if device.here.step != "question":
            device.to_questions()
        device.send({"go": "to:good"})
        device.answer(words=words)
    response = device.here.response
    with db.writing() as tx:
        (invitation,) = tx.run(text("SELECT id FROM invitations")).scalars()
        keyholders.add(tx, invitation, CANARY)
        concern = concerns.raise_(tx, response, "good", "words", "a test", now)
        concerns.step(tx, concern, "passed_on", "A Person", now, "", CANARY)
        people.add(tx, "p", "A Person", now)
        second_steps.keep(tx, "p", CANARY.encode(), now)
    return Kept(db, response, concern)


def _all_whole(found: Sequence[AnswerRecord] | Sequence[ConcernStep]) -> None:
    """A reader is told of each that is damaged; here that is as good as being refused."""
    if any(one.damaged for one in found):
        raise WordsDamaged("said to the reader")


SEALED: dict[str, Callable[[Kept], Read]] = {
    "answers.words": lambda k: lambda tx: _all_whole(responses.answers(tx, k.response)),
    "answers.kept": lambda k: lambda tx: _all_whole(responses.answers(tx, k.response)),
    "responses.wrapped_key": lambda k: lambda tx: _all_whole(responses.answers(tx, k.response)),
    "keyholders.reference": lambda k: lambda tx: keyholders.of_response(tx, k.response),
    "keyholders.wrapped_key": lambda k: lambda tx: keyholders.of_response(tx, k.response),
    "concern_steps.note": lambda k: lambda tx: _all_whole(concerns.steps(tx, k.concern)),
    "second_steps.secret": lambda _: lambda tx: second_steps.of(tx, "p"),
    "second_steps.wrapped_key": lambda _: lambda tx: second_steps.of(tx, "p"),
}


@pytest.mark.parametrize("place", SEALED)
def test_a_changed_character_in_a_sealed_column_is_found_wherever_it_is(
    kept: Kept, place: str
) -> None:
    table, column = place.split(".")
    query = f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"
    change = text(f"UPDATE {table} SET {column} = :rotten WHERE {column} = :sound")
    with kept.db.writing() as tx:
        sound = bytes(tx.run(text(query)).scalars().all()[-1])
        SEALED[place](kept)(tx)
        for at in range(len(sound)):
            rotten = sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :]
            tx.run(change, {"rotten": rotten, "sound": sound})
            with pytest.raises(WordsDamaged):
                SEALED[place](kept)(tx)
            tx.run(change, {"rotten": sound, "sound": rotten})


@pytest.mark.parametrize("emptied", [None, b"", b"\x01"])
@pytest.mark.parametrize("place", SEALED)
def test_a_sealed_column_that_was_emptied_is_found_wherever_it_is(
    kept: Kept, place: str, emptied: bytes | None
) -> None:
    table, column = place.split(".")
    with kept.db.writing() as tx:
        here = text(f"UPDATE {table} SET {column} = :emptied WHERE {column} IS NOT NULL")
        try:
            tx.run(here, {"emptied": emptied})
        except IntegrityError:  # the schema itself refuses it
            return
        with pytest.raises(WordsDamaged):
            SEALED[place](kept)(tx)


def test_words_that_were_emptied_are_missed_by_the_ledger(kept: Kept, now: datetime) -> None:
    token = enter_again(kept.db, kept.response, now)
    Device(kept.db, token, now).send_all()
    assert prove(kept.db).holds
    with kept.db.writing() as tx:
        tx.run(text("UPDATE answers SET words = NULL, kept = NULL"))
    assert prove(kept.db).changed == (kept.response,)


def enter_again(db: Database, response: str, now: datetime) -> str:
    """One more device in a response, without its code."""
    token = secrets.token_urlsafe(32)
    with db.writing() as tx:
        sittings.add(tx, hash_token(token), secrets.token_hex(8), response, now)
    return token


@pytest.fixture(scope="module")
def left_by_a_kill(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A database with its log beside it, as a kill left them."""
    folder = tmp_path_factory.mktemp("rot")
    settings = laid(settings_in(folder))
    writer = Writer(Plan(settings, folder / "told", threads=2))
    wait_for(writer, folder / "told", 25)
    writer.kill()
    return settings


def _flipped(settings: Settings, name: str, elsewhere: Path, chance: Random) -> Settings:
    shutil.rmtree(elsewhere, ignore_errors=True)
    shutil.copytree(settings.var, elsewhere)
    content = bytearray((elsewhere / name).read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    (elsewhere / name).write_bytes(content)
    return replace(settings, var=elsewhere, database_url=embedded_url(elsewhere))


def _counts(settings: Settings, name: str, elsewhere: Path, times: int) -> Iterator[Count]:
    """What can still be read after each flip; a flip that is refused aloud is not among them."""
    told = Told.read(settings.var.parent / "told")
    chance = Random(name)
    for _ in range(times):
        rotten = _flipped(settings, name, elsewhere, chance)
        try:
            with opened(rotten) as db:
                yield count(db, told)
        except (Unavailable, WordsDamaged, NotReady):
            continue


@pytest.mark.parametrize("name", ["heard.db", "heard.db-wal"])
def test_a_changed_bit_of_the_file_never_shows_other_words(
    left_by_a_kill: Settings, name: str, tmp_path: Path
) -> None:
    for left in _counts(left_by_a_kill, name, tmp_path / "after", 20):
        assert left.changed <= left.unproved
