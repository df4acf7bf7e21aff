"""Use cases about rounds: open one, count who could be asked, close it, see how it goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from data import audit, comments, rounds, versions
from data.clock import day, stamp
from data.database import Database, Transaction
from data.records import RoundRecord, TeamCount
from surveys.days import month_in_words
from surveys.grants import hidden_in, within, within_plan, within_team
from surveys.loader import from_definition, published
from surveys.permissions import Actor, require
from surveys.schema import BANDS, MODES, Survey


class RoundRefused(ValueError):
    """A round cannot be opened or changed like this; the message says what to change."""


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round as staff see it. `eligible` None: nobody has said how many."""

    record: RoundRecord
    survey_title: str
    answered: int
    started: int
    eligible: int | None
    rate: str
    unread: int
    teams: tuple[TeamCount, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether children can still begin and send."""
        return self.record.closed_at is None and self.record.source != "imported"


def rate_sentence(answered: int, eligible: int | None) -> str:
    """ "40 of 300 (13%)"; without a known number eligible, "40 answered"."""
    if eligible is None:
        return f"{answered:,} answered (we do not know how many could)"
    if eligible == 0:
        return f"{answered:,} of 0"
    share = round_half_up(100 * answered / eligible)
    return f"{answered:,} of {eligible:,} ({'under 1' if answered and not share else share}%)"


def round_half_up(value: float) -> int:
    """The nearest whole number, halves upwards: the one rounding of every figure shown."""
    return int(value + 0.5)


def open_round(
    db: Database,
    actor: Actor,
    survey: str,
    *,
    now: datetime,
    teams: Mapping[str, int | None] | None = None,
    band: str | None = None,
    mode: str = "code",
    title: str | None = None,
    opens: str | None = None,
    closes: str | None = None,
    hear_by: str | None = None,
    source: str = "asked",
) -> RoundRecord:
    """Open the newest version of `survey`; days are ISO text. Raises RoundRefused.

    `teams` maps a team to how many are eligible (None: not known); without it, one team "".
    """
    require(actor, "open rounds")
    within_plan(db, actor, survey, teams)
    teams = teams or {"": None}
    definition = _chosen(survey, band, mode)
    opens = opens or day(now)
    _check_days(opens, closes, hear_by)
    _check_teams(teams)
    with db.writing() as tx:
        record = added(
            tx,
            definition,
            now=now,
            mode=mode,
            source=source,
            title=(title or "").strip() or f"{definition.title}, {month_in_words(opens)}",
            teams=teams,
            band=band,
            opens=opens,
            closes=closes,
            hear_by=hear_by,
        )
        audit.record(tx, actor.name, "opened round", record.id, now)
    return record


def added(
    tx: Transaction,
    survey: Survey,
    *,
    now: datetime,
    mode: str,
    source: str,
    title: str,
    teams: Mapping[str, int | None] | None = None,
    band: str | None = None,
    opens: str | None = None,
    closes: str | None = None,
    hear_by: str | None = None,
) -> RoundRecord:
    """A new round of a survey in this transaction, its wording kept; checks nothing."""
    number = len(rounds.of_survey(tx, survey.id)) + 1
    record = RoundRecord(
        id=f"{survey.id}-{number}",
        survey=survey.id,
        version=survey.version,
        title=title,
        mode=mode,
        band=band,
        source=source,
        opens=opens or day(now),
        closes=closes,
        hear_by=hear_by,
        closed_at=None,
        opened_at=stamp(now),
        sequence=rounds.next_sequence(tx),
    )
    _keep_wording(tx, survey, now)
    rounds.add(tx, record, teams or {"": None})
    return record


def listing(db: Database, actor: Actor, purpose: str = "participation") -> tuple[RoundView, ...]:
    """Every round that the actor sees, newest first, with what is unread for this purpose."""
    require(actor, "see rounds")
    with db.reading() as tx:
        answered, started = rounds.answered(tx), rounds.started(tx)
        eligible, records = rounds.eligible(tx), rounds.listing(tx)
        unseen = hidden_in(tx, actor)
        return tuple(
            _view(tx, r, answered.get(r.id, 0), started.get(r.id, 0), eligible.get(r.id), purpose)
            for r in reversed(records)
            if r.id not in unseen
        )


def view(db: Database, actor: Actor, round_id: str, purpose: str = "participation") -> RoundView:
    """One round with its teams; raises RoundRefused when there is none."""
    require(actor, "see rounds")
    within(db, actor, round_id)
    with db.reading() as tx:
        record = known(tx, actor, round_id)
        teams = rounds.team_counts(tx, round_id)
        answered, started = sum(t.submitted for t in teams), sum(t.started for t in teams)
        return _view(tx, record, answered, started, total_eligible(teams), purpose, teams)


def total_eligible(teams: tuple[TeamCount, ...]) -> int | None:
    """How many were eligible in all; None where a team's number is not known."""
    counts = [team.eligible for team in teams]
    return None if any(n is None for n in counts) else sum(n for n in counts if n is not None)


def set_counts(
    db: Database,
    actor: Actor,
    round_id: str,
    team: str,
    eligible: int | None,
    declined: int,
    not_offered: int,
    now: datetime,
) -> None:
    """Keep one team's counts: eligible, declined (asked and said no) and not offered."""
    require(actor, "open rounds")
    within(db, actor, round_id)
    within_team(db, actor, team.strip())
    if (eligible is not None and eligible < 0) or declined < 0 or not_offered < 0:
        raise RoundRefused(f"Team “{team}”: a count cannot be less than 0.")
    if eligible is not None and declined + not_offered > eligible:
        raise RoundRefused(
            f"Team “{team}”: {declined} declined and {not_offered} not offered are more than "
            f"the {eligible} eligible. Change one of the three."
        )
    with db.writing() as tx:
        known(tx, actor, round_id)
        rounds.set_team(tx, round_id, team.strip(), eligible, declined, not_offered)
        audit.record(tx, actor.name, "set counts", round_id, now, team)


def close_round(db: Database, actor: Actor, round_id: str, now: datetime) -> None:
    """Close a round: its codes stop working; what was sent stays."""
    require(actor, "open rounds")
    within(db, actor, round_id)
    with db.writing() as tx:
        known(tx, actor, round_id)
        rounds.close(tx, round_id, stamp(now))
        audit.record(tx, actor.name, "closed round", round_id, now)


def known(tx: Transaction, actor: Actor, round_id: str) -> RoundRecord:
    """The round with this id; raises RoundRefused, naming those that this person sees."""
    record = rounds.get(tx, round_id)
    if record is None:
        unseen = hidden_in(tx, actor)
        seen = [one.id for one in rounds.listing(tx) if one.id not in unseen]
        ids = ", ".join(seen[-10:]) or "none yet"
        raise RoundRefused(f"There is no round “{round_id}”. Rounds here: {ids}.")
    return record


def survey_of(tx: Transaction, record: RoundRecord) -> Survey:
    """The survey version that a round was opened with, as it was published."""
    key = ("survey", record.survey, str(record.version))
    if key not in tx.memory:
        text = versions.definition(tx, record.survey, record.version)
        tx.memory[key] = from_definition(text)
    survey: Survey = tx.memory[key]
    return survey


def _chosen(survey: str, band: str | None, mode: str) -> Survey:
    surveys = published()
    if survey not in surveys:
        raise RoundRefused(f"There is no survey “{survey}”. Surveys: {', '.join(sorted(surveys))}.")
    definition = surveys[survey]
    if mode not in MODES or mode not in definition.modes:
        allowed = " or ".join(definition.modes)
        raise RoundRefused(f"{survey} cannot be opened in mode “{mode}”. Choose {allowed}.")
    if band is not None and band not in definition.bands:
        allowed = ", ".join(b for b in BANDS if b in definition.bands)
        raise RoundRefused(f"{survey} has no wording for band “{band}”. Choose one of {allowed}.")
    return definition


def _keep_wording(tx: Transaction, survey: Survey, now: datetime) -> None:
    try:
        versions.keep(tx, survey.id, survey.version, survey.title, survey.source, now)
    except versions.Published as changed:
        raise RoundRefused(str(changed)) from None


def _check_days(opens: str, closes: str | None, hear_by: str | None) -> None:
    days = {"opens": opens, "closes": closes, "hear by": hear_by}
    for name, text in days.items():
        try:
            date.fromisoformat(text or opens)
        except ValueError:
            raise RoundRefused(
                f"“{text}” ({name}) is not a day. Write it like 2026-06-30."
            ) from None
    if closes and closes < opens:
        raise RoundRefused(f"The round closes on {closes}, before it opens on {opens}.")
    if hear_by and hear_by < (closes or opens):
        raise RoundRefused(
            f"Children hear by {hear_by}, before the round is over. Choose a later day."
        )


def _check_teams(teams: Mapping[str, int | None]) -> None:
    for team, eligible in teams.items():
        if eligible is not None and eligible < 0:
            raise RoundRefused(f"Team “{team}”: {eligible} eligible cannot be. Use 0 or more.")


def _view(
    tx: Transaction,
    record: RoundRecord,
    answered: int,
    started: int,
    eligible: int | None,
    purpose: str,
    teams: tuple[TeamCount, ...] = (),
) -> RoundView:
    return RoundView(
        record=record,
        survey_title=survey_of(tx, record).title,
        answered=answered,
        started=started,
        eligible=eligible,
        rate=rate_sentence(answered, eligible),
        unread=comments.unread_count(tx, purpose, record.id),
        teams=teams,
    )
