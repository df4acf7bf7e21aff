"""Sending a response: what is off the route goes, what was passed over is said."""

from collections.abc import Mapping
from datetime import datetime

from data import concerns, invitations, ledger, responses
from data.clock import day, stamp
from data.database import Transaction
from data.records import AnswerRecord, SittingRecord
from surveys.answers import Passed, Silence
from surveys.collecting.kept import record_of
from surveys.schema import Question


def send(
    tx: Transaction,
    found: SittingRecord,
    route: tuple[Question, ...],
    records: Mapping[str, AnswerRecord],
    now: datetime,
) -> ledger.Acknowledged:
    """Mark the response as sent and give the line that the ledger keeps.

    In mode none the link to the invitation is cut, and times are kept to the day.
    """
    response = found.response
    kept = _on_route(tx, found, route, records)
    for question in route:
        if question.id not in kept:
            silence = record_of(
                Passed(Silence.NOT_ANSWERED), response.id, question.id, sitting=found.sitting
            )
            responses.put(tx, found.wrapped_key, silence, now)
            kept[question.id] = silence
    cut = found.round.mode == "none"
    number = responses.submit(tx, response.id, day(now) if cut else stamp(now), cut=cut)
    if found.invitation is not None:
        invitations.set_state(tx, found.invitation, "used")
    return _line(tx, response.id, number, tuple(kept.values()))


def sent_again(tx: Transaction, found: SittingRecord) -> ledger.Acknowledged:
    """The ledger's line of a response that was sent before; its first may not have arrived."""
    number = responses.sequence(tx, found.response.id)
    kept = responses.answers_of(tx, found.response.id, found.wrapped_key)
    return _line(tx, found.response.id, number, kept)


def _on_route(
    tx: Transaction,
    found: SittingRecord,
    route: tuple[Question, ...],
    records: Mapping[str, AnswerRecord],
) -> dict[str, AnswerRecord]:
    """Erase what is off the route, but for words that were raised as a concern."""
    asked = {question.id for question in route}
    raised = {concern.question for concern in concerns.of_response(tx, found.response.id)}
    off = [question for question in records if question not in asked | raised]
    responses.erase(tx, found.response.id, off)
    return {question: record for question, record in records.items() if question not in off}


def _line(
    tx: Transaction, response: str, number: int, answers: tuple[AnswerRecord, ...]
) -> ledger.Acknowledged:
    return ledger.Acknowledged(response, number, ledger.content_hash(tx.vault, answers))
