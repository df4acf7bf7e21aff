"""A child's way in: by a code, by the four words, or without either; and out of one device."""

import secrets
from datetime import datetime

from data import audit, invitations, receipts, responses, rounds, sittings
from data.clock import stamp
from data.database import Database, Transaction
from data.records import InvitationRecord, ResponseRecord, RoundRecord
from surveys.collecting import four_words
from surveys.collecting.asked import asked_of, speak
from surveys.collecting.codes import hash_code, hash_token
from surveys.collecting.place import answers_in, is_over, open_one, records_of
from surveys.invitations import is_open
from surveys.languages import ENGLISH
from surveys.loader import published
from surveys.rounds import added, survey_of
from surveys.routing import path

OPEN_SURVEY = "have_your_say"
"""What is always open, without a code."""
NOBODY = "Heard"
"""Who opens the round of what comes without a code: nobody of the staff."""


class CodeDoesNotWork(ValueError):
    """Unknown, mistyped, closed or used: one exception, so that nobody learns which."""


def enter(
    db: Database,
    code: str,
    *,
    door: str,
    now: datetime,
    token: str | None = None,
    language: str = ENGLISH,
    shared: bool = False,
) -> str:
    """Let a child in and give the token for their cookie; raises CodeDoesNotWork.

    A device that holds a live token of the same response keeps it, and with it the words it
    may see. Any other device goes on at the first question that has no answer yet. `language`
    is the one chosen before the code; `shared` a tablet that many children use.
    """
    code_hash = hash_code(db.vault, code)

    def work(tx: Transaction) -> str:
        response = _response(tx, code_hash, door, now)
        _in_language(tx, response, language, now)
        live = sittings.by_token(tx, hash_token(token)) if token else None
        if token and live and live.response.id == response.id and not is_over(live, now):
            return token
        return _sit_down(tx, response, now, shared=shared)

    return db.write(work)


def open_say(
    db: Database, *, door: str, now: datetime, language: str = ENGLISH, shared: bool = False
) -> str:
    """Let a child have their say without a code; the token for their cookie.

    What is sent is held apart until a person has looked at it.
    """

    def work(tx: Transaction) -> str:
        record = _always_open(tx, now)
        response = _new(tx, record, None, door, now)
        responses.begin(tx, response, None)
        _in_language(tx, response, language, now)
        return _sit_down(tx, response, now, shared=shared, kind="open")

    return db.write(work)


def by_receipt(db: Database, words: str, *, now: datetime, shared: bool = False) -> str:
    """Open answers that were sent by their four words; the token for the cookie.

    Raises CodeDoesNotWork for words that open nothing, and after their last day.
    """
    lookup = four_words.lookup(db.vault, words)

    def work(tx: Transaction) -> str:
        found = receipts.response_of(tx, lookup)
        response = responses.get(tx, found) if found else None
        if response is None:
            raise CodeDoesNotWork
        token = _sit_down(tx, response, now, shared=shared, kind="receipt")
        opened = sittings.by_token(tx, hash_token(token))
        if opened is None or is_over(opened, now):
            raise CodeDoesNotWork
        responses.move(tx, response.id, now, place="mine", band=response.band)
        return token

    return db.write(work)


def leave(db: Database, token: str, now: datetime) -> None:
    """End this device's way in; the response stays, and the code lets the child in again."""
    db.write(lambda tx: sittings.end(tx, hash_token(token), now))


def _response(tx: Transaction, code_hash: str, door: str, now: datetime) -> ResponseRecord:
    """The response of the code with this hash, begun now if it is the first time."""
    invitation = invitations.by_hash(tx, code_hash)
    record = rounds.get(tx, invitation.round) if invitation else None
    if invitation is None or record is None or not _lets_in(invitation, record, now):
        raise CodeDoesNotWork
    known = responses.of_invitation(tx, invitation.id)
    if known is None:
        known = _new(tx, record, invitation, door, now)
        responses.begin(tx, known, invitation.id)
        invitations.set_state(tx, invitation.id, "started")
    elif known.state == "declined":
        responses.set_state(tx, known.id, "started")
        invitations.set_state(tx, invitation.id, "started")
    return known


def _lets_in(invitation: InvitationRecord, record: RoundRecord, now: datetime) -> bool:
    return invitation.state in ("unused", "started", "declined") and is_open(record, now)


def _always_open(tx: Transaction, now: datetime) -> RoundRecord:
    """The round of what comes without a code; a new one when the survey has a new version."""
    survey = published()[OPEN_SURVEY]
    for record in reversed(rounds.of_survey(tx, survey.id)):
        if record.source == "open" and record.closed_at is None:
            if record.version == survey.version:
                return record
            rounds.close(tx, record.id, stamp(now))
    record = added(tx, survey, now=now, mode="none", source="open", title="Have your say, no code")
    audit.record(tx, NOBODY, "opened round", record.id, now)
    return record


def _new(
    tx: Transaction,
    record: RoundRecord,
    invitation: InvitationRecord | None,
    door: str,
    now: datetime,
) -> ResponseRecord:
    bands = survey_of(tx, record).bands
    band = record.band or (bands[0] if len(bands) == 1 else None)
    tied = invitation is not None and record.mode != "none"
    return ResponseRecord(
        id=secrets.token_hex(16),
        round=record.id,
        survey=record.survey,
        version=record.version,
        band=band,
        language=ENGLISH,
        door=door,
        team=invitation.team if invitation else "",
        pair=invitation.pair if invitation and tied else None,
        state="started",
        place="notice" if band else "band",
        started_at=stamp(now),
        touched_at=stamp(now),
        submitted_at=None,
    )


def _in_language(tx: Transaction, response: ResponseRecord, language: str, now: datetime) -> None:
    """Begin in the language chosen before the code; one that was chosen inside stays."""
    if language not in (ENGLISH, response.language):
        record = rounds.get(tx, response.round)
        if record is not None:
            speak(tx, survey_of(tx, record), response, language, now)


def _sit_down(
    tx: Transaction,
    response: ResponseRecord,
    now: datetime,
    *,
    shared: bool = False,
    kind: str = "code",
) -> str:
    """A new device: go on at the first question without an answer, so that none is shown."""
    token, sitting = secrets.token_urlsafe(32), secrets.token_hex(8)
    hashed = hash_token(token)
    sittings.add(tx, hashed, sitting, response.id, now, kind=kind, shared=shared)
    if response.place in ("band", "notice") or kind == "receipt":
        return token
    found = sittings.by_token(tx, hashed)
    asked = asked_of(tx, survey_of(tx, found.round), response) if found else None
    if found is not None and asked is not None:
        records = records_of(tx, found)
        question = open_one(path(asked, answers_in(records)), records)
        where = f"q:{question.id}" if question else "review"
        responses.move(tx, response.id, now, place=where, band=response.band)
    return token
