"""Use cases of an administrator: which surveys' and teams' rounds a person sees."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from data import audit, limits
from data.database import Database
from surveys.loader import published
from surveys.permissions import Actor, require
from web.staff import members
from web.staff.members import AccountProblem


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody can be limited to: surveys (id to title), and every team that a round names."""

    surveys: dict[str, str]
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """The only surveys and teams whose rounds a person sees; empty is all of them."""

    surveys: frozenset[str]
    teams: frozenset[str]


def choices(db: Database, actor: Actor) -> Choices:
    """Every survey and every team that a person can be limited to."""
    require(actor, "manage people")
    with db.reading() as tx:
        teams = limits.all_teams(tx)
    return Choices({one.id: one.title for one in published().values()}, teams)


def of(db: Database, actor: Actor, person: str) -> Sight:
    """What a person is limited to."""
    require(actor, "manage people")
    with db.reading() as tx:
        surveys, teams = (limits.of(tx, person, kind) for kind in ("survey", "team"))
    return Sight(surveys or frozenset(), teams or frozenset())


def limit(
    db: Database,
    actor: Actor,
    person: str,
    surveys: Collection[str],
    teams: Collection[str],
    now: datetime,
) -> None:
    """Let a person see only rounds of these surveys and teams, from the next click; empty is all.

    Nobody changes their own: that would be giving oneself more.
    """
    require(actor, "manage people")
    unknown = set(surveys) - set(published())
    if unknown:
        raise AccountProblem("surveys", f"There is no survey “{min(unknown)}”.")
    with db.writing() as tx:
        record = members.by_id(tx, person)
        if record.name == actor.name:
            raise AccountProblem("person", "Ask another administrator to change what you see.")
        limits.keep(tx, person, "survey", surveys)
        limits.keep(tx, person, "team", teams)
        said = f"surveys: {len(set(surveys)) or 'all'}, teams: {len(set(teams)) or 'all'}"
        audit.record(tx, actor.name, "limited to rounds", person, now, said)
