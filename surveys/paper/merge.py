"""Use cases: codes for a whole list of children, ready for letters or slips.

Of the list only the reference stays, sealed with its code as `invitations.make` keeps it. Names
and addresses are in what these functions give back, which is held in memory and printed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from data import rounds
from data.database import Database, Transaction
from surveys.grants import within
from surveys.invitations import MadeInvitations, make
from surveys.languages import ENGLISH
from surveys.paper.mail_list import Child, Expected, read_list
from surveys.permissions import Actor, require
from surveys.rounds import RoundRefused, known, survey_of
from surveys.schema import BANDS, Band, Mode, Survey


@dataclass(frozen=True, slots=True)
class Given:
    """One code and the child it is for."""

    code: str
    child: Child


@dataclass(frozen=True, slots=True)
class Batch:
    """Codes that were just made in a round, each with its child; never kept.

    `all_twelve`: the sender says that whoever has no age on the list is 12 or over.
    """

    round: str
    mode: Mode
    survey: Survey
    opens: str
    closes: str | None
    hear_by: str | None
    given: tuple[Given, ...]
    made_on: str
    all_twelve: bool = False


def write_to(
    db: Database,
    actor: Actor,
    round_id: str,
    content: bytes,
    now: datetime,
    *,
    end_round: str | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[Batch, ...]:
    """Check a whole list (CSV) and make a code for each child; raises ListRefused, RoundRefused.

    With `end_round` there is a second batch: each child's code for the end, to keep until then.
    """
    require(actor, "make invitations")
    within(db, actor, round_id)
    with db.reading() as tx:
        expected = _expected(tx, actor, round_id)
    children = read_list(content, expected)
    made = make(
        db,
        actor,
        round_id,
        len(children),
        now=now,
        end_round=end_round,
        references=[child.reference for child in children],
        teams=[child.team for child in children],
        progress=progress,
    )
    with db.reading() as tx:
        return _batches(tx, actor, made, children, now)


def slips_for(
    db: Database,
    actor: Actor,
    made: MadeInvitations,
    references: Sequence[str],
    now: datetime,
    team: str = "",
) -> tuple[Batch, ...]:
    """Codes that were made without a list, for slips; a reference for each, or none at all."""
    require(actor, "make invitations")
    within(db, actor, made.round)
    each = references or [""] * len(made.codes)
    with db.reading() as tx:
        band = _band(known(tx, actor, made.round).band)
        children = [
            Child(line, reference, "", (), team, ENGLISH, band)
            for line, reference in enumerate(each, start=1)
        ]
        return _batches(tx, actor, made, children, now)


def _expected(tx: Transaction, actor: Actor, round_id: str) -> Expected:
    record = known(tx, actor, round_id)
    if record.mode == "none":
        raise RoundRefused(
            "In a round without names nothing may say whose a code is, so no list is taken. Make "
            "the codes by number, and hand out the slips."
        )
    teams = tuple(line.team for line in rounds.team_counts(tx, round_id))
    return Expected(survey_of(tx, record).bands, _band(record.band), teams)


def _batches(
    tx: Transaction,
    actor: Actor,
    made: MadeInvitations,
    children: Sequence[Child],
    now: datetime,
) -> tuple[Batch, ...]:
    first = _batch(tx, actor, made.round, made.codes, children, now)
    if made.end_round is None:
        return (first,)
    return first, _batch(tx, actor, made.end_round, made.end_codes, children, now)


def _batch(
    tx: Transaction,
    actor: Actor,
    round_id: str,
    codes: Sequence[str],
    children: Sequence[Child],
    now: datetime,
) -> Batch:
    record = known(tx, actor, round_id)
    return Batch(
        round=record.id,
        mode=_mode(record.mode),
        survey=survey_of(tx, record),
        opens=record.opens,
        closes=record.closes,
        hear_by=record.hear_by,
        given=tuple(Given(code, child) for code, child in zip(codes, children, strict=True)),
        made_on=now.date().isoformat(),
    )


def _band(text: str | None) -> Band | None:
    return next((band for band in BANDS if band == text), None)


def _mode(text: str) -> Mode:
    return "named" if text == "named" else "none" if text == "none" else "code"
