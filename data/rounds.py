"""Queries about rounds: a survey opened to a group for a period, and its counts by team."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Table, case, delete, func, insert, select, update

from data.database import Transaction
from data.records import RoundRecord, TeamCount
from data.tables import invitations, keyholders, responses, round_teams, rounds

_COLUMNS = [rounds.c[name] for name in RoundRecord.__dataclass_fields__]


def add(tx: Transaction, record: RoundRecord, teams: Mapping[str, int | None]) -> None:
    """Keep a new round with how many are eligible in each team."""
    tx.run(insert(rounds).values({name: getattr(record, name) for name in _names()}))
    rows = [{"round": record.id, "team": t, "eligible": n} for t, n in teams.items()]
    tx.run(insert(round_teams), rows)


def next_sequence(tx: Transaction) -> int:
    """The number of the next round; holds the turn until the transaction ends."""
    tx.in_turn("rounds")
    return int(tx.run(select(func.coalesce(func.max(rounds.c.sequence), 0))).scalar_one()) + 1


def get(tx: Transaction, round_id: str) -> RoundRecord | None:
    """The round with this id, or None."""
    row = tx.run(select(*_COLUMNS).where(rounds.c.id == round_id)).first()
    return RoundRecord(*row) if row else None


def listing(tx: Transaction) -> tuple[RoundRecord, ...]:
    """Every round, oldest first."""
    rows = tx.run(select(*_COLUMNS).order_by(rounds.c.sequence))
    return tuple(RoundRecord(*row) for row in rows)


def of_survey(tx: Transaction, survey: str) -> tuple[RoundRecord, ...]:
    """Every round of one survey, oldest first."""
    return tuple(record for record in listing(tx) if record.survey == survey)


def answered(tx: Transaction) -> dict[str, int]:
    """Submitted responses by round; rounds without any are missing."""
    return _responses_by_round(tx, "submitted")


def started(tx: Transaction) -> dict[str, int]:
    """Responses begun and not sent yet, by round."""
    return _responses_by_round(tx, "started")


def eligible(tx: Transaction) -> dict[str, int | None]:
    """How many were eligible, by round; None where a team's number is not known."""
    known = func.sum(case((round_teams.c.eligible.is_(None), 1), else_=0)).label("unknown")
    total = func.sum(round_teams.c.eligible).label("total")
    query = select(round_teams.c.round, known, total).group_by(round_teams.c.round)
    return {row.round: None if row.unknown else int(row.total) for row in tx.run(query)}


def team_counts(tx: Transaction, round_id: str) -> tuple[TeamCount, ...]:
    """The round's counts by team, in the order of their names."""
    offered = _by_team(tx, invitations, round_id, invitations.c.state != "void")
    begun = _by_team(tx, responses, round_id, responses.c.state == "started")
    sent = _by_team(tx, responses, round_id, responses.c.state == "submitted")
    kept = {
        row.team: row for row in tx.run(select(round_teams).where(round_teams.c.round == round_id))
    }
    counts = []
    for team in sorted({*kept, *offered, *begun, *sent}):
        row = kept.get(team)
        counts.append(
            TeamCount(
                team=team,
                eligible=row.eligible if row else None,
                offered=offered.get(team, 0),
                declined=row.declined if row else 0,
                not_offered=row.not_offered if row else 0,
                started=begun.get(team, 0),
                submitted=sent.get(team, 0),
            )
        )
    return tuple(counts)


def set_team(
    tx: Transaction,
    round_id: str,
    team: str,
    eligible: int | None,
    declined: int,
    not_offered: int,
) -> None:
    """Set one team's counts, adding the team where it is new."""
    here = (round_teams.c.round == round_id) & (round_teams.c.team == team)
    values = {"eligible": eligible, "declined": declined, "not_offered": not_offered}
    if tx.run(select(round_teams.c.team).where(here)).first():
        tx.run(update(round_teams).where(here).values(values))
    else:
        tx.run(insert(round_teams).values(round=round_id, team=team, **values))


def close(tx: Transaction, round_id: str, at: str) -> None:
    """Mark the round closed; one that is closed already keeps its time."""
    still_open = (rounds.c.id == round_id) & rounds.c.closed_at.is_(None)
    tx.run(update(rounds).where(still_open).values(closed_at=at))


def mark_erased(tx: Transaction, round_id: str, at: str) -> None:
    """Keep when a round's answers were erased."""
    tx.run(update(rounds).where(rounds.c.id == round_id).values(erased_at=at))


def forget_keyholders(tx: Transaction, round_id: str) -> None:
    """Take away whom the codes of a round were for, also of those that nobody used."""
    mine = select(invitations.c.id).where(invitations.c.round == round_id)
    tx.run(delete(keyholders).where(keyholders.c.invitation.in_(mine)))


def _names() -> tuple[str, ...]:
    return tuple(RoundRecord.__dataclass_fields__)


def _responses_by_round(tx: Transaction, state: str) -> dict[str, int]:
    query = select(responses.c.round, func.count()).where(responses.c.state == state)
    return {row[0]: row[1] for row in tx.run(query.group_by(responses.c.round))}


def _by_team(
    tx: Transaction, table: Table, round_id: str, condition: ColumnElement[bool]
) -> dict[str, int]:
    query = select(table.c.team, func.count()).where(table.c.round == round_id, condition)
    return {row[0]: row[1] for row in tx.run(query.group_by(table.c.team))}
