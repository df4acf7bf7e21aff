"""Use cases: answers are kept for as long as they may be, and then erased with a certificate."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from data import audit, concerns, erasing, responses, rounds
from data.backup import folder
from data.clock import day, stamp
from data.database import Database, Transaction
from data.records import RoundRecord
from surveys.grants import within_response
from surveys.kept_for import times
from surveys.permissions import Actor, require

CONFIRM = (
    "Nothing is erased by itself until the retention times are confirmed: HEARD_RETENTION_FILE, "
    "see docs/administrator.md."
)

ELSEWHERE = (
    "Somebody asked for it. Who and why stands on the certificate that was shown when it was done, "
    "and not here: it may name the child."
)


class ErasingRefused(ValueError):
    """This cannot be erased like this; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Due:
    """Answers of a round that may not be kept any longer; those in `waiting` have an open concern.

    `since`: the ISO day on which the round ended, or, while it is open, before which they came.
    """

    record: RoundRecord
    since: str
    responses: tuple[str, ...]
    waiting: frozenset[str]


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was erased, when, by whom and why; no words, no ids of children.

    `cleared`: what became of the backups; one that is damaged does not take the certificate away.
    Why one child's answers went may name the child: the certificate that is kept leaves it out.
    """

    round: str
    title: str
    responses: int
    kept_back: int
    by: str
    at: str
    why: str
    cleared: erasing.Cleared

    def __str__(self) -> str:
        """The certificate as text to print and file."""
        left = f"\nKept back while a concern is open: {self.kept_back:,}." if self.kept_back else ""
        return (
            f"Certificate of erasure\n\nRound: {self.title} ({self.round})\n"
            f"Responses erased, with every answer, their keys, codes' names and themes: "
            f"{self.responses:,}.{left}\nWhen: {self.at}\nBy: {self.by}\nWhy: {self.why}\n\n"
            f"{_gone_from(self.cleared)} Backups elsewhere are to be taken away within 35 days; a "
            "restore of one erases again.\n"
        )


def due(db: Database, actor: Actor, now: datetime) -> tuple[Due, ...]:
    """Every round whose answers have been kept for as long as they may be, oldest first."""
    require(actor, "erase answers")
    with db.reading() as tx:
        found = (_due(tx, record, now) for record in rounds.listing(tx))
        return tuple(one for one in found if one is not None)


def erase_due(db: Database, actor: Actor, now: datetime) -> tuple[Certificate, ...]:
    """Erase the answers of every round that is due, each with its certificate.

    There is none for a round of which nothing can go: a concern about all that is left is open.
    Raises ErasingRefused until a person has confirmed the times.
    """
    require(actor, "erase answers")
    if not times(db.settings).confirmed:
        raise ErasingRefused(CONFIRM)
    made = (_erase_round(db, actor, one, now) for one in due(db, actor, now))
    return tuple(one for one in made if one is not None)


def erase_response(
    db: Database, actor: Actor, response: str, reason: str, now: datetime
) -> Certificate:
    """Erase one response for good, because the child or somebody for it asked.

    The reason is on the certificate that is given back, to be filed with the child's own record;
    neither the certificate kept here nor the audit trail has it: it may name the child.
    """
    require(actor, "erase answers")
    within_response(db, actor, response)
    if len(reason.strip()) < 10:
        raise ErasingRefused(
            "Write in a few words who asked for it and why. It stands on the certificate that you "
            "are shown, and is kept nowhere in Heard."
        )
    with db.reading() as tx:
        record = responses.get(tx, response)
        round_ = rounds.get(tx, record.round) if record else None
    if record is None or round_ is None:
        raise ErasingRefused(f"There is no response {response}.")
    with db.writing() as tx:
        responses.hold(tx, round_.id)
        if _with_open_concern(tx, [response]):
            raise ErasingRefused(
                "A concern about these words is open. Close it first: what keeps a child safe "
                "comes before erasing."
            )
        erasing.remember(db.settings, [response])
        erasing.erase(tx, [response])
        audit.record(tx, actor.name, "erased response", response, now)
    at, why, cleared = stamp(now), reason.strip(), erasing.scrub_backups(db.settings)
    made = Certificate(round_.id, round_.title, 1, 0, actor.name, at, why, cleared)
    _filed(db, replace(made, why=ELSEWHERE), now)
    return made


def _due(tx: Transaction, record: RoundRecord, now: datetime) -> Due | None:
    """What of a round has been kept long enough: all once it has ended, else what is that old."""
    oldest = _months_before(now, times(tx.settings).of(record.survey))
    ended = _ended(record, now)
    if record.erased_at or (ended and ended >= oldest):
        return None
    ids = responses.before(tx, record.id, stamp(now) if ended else oldest)
    if not ids and not ended:
        return None
    return Due(record, ended or oldest, ids, _with_open_concern(tx, ids))


def _ended(record: RoundRecord, now: datetime) -> str:
    """The ISO day on which a round ended; "" while it is open."""
    last = record.closed_at or record.closes
    if record.source == "imported":
        last = record.opened_at
    return last[:10] if last and last[:10] < day(now) else ""


def _months_before(now: datetime, count: int) -> str:
    year, month = divmod(now.year * 12 + now.month - 1 - count, 12)
    return date(year, month + 1, min(now.day, 28)).isoformat()


def _erase_round(db: Database, actor: Actor, found: Due, now: datetime) -> Certificate | None:
    """Erase what may go; concerns are looked for again, for one may have been raised meanwhile."""
    record = found.record
    with db.writing() as tx:
        responses.hold(tx, record.id)
        waiting = _with_open_concern(tx, found.responses)
        gone = [one for one in found.responses if one not in waiting]
        whole = bool(_ended(record, now)) and not waiting
        names = [f"{erasing.ROUND}{record.id}"] if whole else []
        if not gone and not names:
            return None
        erasing.remember(db.settings, [*gone, *names])
        erasing.erase(tx, [*gone, *names])
        if whole:
            rounds.mark_erased(tx, record.id, stamp(now))
        audit.record(tx, actor.name, "erased round", record.id, now, f"{len(gone):,}")
    cleared = erasing.scrub_backups(db.settings)
    kept = times(db.settings).of(record.survey)
    why = f"Answers are kept for {kept} months; these are of {found.since} or before."
    counts, at = (len(gone), len(waiting)), stamp(now)
    made = Certificate(record.id, record.title, *counts, actor.name, at, why, cleared)
    return _filed(db, made, now)


def _with_open_concern(tx: Transaction, ids: Iterable[str]) -> frozenset[str]:
    return frozenset(concern.response for concern in concerns.open_ones(tx)) & frozenset(ids)


def _gone_from(cleared: erasing.Cleared) -> str:
    """Where the words are gone from: all of this machine, or all but what is named."""
    if not cleared.told:
        return (
            "The words cannot be read any more: the key of each response is gone from the database "
            "and from the backups on this machine."
        )
    return (
        "The key of each response is gone from the database, and from all else on this machine "
        f"but what follows. {cleared.told}"
    )


def _filed(db: Database, made: Certificate, now: datetime) -> Certificate:
    place = folder(db.settings) / "certificates"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{now:%Y%m%d-%H%M%S-%f}-{made.round}.txt"
    (place / name).write_text(str(made), "utf-8")
    return made
