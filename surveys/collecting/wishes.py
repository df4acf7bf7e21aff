"""Whom a child can ask for, where they are, and whether they have."""

from data import concerns
from data.database import Transaction
from data.records import SittingRecord
from surveys.schema import Questionnaire, Survey

CONTACT = "contact"
"""The end question with which a child asks somebody to get in touch."""
ADVOCATE = "advocate"
WITHOUT_QUESTIONS = ("band", "thanks", "declined")
"""Places from which no question can be asked about it: the page itself says that it is known."""


def may_ask(found: SittingRecord, survey: Survey, asked: Questionnaire | None) -> tuple[str, ...]:
    """Whom a child can ask for: while answering; after that, where a person can find the child."""
    response = found.response
    known = survey.questionnaires if asked is None else (asked,)
    if response.state == "withdrawn" or not any(one.question(CONTACT) for one in known):
        return ()
    answering = response.state == "started" or found.kind == "receipt"
    return (CONTACT, ADVOCATE) if answering or _can_be_found(found) else ()


def has_asked(tx: Transaction, response: str) -> bool:
    """Whether a wish of this child waits for a person."""
    raised = concerns.of_response(tx, response)
    return any(one.cause == "contact" and one.state != "closed" for one in raised)


def _can_be_found(found: SittingRecord) -> bool:
    """Whether the code that the answers came with can be matched to a child."""
    return found.invitation is not None and found.round.mode != "none"
