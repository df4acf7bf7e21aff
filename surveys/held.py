"""Use cases about what came without a code: kept apart until a person has looked at it.

Have your say is open to everybody, so an entry may come from a child, from somebody else or from
a machine. Safeguarding has its words at once, whatever is decided here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from data import audit, comments, concerns, responses, rounds
from data.database import Database, Transaction
from surveys.grants import sees_response, within_response
from surveys.permissions import Actor, require

MOVES: dict[str, frozenset[str]] = {
    "held": frozenset({"submitted", "set_aside"}),
    "set_aside": frozenset({"held"}),
}
"""What may become of an entry that came without a code. Once it counts, it stays."""

REASONS: dict[str, str] = {
    "not a child": "Not from a child",
    "joke": "A joke or a test",
    "twice": "The same entry came twice",
    "other": "Something else",
}
"""Why an entry is set aside. Chosen, never typed: the audit trail keeps it and holds no words."""


class HeldRefused(ValueError):
    """A decision that cannot be taken any more. The message says why."""


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One entry without its words. `worry`: something in it raised a concern that is open."""

    id: str
    round_title: str
    sent_on: str
    worry: bool


def listing(db: Database, actor: Actor, state: str = "held") -> tuple[HeldLine, ...]:
    """The entries in one state ("held" or "set_aside"), those that raised a worry first."""
    require(actor, "look at what was held")
    with db.reading() as tx:
        entries = [r for r in responses.in_state(tx, state) if sees_response(tx, actor, r)]
        lines = [_line(tx, response) for response in entries]
    return tuple(sorted(lines, key=lambda line: (not line.worry, line.sent_on)))


def count_it(
    db: Database, actor: Actor, response: str, versions: Mapping[str, int], now: datetime
) -> None:
    """Count an entry with the others. `versions`: question to the version of the words seen."""
    require(actor, "look at what was held")
    within_response(db, actor, response)
    with db.writing() as tx:
        _move(tx, response, "submitted")
        for question, version in versions.items():
            comments.mark_read(tx, response, question, "participation", version, actor.name, now)
        audit.record(tx, actor.name, "counted", response, now)


def set_aside(db: Database, actor: Actor, response: str, reason: str, now: datetime) -> None:
    """Set an entry aside for one of `REASONS`; it is kept, and can be brought back."""
    require(actor, "look at what was held")
    within_response(db, actor, response)
    if reason not in REASONS:
        raise HeldRefused("Choose why it is set aside.")
    with db.writing() as tx:
        _move(tx, response, "set_aside")
        audit.record(tx, actor.name, "set aside", response, now, reason)


def bring_back(db: Database, actor: Actor, response: str, now: datetime) -> None:
    """Put an entry that was set aside back among those that wait."""
    require(actor, "look at what was held")
    within_response(db, actor, response)
    with db.writing() as tx:
        _move(tx, response, "held")
        audit.record(tx, actor.name, "brought back", response, now)


def counts_of(tx: Transaction, round_id: str) -> tuple[int, int]:
    """How many entries of a round wait for a look, and how many were set aside."""
    waiting = responses.in_state(tx, "held", round_id)
    return len(waiting), len(responses.in_state(tx, "set_aside", round_id))


def _line(tx: Transaction, response: str) -> HeldLine:
    record = responses.get(tx, response)
    if record is None:
        raise KeyError(f"there is no response {response}")
    round_ = rounds.get(tx, record.round)
    raised = concerns.of_response(tx, response)
    return HeldLine(
        id=response,
        round_title=round_.title if round_ else record.round,
        sent_on=record.submitted_at or record.touched_at,
        worry=any(concern.state != "closed" for concern in raised),
    )


def _move(tx: Transaction, response: str, state: str) -> None:
    record = responses.get(tx, response)
    if record is None or state not in MOVES.get(record.state, frozenset()):
        raise HeldRefused("Somebody else has decided about this entry. Load the page again.")
    responses.set_state(tx, response, state)
