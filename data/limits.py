"""What a person's sight is limited to: surveys, or teams; and which rounds that hides."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select

from data.access_tables import person_limits as t
from data.database import Transaction
from data.tables import invitations, responses, round_teams, rounds


def of(tx: Transaction, person: str, kind: str) -> frozenset[str] | None:
    """The only surveys ("survey") or teams ("team") of a person; None for all of them."""
    query = select(t.c.name).where(t.c.person == person, t.c.kind == kind)
    return frozenset(tx.run(query).scalars()) or None


def keep(tx: Transaction, person: str, kind: str, names: Collection[str]) -> None:
    """Limit a person to these; none at all takes the limit away."""
    tx.run(delete(t).where(t.c.person == person, t.c.kind == kind))
    rows = [{"person": person, "kind": kind, "name": name} for name in sorted(set(names))]
    if rows:
        tx.run(insert(t), rows)


def teams_of_rounds(tx: Transaction) -> dict[str, tuple[str, frozenset[str]]]:
    """Each round's survey and the teams in it, by round; "" is a round's team without a name."""
    found = {
        row.id: (row.survey, set[str]()) for row in tx.run(select(rounds.c.id, rounds.c.survey))
    }
    for table in (round_teams, invitations):
        for row in tx.run(select(table.c.round, table.c.team).distinct()):
            found[row.round][1].add(row.team)
    return {name: (survey, frozenset(teams)) for name, (survey, teams) in found.items()}


def all_teams(tx: Transaction) -> tuple[str, ...]:
    """Every team that any round names, in order."""
    query = select(round_teams.c.team).distinct().order_by(round_teams.c.team)
    return tuple(name for name in tx.run(query).scalars() if name)


def round_of(tx: Transaction, response: str) -> str | None:
    """The round of a response, or None."""
    found: str | None = tx.run(select(responses.c.round).where(responses.c.id == response)).scalar()
    return found
