"""Use cases about invitations: make codes, and see who has not been reached."""

import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from data import audit, invitations, keyholders
from data.clock import day, stamp
from data.database import Database, Transaction
from data.records import InvitationRecord, RoundRecord
from surveys import pairing
from surveys.collecting.codes import hash_code, new_code
from surveys.grants import within
from surveys.permissions import Actor, require
from surveys.rounds import RoundRefused, known, survey_of

MOST_AT_ONCE = 2_000
OFFERED = ("unused", "started", "used", "declined")
"""The states of an invitation that a child was given."""


@dataclass(frozen=True, slots=True)
class MadeInvitations:
    """New codes, shown this once. `end_codes[i]` is for the same child as `codes[i]`."""

    round: str
    codes: tuple[str, ...]
    end_round: str | None
    end_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """One team's invitations by state: no answers, no codes."""

    team: str
    offered: int
    unused: int
    started: int
    used: int
    declined: int = 0


def make(
    db: Database,
    actor: Actor,
    round_id: str,
    count: int,
    *,
    team: str = "",
    now: datetime,
    end_round: str | None = None,
    start_codes: Sequence[str] = (),
    references: Sequence[str] = (),
    teams: Sequence[str] = (),
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> MadeInvitations:
    """Make `count` codes; with `end_round`, a second code each for the same child at the end.

    `start_codes`, for a round of an end: the code that each child had at the start, in order.
    `references`: a name or case number for each code, in order; kept sealed, and opened only by
    `surveys.reveal`. A round without names takes none. `teams`: a team for each code, in order,
    instead of one for all.

    Hashing is slow on purpose (about 17 ms a code): `progress` is told how far it is.
    """
    require(actor, "make invitations")
    within(db, actor, round_id)
    within(db, actor, end_round)
    if not 1 <= count <= MOST_AT_ONCE:
        raise RoundRefused(f"{count} codes cannot be made at once. Choose 1 to {MOST_AT_ONCE:,}.")
    with db.reading() as tx:
        _check(tx, actor, round_id, end_round)
        _check_references(known(tx, actor, round_id), references, count)
    _check_starts(start_codes, end_round, count)
    starts = [hash_code(db.vault, code) for code in start_codes]
    pairs = [secrets.token_hex(8) if end_round else None for _ in range(count)]
    made, ends = [], []
    for number, (pair, its) in enumerate(zip(pairs, teams or [team] * count, strict=True), 1):
        made.append(_invitation(db, round_id, its, pair, now))
        if end_round:
            ends.append(_invitation(db, end_round, its, pair, now))
        progress(number, count)
    with db.writing() as tx:
        opened = _check(tx, actor, round_id, end_round)
        if starts:
            made = _tied(made, pairing.tie(tx, actor, opened, starts))
        invitations.add(tx, [(record, hashed) for record, hashed, _ in made + ends])
        for rows in (made, ends):
            for (record, _, _), reference in zip(rows, references, strict=False):
                keyholders.add(tx, record.id, reference)
        audit.record(tx, actor.name, "made invitations", round_id, now, f"{count:,}")
    codes, end_codes = (tuple(code for _, _, code in rows) for rows in (made, ends))
    return MadeInvitations(round_id, codes, end_round, end_codes)


def not_reached(db: Database, actor: Actor, round_id: str) -> tuple[Reached, ...]:
    """By team, how many invitations were made, opened and used."""
    require(actor, "see rounds")
    within(db, actor, round_id)
    with db.reading() as tx:
        known(tx, actor, round_id)
        records = invitations.listing(tx, round_id)
    states = Counter((record.team, record.state) for record in records)
    teams = sorted({record.team for record in records})
    return tuple(
        Reached(
            team=team,
            offered=sum(states[team, state] for state in OFFERED),
            unused=states[team, "unused"],
            started=states[team, "started"],
            used=states[team, "used"],
            declined=states[team, "declined"],
        )
        for team in teams
    )


_Made = tuple[InvitationRecord, str, str]
"""An invitation, the hash of its code, and the code."""


def _tied(made: list[_Made], pairs: Sequence[str]) -> list[_Made]:
    return [
        (replace(record, pair=pair), hashed, code)
        for (record, hashed, code), pair in zip(made, pairs, strict=True)
    ]


def _check_starts(start_codes: Sequence[str], end_round: str | None, count: int) -> None:
    if start_codes and end_round:
        raise RoundRefused("Give start codes for a round of the end, or an end round; not both.")
    if start_codes and len(start_codes) != count:
        raise RoundRefused(
            f"{len(start_codes)} start codes were given for {count} codes. Give one for each."
        )


def _check(tx: Transaction, actor: Actor, round_id: str, end_round: str | None) -> RoundRecord:
    record = known(tx, actor, round_id)
    _must_be_open(record)
    if end_round is None:
        return record
    end = known(tx, actor, end_round)
    _must_be_open(end)
    if survey_of(tx, record).other_half != end.survey:
        raise RoundRefused(
            f"{record.survey} and {end.survey} are not the start and the end of one survey. "
            "Leave the end round out, or choose one of the other half."
        )
    if "none" in (record.mode, end.mode):
        raise RoundRefused(
            "A round without names keeps no link, so start and end cannot be paired. "
            "Open both in mode code or named."
        )
    return record


def _check_references(record: RoundRecord, references: Sequence[str], count: int) -> None:
    if references and record.mode == "none":
        raise RoundRefused(
            "In a round without names nothing may say whose a code is. Leave the list empty."
        )
    if references and len(references) != count:
        raise RoundRefused(
            f"{len(references)} names or case numbers were given for {count} codes. "
            "Give one for each code, or none at all."
        )


def _must_be_open(record: RoundRecord) -> None:
    if record.closed_at is not None or record.source != "asked":
        raise RoundRefused(f"The round {record.id} is closed, so it takes no new invitations.")


def _invitation(db: Database, round_id: str, team: str, pair: str | None, now: datetime) -> _Made:
    code = new_code()
    record = InvitationRecord(
        id=secrets.token_hex(8),
        round=round_id,
        team=team.strip(),
        pair=pair,
        state="unused",
        made_at=stamp(now),
    )
    return record, hash_code(db.vault, code), code


def written_in(typed: str) -> tuple[str, ...]:
    """The lines of a list that hold something."""
    return tuple(line.strip() for line in typed.splitlines() if line.strip())


def is_open(record: RoundRecord, now: datetime) -> bool:
    """Whether children can begin and send in this round today."""
    today = day(now)
    over = record.closes is not None and record.closes < today
    return (
        record.closed_at is None
        and record.opens <= today
        and not over
        and record.source != "imported"
    )
