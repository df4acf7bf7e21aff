"""Use cases: find out whose words these are, when somebody may not be safe.

The safeguarding lead asks, with a reason; a second person, another safeguarding lead or the
designated officer, agrees; for a day after that the one who asked is shown the name. There is no
way without the second person: out of hours two people are named (docs/safeguarding.md).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from data import audit, keyholders, reveals, rounds
from data.clock import moment, stamp
from data.database import Database, Transaction
from data.limits import round_of
from data.reveals import RevealRecord
from data.words import WordsDamaged
from surveys.grants import sees_response, within_response
from surveys.permissions import Actor, require
from surveys.reading import REASON, note_look

SHORTEST_REASON, LONGEST_REASON = 10, 1000
GOOD_FOR = timedelta(days=1)
"""How long a wish waits for the second person, and how long the name can be looked at then."""


class RevealRefused(ValueError):
    """It cannot be found out like this; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish to find out. `state` is asked, approved, refused or over."""

    id: str
    response: str
    round_title: str
    reason: str
    asked_by: str
    asked_at: str
    state: str
    decided_by: str
    decided_at: str
    shown_at: str


def ask_who(db: Database, actor: Actor, response: str, reason: str, now: datetime) -> str:
    """Ask to find out who a code belongs to; the id of the wish. Raises RevealRefused.

    The reason is kept sealed beside the wish, not in the audit trail: it may quote the child.
    """
    require(actor, "find out who")
    within_response(db, actor, response)
    why = reason.strip()[:LONGEST_REASON]
    if len(why) < SHORTEST_REASON:
        raise RevealRefused(
            "Write in a few words why you need to know. It is kept, with your name."
        )
    with db.writing() as tx:
        found = keyholders.of_response(tx, response) is not None
        act = "asked to find out who" if found else "asked who, nothing kept"
        audit.record(tx, actor.name, act, response, now)
        request = reveals.ask(tx, response, why, actor.name, now) if found else ""
    if not found:
        raise RevealRefused(
            "No name or case number was kept with this child's code, so Heard cannot tell. Ask "
            "the participation team who was given codes for this round."
        )
    return request


def my_wish(db: Database, actor: Actor, response: str, now: datetime) -> Wish | None:
    """The newest wish of this person about this response, or None."""
    require(actor, "find out who")
    within_response(db, actor, response)
    with db.reading() as tx:
        mine = [
            one
            for one in reveals.since(tx, stamp(now - 2 * GOOD_FOR))
            if one.asked_by == actor.name and one.response == response
        ]
        return _wish(tx, mine[0], now) if mine else None


def to_agree(db: Database, actor: Actor, now: datetime) -> tuple[Wish, ...]:
    """The wishes of others that wait for a second person, newest first; noted in the audit."""
    require(actor, "agree to finding out who")
    with db.reading() as tx:
        found = waiting(tx, actor, now)
    note_look(db, actor, REASON, {one.response: f"asked by {one.asked_by}" for one in found}, now)
    return found


def decide_wish(db: Database, actor: Actor, request: str, agree: bool, now: datetime) -> None:
    """Agree to somebody else's wish, or not; raises RevealRefused."""
    require(actor, "agree to finding out who")
    with db.writing() as tx:
        wish = _known(tx, request, now)
        if not sees_response(tx, actor, wish.response):
            raise RevealRefused("This is about a round that you do not see.")
        if wish.asked_by == actor.name:
            raise RevealRefused("A second person has to agree: this is your own wish.")
        state = "approved" if agree else "refused"
        if wish.state != "asked" or not reveals.decide(tx, request, state, actor.name, now):
            raise RevealRefused("This has been decided, or a day has passed. Load the page again.")
        act = "agreed to finding out who" if agree else "did not agree to finding out who"
        audit.record(tx, actor.name, act, wish.response, now, f"asked by {wish.asked_by}")


def find_out_who(db: Database, actor: Actor, request: str, now: datetime) -> str:
    """The name or case number, for the one who asked, within a day of the agreement."""
    require(actor, "find out who")
    with db.writing() as tx:
        wish = _known(tx, request, now)
        if wish.asked_by != actor.name or wish.state != "approved":
            raise RevealRefused("Nobody has agreed to this yet, or a day has passed. Ask again.")
        if not sees_response(tx, actor, wish.response):
            raise RevealRefused("This is about a round that you do not see.")
        try:
            found = keyholders.of_response(tx, wish.response)
        except WordsDamaged:
            raise RevealRefused(
                "The name or case number is damaged and cannot be shown. Tell whoever looks after "
                "this server now: it may still be in a backup."
            ) from None
        reveals.shown(tx, request, now)
        audit.record(tx, actor.name, "found out who", wish.response, now, f"with {wish.decided_by}")
    if found is None:
        raise RevealRefused("The name is no longer kept: the answers were erased meanwhile.")
    return found


def waiting(tx: Transaction, actor: Actor, now: datetime) -> tuple[Wish, ...]:
    """The wishes of others that wait for a second person, inside another use case."""
    return tuple(
        wish
        for one in reveals.since(tx, stamp(now - GOOD_FOR))
        if one.asked_by != actor.name and sees_response(tx, actor, one.response)
        if (wish := _wish(tx, one, now)).state == "asked"
    )


def wishes_since(tx: Transaction, since: datetime, now: datetime) -> tuple[Wish, ...]:
    """Every wish from a time on, inside another use case."""
    return tuple(_wish(tx, one, now) for one in reveals.since(tx, stamp(since)))


def _known(tx: Transaction, request: str, now: datetime) -> Wish:
    record = reveals.get(tx, request)
    if record is None:
        raise RevealRefused("There is no such wish. Load the page again.")
    return _wish(tx, record, now)


def _wish(tx: Transaction, one: RevealRecord, now: datetime) -> Wish:
    round_ = rounds.get(tx, round_of(tx, one.response) or "")
    return Wish(
        id=one.id,
        response=one.response,
        round_title=round_.title if round_ else "answers that were erased",
        reason=one.reason,
        asked_by=one.asked_by,
        asked_at=one.asked_at,
        state=_state(one, now),
        decided_by=one.decided_by or "",
        decided_at=one.decided_at or "",
        shown_at=one.shown_at or "",
    )


def _state(one: RevealRecord, now: datetime) -> str:
    since = one.asked_at if one.state == "asked" else one.decided_at or one.asked_at
    return one.state if one.state == "refused" or now - moment(since) < GOOD_FOR else "over"
