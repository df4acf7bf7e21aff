"""The end of a survey is tied to its start by the code that the child had then."""

from collections.abc import Callable
from datetime import datetime

import pytest

from data import invitations, responses
from data.database import Database
from surveys.collect import CodeDoesNotWork, enter
from surveys.collecting.codes import hash_code
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import RoundRefused, open_round

Codes = Callable[..., tuple[str, ...]]


@pytest.fixture
def start(db: Database, participation: Actor, now: datetime) -> tuple[str, ...]:
    """Two codes of a start, made before anybody thought of the end; the first child came in."""
    opened = open_round(db, participation, "cin_start", now=now, band="11-17")
    codes = make(db, participation, opened.id, 2, now=now).codes
    enter(db, codes[0], door="light", now=now)
    return codes


@pytest.fixture
def ends(db: Database, participation: Actor, now: datetime) -> Codes:
    """Makes codes for the end from codes of the start."""
    opened = open_round(db, participation, "cin_end", now=now, band="11-17")

    def made(*starts: str) -> tuple[str, ...]:
        return make(db, participation, opened.id, len(starts), now=now, start_codes=starts).codes

    return made


def _pair(db: Database, code: str) -> str | None:
    with db.reading() as tx:
        found = invitations.by_hash(tx, hash_code(db.vault, code))
        return found.pair if found else None


def test_a_code_from_the_start_ties_the_end_to_it_months_later(
    db: Database, start: tuple[str, ...], ends: Codes
) -> None:
    first, second = ends(*start)
    assert _pair(db, first) == _pair(db, start[0]) is not None
    assert _pair(db, second) == _pair(db, start[1]) != _pair(db, first)


def test_what_the_child_began_at_the_start_is_tied_too(
    db: Database, start: tuple[str, ...], ends: Codes
) -> None:
    ends(*start)
    with db.reading() as tx:
        found = invitations.by_hash(tx, hash_code(db.vault, start[0]))
        began = responses.of_invitation(tx, found.id) if found else None
    assert began is not None
    assert began.pair == _pair(db, start[0])


def test_a_lost_code_for_the_end_stops_working_when_another_is_made(
    db: Database, start: tuple[str, ...], ends: Codes, now: datetime
) -> None:
    (lost,), (new,) = ends(start[0]), ends(start[0])
    with pytest.raises(CodeDoesNotWork):
        enter(db, lost, door="light", now=now)
    assert enter(db, new, door="light", now=now)


def test_a_line_that_is_no_code_of_the_start_is_named_and_nothing_is_made(
    db: Database, start: tuple[str, ...], ends: Codes
) -> None:
    with pytest.raises(RoundRefused, match="Line 2 is no code of a round of cin_start"):
        ends(start[0], "ABCD2345")
    assert _pair(db, start[0]) is None


def test_the_same_start_twice_is_refused(start: tuple[str, ...], ends: Codes) -> None:
    with pytest.raises(RoundRefused, match="stands twice"):
        ends(start[0], start[0].lower())


def test_a_start_is_no_end_and_takes_no_start_codes(
    db: Database, participation: Actor, now: datetime, start: tuple[str, ...]
) -> None:
    again = open_round(db, participation, "cin_start", now=now)
    with pytest.raises(RoundRefused, match="not the end of a survey"):
        make(db, participation, again.id, 1, now=now, start_codes=start[:1])


def test_who_does_not_see_the_start_cannot_tie_to_it(
    db: Database, start: tuple[str, ...], now: datetime, participation: Actor
) -> None:
    opened = open_round(db, participation, "cin_end", now=now)
    limited = Actor("Only Ends", frozenset({"participation"}), surveys=frozenset({"cin_end"}))
    with pytest.raises(RoundRefused, match="Line 1"):
        make(db, limited, opened.id, 1, now=now, start_codes=start[:1])
