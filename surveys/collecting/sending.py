"""Sending a response: what is off the route goes, what was passed over is said."""

from collections.abc import Mapping

from data import concerns, invitations, ledger, receipts, responses
from data.clock import day, stamp
from data.database import Transaction
from data.records import AnswerRecord, SittingRecord
from surveys.answers import Passed, Silence
from surveys.collecting import four_words
from surveys.collecting.kept import record_of
from surveys.collecting.visit import Visit
from surveys.schema import Question


def send(visit: Visit) -> ledger.Acknowledged:
    """Mark the response as sent and give the line that the ledger keeps.

    In mode none the link to the invitation is cut, and times are kept to the day. What came
    without a code is held apart until a person has looked.
    """
    tx, found, now = visit.tx, visit.found, visit.now
    _clear_and_fill(visit)
    cut = found.round.mode == "none"
    state = "held" if found.round.source == "open" else "submitted"
    at = day(now) if cut else stamp(now)
    number = responses.submit(tx, found.response.id, at, cut=cut, state=state)
    if found.invitation is not None:
        invitations.set_state(tx, found.invitation, "used")
    return _line(tx, found.response.id, number, tuple(visit.records.values()))


def settle(visit: Visit) -> ledger.Acknowledged:
    """The same for answers that were sent before and changed since; the ledger's new line."""
    _clear_and_fill(visit)
    response = visit.found.response.id
    number = responses.sequence(visit.tx, response)
    return _line(visit.tx, response, number, tuple(visit.records.values()))


def give_words(visit: Visit) -> None:
    """Give the sitting that sent four different words that no other response has."""
    tx, response = visit.tx, visit.found.response.id
    number = 0
    while not may_be_given(tx, response, number):
        number += 1
    receipts.keep(tx, response, _lookup(tx, response, number), number, visit.found.sitting)


def may_be_given(tx: Transaction, response: str, number: int) -> bool:
    """A word that comes twice looks like a misprint; words given before go on working."""
    words = four_words.made(tx.vault, response, number).split()
    return len(set(words)) == len(words) and not receipts.is_taken(
        tx, _lookup(tx, response, number)
    )


def sent_again(tx: Transaction, found: SittingRecord) -> ledger.Acknowledged:
    """The ledger's line of a response that was sent before; its first may not have arrived.

    Announced like a change: a change that comes at the same instant is then known to be newer.
    """
    number = responses.sequence(tx, found.response.id)
    kept = responses.answers_of(tx, found.response.id, found.wrapped_key)
    line = _line(tx, found.response.id, number, kept)
    ledger.announce(tx.settings, line)
    return line


def _lookup(tx: Transaction, response: str, number: int) -> str:
    return four_words.lookup(tx.vault, four_words.made(tx.vault, response, number))


def _clear_and_fill(visit: Visit) -> None:
    """Only what is on the route stays, and each question on it has an answer or a silence."""
    tx, found, route = visit.tx, visit.found, visit.route
    visit.records = _on_route(tx, found, route, visit.records)
    for question in route:
        if question.id not in visit.records:
            silence = record_of(
                Passed(Silence.NOT_ANSWERED), found.response.id, question.id, sitting=found.sitting
            )
            responses.put(tx, found.wrapped_key, silence, visit.now)
            visit.records[question.id] = silence


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
