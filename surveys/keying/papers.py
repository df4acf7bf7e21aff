"""A paper on the desk, and what is on the desk: papers begun, and papers that wait for a check.

A paper lies on the desk of one person by a sitting of its own, as a child's device does, so that
what is typed is kept and sent by the same use cases. Its token is in nobody's hands: the hash is
made from the response and the person, with a key of this installation.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from data import keyings, responses, rounds
from data.database import Database, Transaction, Unavailable
from data.ledger import Acknowledged, append, path
from data.records import KeyingRecord, ResponseRecord, RoundRecord
from data.words import Vault
from surveys.answers import Answer
from surveys.grants import hidden_in, sees_response
from surveys.permissions import Actor, require
from surveys.rounds import survey_of
from surveys.schema import Questionnaire


class PaperRefused(ValueError):
    """A paper that cannot be keyed in or checked like this. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `asked` is in the language of the paper, `english` the same in English.

    `route`: the ids of the questions that the answers lead to. `elsewhere`: answered on a screen
    before, kept and not shown. `sealed`: words that only the safeguarding team reads. `number`
    is what stands on the paper once it is sent, else 0.
    """

    response: str
    number: int
    round_title: str
    team: str
    asked: Questionnaire
    english: Questionnaire
    answers: Mapping[str, Answer]
    versions: Mapping[str, int]
    route: tuple[str, ...]
    elsewhere: frozenset[str]
    sealed: frozenset[str]
    keyed_by: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper in a list, without what is on it."""

    response: str
    number: int
    round_title: str
    team: str
    band: str
    keyed_by: str
    keyed_at: str


@dataclass(frozen=True, slots=True)
class PaperRound:
    """A round that takes papers, with its teams and its ages."""

    id: str
    title: str
    band: str | None
    bands: tuple[str, ...]
    teams: tuple[str, ...]
    survey: str
    version: int


@dataclass(frozen=True, slots=True)
class Desk:
    """What one person finds. `to_check` are papers that somebody else keyed in."""

    rounds: tuple[PaperRound, ...]
    begun: tuple[PaperLine, ...]
    to_check: tuple[PaperLine, ...]
    keyed: int
    checked: int


def desk(db: Database, actor: Actor, today: str) -> Desk:
    """The rounds that take papers on this ISO day, and the papers that wait for this person."""
    require(actor, "key in papers")
    with db.reading() as tx:
        unseen = hidden_in(tx, actor)
        records = [record for record in rounds.listing(tx) if record.id not in unseen]
        sent = [one for record in records for one in keyings.of_round(tx, record.id)]
        begun = keyings.begun_by(tx, actor.name)
        mine = [one for one in begun if sees_response(tx, actor, one.response)]
        waiting = [one for one in sent if not one.checked_by and one.keyed_by != actor.name]
        return Desk(
            rounds=tuple(_round(tx, r) for r in reversed(records) if takes_papers(r, today)),
            begun=tuple(_line(tx, one) for one in mine),
            to_check=tuple(_line(tx, one) for one in waiting),
            keyed=len(sent),
            checked=sum(one.checked_by is not None for one in sent),
        )


def takes_papers(record: RoundRecord, today: str) -> bool:
    """Whether papers can be keyed in: from the first day until somebody closes the round.

    Papers come by post after the last day, so that day alone ends nothing here.
    """
    return record.source != "imported" and record.closed_at is None and record.opens <= today


def desk_place(vault: Vault, response: str, person: str) -> str:
    """Where a paper lies on somebody's desk: the hash of a token that nobody has."""
    place = f"{response}|{person}".encode()
    return hmac.new(vault.derived("papers on a desk"), place, hashlib.sha256).hexdigest()


def acknowledge(db: Database, line: Acknowledged) -> None:
    """Put a line into the ledger; Unavailable where that cannot be: then nothing was promised."""
    try:
        append(db.settings, [line])
    except OSError as problem:
        raise Unavailable(
            f"The ledger {path(db.settings)} cannot be written ({problem.strerror}). "
            "Check the disk and who owns the folder."
        ) from None


def _round(tx: Transaction, record: RoundRecord) -> PaperRound:
    survey = survey_of(tx, record)
    teams = tuple(team.team for team in rounds.team_counts(tx, record.id))
    return PaperRound(
        record.id, record.title, record.band, survey.bands, teams, record.survey, record.version
    )


def _line(tx: Transaction, one: KeyingRecord) -> PaperLine:
    response = _known(tx, one.response)
    round_ = rounds.get(tx, response.round)
    sent = response.submitted_at is not None
    return PaperLine(
        response=one.response,
        number=responses.sequence(tx, one.response) if sent else 0,
        round_title=round_.title if round_ else response.round,
        team=response.team,
        band=response.band or "",
        keyed_by=one.keyed_by,
        keyed_at=one.keyed_at,
    )


def _known(tx: Transaction, response: str) -> ResponseRecord:
    record = responses.get(tx, response)
    if record is None:
        raise PaperRefused("There is no such paper. Load the page again.")
    return record
