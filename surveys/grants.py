"""Which rounds a person may see: of the surveys and teams granted to them, asked by use cases.

Everybody sees every round unless an administrator limits them. A round is seen whole or not at
all: somebody limited to one team sees the rounds that only their team is in, for a part of a
round beside its whole would let figures of the others be worked out.
"""

from collections.abc import Collection, Iterable
from typing import NoReturn

from data import limits
from data.clock import utc_now
from data.database import Database, Transaction
from surveys import beyond
from surveys.permissions import Actor, NotAllowed


def within(db: Database, actor: Actor, round_id: str | None) -> None:
    """Raise NotAllowed for a round that this person does not see; None is no round in particular.

    One that does not exist is let pass: the use case says so in its own words. A refusal is in
    the trail, here and below: many of them are told (`surveys/beyond.py`).
    """
    if round_id is not None and _limited(actor) and round_id in hidden(db, actor):
        _refuse(db, actor, round_id)


def within_response(db: Database, actor: Actor, *asked: str) -> None:
    """Raise NotAllowed when one of these responses is of a round that this person does not see."""
    if not _limited(actor):
        return
    unseen = hidden(db, actor)
    with db.reading() as tx:
        outside = [one for one in asked if limits.round_of(tx, one) in unseen]
    if outside:
        _refuse(db, actor, outside[0])


def within_plan(
    db: Database, actor: Actor, survey: str, teams: Iterable[str] | None = None
) -> None:
    """Raise NotAllowed for a new round, or a team of one, that this person could not see."""
    if not _sees(actor, survey, frozenset(teams or {""})):
        _refuse(db, actor, survey)


def within_team(db: Database, actor: Actor, team: str) -> None:
    """Raise NotAllowed for a team that this person does not see."""
    if actor.teams is not None and team not in actor.teams:
        _refuse(db, actor, "")


def hidden(db: Database, actor: Actor) -> frozenset[str]:
    """The ids of the rounds that this person does not see."""
    if not _limited(actor):
        return frozenset()
    with db.reading() as tx:
        return hidden_in(tx, actor)


def hidden_in(tx: Transaction, actor: Actor) -> frozenset[str]:
    """As `hidden`, in a transaction that is open."""
    if not _limited(actor):
        return frozenset()
    found = limits.teams_of_rounds(tx)
    return frozenset(
        name for name, (survey, teams) in found.items() if not _sees(actor, survey, teams)
    )


def sees_response(tx: Transaction, actor: Actor, response: str) -> bool:
    """Whether a response is of a round that this person sees."""
    return not _limited(actor) or limits.round_of(tx, response) not in hidden_in(tx, actor)


def _limited(actor: Actor) -> bool:
    return actor.surveys is not None or actor.teams is not None


def _sees(actor: Actor, survey: str, teams: Collection[str]) -> bool:
    by_survey = actor.surveys is None or survey in actor.surveys
    return by_survey and (actor.teams is None or set(teams) <= actor.teams)


def _refuse(db: Database, actor: Actor, subject: str) -> NoReturn:
    """Write the refusal down in a transaction of its own, and raise it."""
    with db.writing() as tx:
        beyond.note_refusal(tx, actor.name, subject, utc_now())
    raise NotAllowed(
        f"This is not among the surveys and teams granted to {actor.name}. Ask an administrator "
        "if you need it."
    )
