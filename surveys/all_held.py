"""Use case: everything that is held on a code, as a text that the child can read.

Two things are only said to be there (docs/decisions/023): whose code it is, which needs a second
person (`surveys/reveal.py`), and, for the participation team, how the child can be reached.
"""

from datetime import datetime

from data import audit, codings, concerns, invitations, keyholders, responses, rounds
from data.database import Database, Transaction
from data.records import InvitationRecord, ResponseRecord, RoundRecord
from surveys.asked import answer_in_words, is_contact_detail, question_asked, survey_asked
from surveys.collecting.codes import hash_code
from surveys.days import in_words
from surveys.grants import within
from surveys.permissions import Actor, may, require

FOR_SAFETY = "The safeguarding team has what was written here, and gives it out."


class NothingHeld(LookupError):
    """Nothing is held on this code."""


def all_held(db: Database, actor: Actor, code: str, now: datetime) -> str:
    """Everything kept on a code: the way in, each answer, what was done with it.

    A round without names keeps no tie between code and answers; then the text says so.
    """
    require(actor, "give out what is held")
    code_hash = hash_code(db.vault, code)
    with db.reading() as tx:
        invitation = invitations.by_hash(tx, code_hash)
        record = rounds.get(tx, invitation.round) if invitation else None
    if invitation is None or record is None:
        raise NothingHeld("Nothing is held on this code. Check each letter of it.")
    within(db, actor, record.id)
    with db.writing() as tx:
        audit.record(tx, actor.name, "gave out what is held", invitation.id, now)
        response = responses.of_invitation(tx, invitation.id)
        parts = [*_way_in(invitation, record), *_owner(tx, invitation.id)]
        parts += _answers(tx, actor, response) if response else [_no_answers(record)]
    return "\n".join(parts) + "\n"


def _way_in(invitation: InvitationRecord, record: RoundRecord) -> list[str]:
    return [
        "What Heard holds on this code",
        "",
        f"Survey: {record.title}",
        f"The code was made on {in_words(invitation.made_at)} and is {invitation.state}.",
        f"Team: {invitation.team or 'none named'}",
    ]


def _owner(tx: Transaction, invitation: str) -> list[str]:
    found = keyholders.is_kept(tx, invitation)
    kept = "one is kept. Two people have to agree before Heard shows it" if found else "none"
    return [f"Name or case number of the code: {kept}."]


def _no_answers(record: RoundRecord) -> str:
    if record.mode == "none":
        return "Answers in this round are not tied to a code once they are sent."
    return "No answer was given with this code."


def _answers(tx: Transaction, actor: Actor, response: ResponseRecord) -> list[str]:
    survey = survey_asked(tx, response.survey, response.version)
    lines = [
        f"Begun on {in_words(response.started_at)}, sent: "
        f"{in_words(response.submitted_at) if response.submitted_at else 'not yet'}. "
        f"Age group: {response.band or 'not chosen'}. Language: {response.language}.",
        "",
    ]
    for kept in responses.answers(tx, response.id):
        question = question_asked(survey, response.band, kept.question)
        lines.append(question.text if question else kept.question)
        hidden = is_contact_detail(kept.question) and not may(actor, "read for safety")
        said = FOR_SAFETY if hidden and kept.words else kept.words
        lines.append(f"  {said or answer_in_words(question, kept)}")
    themes = [c.theme for c in codings.of_round(tx, response.round) if c.response == response.id]
    lines += ["", f"Themes that people gave: {', '.join(themes) or 'none'}"]
    raised = concerns.of_response(tx, response.id)
    lines += [
        f"Concern raised on {in_words(c.raised_at)} about the question “{c.question}”: {c.state}"
        for c in raised
    ]
    return lines
