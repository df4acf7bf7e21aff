"""The check after a run finds what is lost and what is doubled: a zero in the table means zero."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from data import responses
from data.clock import utc_now
from data.database import Database
from data.settings import Settings
from surveys import collect
from surveys.collecting.kept import answer_of, record_of
from tests.benchmarks import rooms
from tests.benchmarks.child import Child, give
from tests.benchmarks.figures import Kept, Log
from tests.benchmarks.rooms import Room

QUESTIONS = 10
Spoil = Callable[[Database, str], None]


@pytest.fixture
def room(sqlite_settings: Settings) -> Room:
    """A room with two codes."""
    return rooms.open_room(sqlite_settings, 2)


def answered(room: Room, spoil: Spoil | None = None) -> Kept:
    """Two children answer everything through the use cases; then `spoil` harms one response."""
    db = Database.open(room.settings)
    children = [_child(db, code, number) for number, code in enumerate(room.codes)]
    if spoil is not None:
        place = collect.place(db, children[0].cookie.partition("=")[2], utc_now())
        assert place is not None
        spoil(db, place.response)
    db.close()
    return rooms.kept(room, children, entered=2)


def _child(db: Database, code: str, number: int) -> Child:
    token = collect.enter(db, code, door="streamlit", now=utc_now())
    child = Child(f"child-{number}", 0, f"heard_child={token}", Random(number), Log())
    _send(db, child, go="agree")
    while (place := collect.place(db, token, utc_now())) and place.question:
        drawn = {"id": place.question.id, "kind": place.question.kind.value}
        drawn |= {"options": [{"key": option.key} for option in place.question.options]}
        drawn |= {"scale": {"low": 0, "high": 10}}
        given = give(drawn, child.random, child.name)
        _send(db, child, question=place.question.id, go="next", **given)
        child.acknowledged[place.question.id] = given
    _send(db, child, go="send")
    child.finished = True
    return child


def _send(db: Database, child: Child, **message: Any) -> None:
    token = child.cookie.partition("=")[2]
    place = collect.place(db, token, utc_now())
    assert place is not None
    saved = collect.save(db, token, {"w": "w", "seq": 1, "from": place.key, **message}, utc_now())
    assert saved.moved


def _another_word(db: Database, response: str) -> None:
    with db.writing() as tx:
        wrapped = responses.wrapped_key(tx, response)
        good = next(one for one in responses.answers(tx, response) if one.question == "good")
        responses.put(tx, wrapped, replace(good, words=f"{good.words}!"), utc_now())


def _one_answer_gone(db: Database, response: str) -> None:
    with db.writing() as tx:
        responses.erase(tx, response, ["listened"])


def _an_answer_nobody_gave(db: Database, response: str) -> None:
    with db.writing() as tx:
        wrapped = responses.wrapped_key(tx, response)
        there = responses.answers(tx, response)[0]
        responses.put(tx, wrapped, record_of(answer_of(there), response, "another"), utc_now())


def test_two_whole_responses_are_found_whole(room: Room) -> None:
    assert answered(room) == Kept(finished=2, answers=2 * QUESTIONS, lost=0, doubled=0)


@pytest.mark.parametrize("spoil", [_another_word, _one_answer_gone])
def test_one_changed_word_and_one_missing_answer_are_counted_as_lost(
    room: Room, spoil: Spoil
) -> None:
    assert answered(room, spoil).lost == 1


def test_an_answer_that_nobody_gave_is_counted_as_doubled(room: Room) -> None:
    assert answered(room, _an_answer_nobody_gave).doubled == 1


def test_a_response_that_no_code_began_is_counted_as_doubled(room: Room) -> None:
    def begin_another(db: Database, response: str) -> None:
        with db.writing() as tx:
            first = responses.get(tx, response)
            assert first is not None
            responses.begin(tx, replace(first, id="f" * 32, state="started"), None)

    assert answered(room, begin_another).doubled == 1
