"""A child's way in, by a code, and the way out of one device."""

import secrets
from datetime import datetime

from data import invitations, responses, rounds
from data.clock import stamp
from data.database import Database, Transaction
from data.records import InvitationRecord, ResponseRecord, RoundRecord
from surveys.collecting.codes import hash_code, hash_token
from surveys.collecting.place import answers_in, open_one, questionnaire_of
from surveys.invitations import is_open
from surveys.rounds import survey_of
from surveys.routing import path


class CodeDoesNotWork(ValueError):
    """Unknown, mistyped, closed or used: one exception, so that nobody learns which."""


def enter(db: Database, code: str, *, door: str, now: datetime, token: str | None = None) -> str:
    """Let a child in and give the token for their cookie; raises CodeDoesNotWork.

    A device that holds a live token of the same response keeps it, and with it the words it
    may see. Any other device goes on at the first question that has no answer yet.
    """
    code_hash = hash_code(db.vault, code)

    def work(tx: Transaction) -> str:
        response = _response(tx, code_hash, door, now)
        live = responses.by_sitting(tx, hash_token(token)) if token else None
        if token and live and live.response.id == response.id:
            return token
        return _sit_down(tx, response, now)

    return db.write(work)


def leave(db: Database, token: str, now: datetime) -> None:
    """End this device's way in; the response stays, and the code lets the child in again."""
    with db.writing() as tx:
        responses.end_sitting(tx, hash_token(token), now)


def _response(tx: Transaction, code_hash: str, door: str, now: datetime) -> ResponseRecord:
    """The response of the code with this hash, begun now if it is the first time."""
    invitation = invitations.by_hash(tx, code_hash)
    record = rounds.get(tx, invitation.round) if invitation else None
    if invitation is None or record is None or not _lets_in(invitation, record, now):
        raise CodeDoesNotWork
    known = responses.of_invitation(tx, invitation.id)
    return known or _begin(tx, invitation, record, door, now)


def _lets_in(invitation: InvitationRecord, record: RoundRecord, now: datetime) -> bool:
    return invitation.state in ("unused", "started") and is_open(record, now)


def _begin(
    tx: Transaction, invitation: InvitationRecord, record: RoundRecord, door: str, now: datetime
) -> ResponseRecord:
    bands = survey_of(tx, record).bands
    band = record.band or (bands[0] if len(bands) == 1 else None)
    response = ResponseRecord(
        id=secrets.token_hex(16),
        round=record.id,
        survey=record.survey,
        version=record.version,
        band=band,
        language="en",
        door=door,
        team=invitation.team,
        pair=None if record.mode == "none" else invitation.pair,
        state="started",
        place="notice" if band else "band",
        started_at=stamp(now),
        touched_at=stamp(now),
        submitted_at=None,
    )
    responses.begin(tx, response, invitation.id)
    invitations.set_state(tx, invitation.id, "started")
    return response


def _sit_down(tx: Transaction, response: ResponseRecord, now: datetime) -> str:
    """A new device: go on at the first question without an answer, so that none is shown."""
    token, sitting = secrets.token_urlsafe(32), secrets.token_hex(8)
    responses.add_sitting(tx, hash_token(token), sitting, response.id, now)
    if response.place in ("band", "notice"):
        return token
    records = {record.question: record for record in responses.answers(tx, response.id)}
    found = responses.by_sitting(tx, hash_token(token))
    asked = questionnaire_of(survey_of(tx, found.round), response.band) if found else None
    if asked is not None:
        question = open_one(path(asked, answers_in(records)), records)
        where = f"q:{question.id}" if question else "review"
        responses.move(tx, response.id, now, place=where, band=response.band)
    return token
