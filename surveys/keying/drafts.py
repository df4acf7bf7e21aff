"""Use cases of the person who keys a paper in: begin, keep each answer, look it over, save.

What is typed is kept answer by answer, by the use cases that keep a child's answers, so a page
that is closed loses nothing. Keeping one answer is not audited, as a child's is not: saving is.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from data import audit, concerns, invitations, keyings, responses, sittings
from data.clock import day, stamp
from data.database import Database, Transaction
from data.ledger import Acknowledged
from data.records import InvitationRecord, ResponseRecord, RoundRecord
from surveys.collecting.asked import speak
from surveys.collecting.codes import hash_code
from surveys.collecting.keeping import keep as keep_answer
from surveys.collecting.sending import send, sent_again
from surveys.collecting.visit import Visit, met
from surveys.grants import hidden_in, within, within_response
from surveys.keying.papers import PaperRefused, acknowledge, desk_place, takes_papers
from surveys.languages import ENGLISH
from surveys.permissions import Actor, require
from surveys.rounds import known, survey_of

PAPER = "paper"
"""The door of a paper, and who signs its answers."""
SENT = ("submitted", "held")
"""The states of a response that has come in."""


def begin(
    db: Database,
    actor: Actor,
    round_id: str,
    *,
    code: str,
    team: str,
    band: str,
    language: str,
    now: datetime,
) -> str:
    """Take a paper of a round onto the desk and give its response; raises PaperRefused.

    `code` is what stands on the paper, "" where nothing does; then `team` says whose it is. A
    code that a child began with on a screen goes on there: what the child gave is kept.
    """
    require(actor, "key in papers")
    within(db, actor, round_id)
    code_hash = hash_code(db.vault, code) if code.strip() else None
    with db.writing() as tx:
        record = known(tx, actor, round_id)
        if not takes_papers(record, day(now)):
            raise PaperRefused("This round is closed, so it takes no papers any more.")
        if (record.band or band) not in survey_of(tx, record).bands:
            raise PaperRefused("Choose the ages that stand on the paper.")
        invitation = _invitation(tx, actor, record, code_hash) if code_hash else None
        response = _begun(tx, record, invitation, team.strip(), now)
        _lay_on_desk(tx, actor, response, now)
        if not responses.answers(tx, response.id):
            responses.move(tx, response.id, now, place="notice", band=record.band or band)
            speak(tx, survey_of(tx, record), response, language, now)
        audit.record(tx, actor.name, "began a paper", response.id, now)
    return response.id


def keep(
    db: Database,
    actor: Actor,
    response: str,
    question: str,
    posted: Mapping[str, Any],
    now: datetime,
) -> None:
    """Keep one answer of a paper, in the shape in which a door posts it; raises PaperRefused."""
    require(actor, "key in papers")
    within_response(db, actor, response)

    def work(tx: Transaction) -> None:
        visit = on_desk(tx, actor, response, now)
        put(visit, question, posted)
        standing = visit.found.response
        responses.move(tx, response, now, place=standing.place, band=standing.band)

    db.write(work)


def finish(db: Database, actor: Actor, response: str, now: datetime) -> int:
    """Save a paper as a sent response and give the number to write on it; twice is once."""
    require(actor, "key in papers")
    within_response(db, actor, response)

    def work(tx: Transaction) -> Acknowledged:
        found = sittings.by_token(tx, desk_place(tx.vault, response, actor.name), lock=True)
        if found is not None and found.response.state in SENT:
            return sent_again(tx, found)
        line = send(on_desk(tx, actor, response, now))
        audit.record(tx, actor.name, "keyed in paper", response, now)
        return line

    line = db.write(work)
    acknowledge(db, line)
    return line.sequence


def throw_away(db: Database, actor: Actor, response: str, now: datetime) -> None:
    """Forget what was typed of a paper that is not saved yet, but for words raised as a concern.

    What a child gave on a screen with the same code stays.
    """
    require(actor, "key in papers")
    within_response(db, actor, response)
    with db.writing() as tx:
        visit = on_desk(tx, actor, response, now)
        raised = {one.question for one in concerns.of_response(tx, response)}
        typed = [q for q, r in visit.records.items() if r.sitting == visit.found.sitting]
        if visit.found.invitation is None:
            responses.forget(tx, response, sorted(raised))
        else:
            responses.erase(tx, response, [q for q in typed if q not in raised])
        sittings.end(tx, desk_place(tx.vault, response, actor.name), now)
        keyings.drop(tx, response)
        audit.record(tx, actor.name, "threw a paper away", response, now)


def on_desk(tx: Transaction, actor: Actor, response: str, now: datetime) -> Visit:
    """The paper as it lies on this person's desk, to be changed; PaperRefused where it does not."""
    found = sittings.by_token(tx, desk_place(tx.vault, response, actor.name), lock=True)
    if found is None or found.response.state not in ("started", *SENT):
        raise PaperRefused("This paper is not on your desk any more. Load the page again.")
    if found.response.state != "started" and found.kind != "receipt":
        raise PaperRefused("Answers of this paper have come in already.")
    return met(tx, found, now)


def put(visit: Visit, question: str, posted: Mapping[str, Any]) -> None:
    """Keep an answer in a visit; PaperRefused where it is not asked or does not fit."""
    standing = visit.records.get(question)
    version = standing.version if standing else 0
    message = {**posted, "question": question, "w": PAPER, "seq": version + 1, "base": version}
    saved = keep_answer(visit, message)
    if saved.problem == "not asked":
        raise PaperRefused("The paper's other answers lead past this question.")
    if saved.status != "saved":
        raise PaperRefused("This answer does not fit the question. Look at the paper again.")


def _invitation(
    tx: Transaction, actor: Actor, record: RoundRecord, code_hash: str
) -> InvitationRecord:
    found = invitations.by_hash(tx, code_hash)
    if found is None or found.state == "void":
        raise PaperRefused("No paper has this code. Compare it sign by sign; there is no O and I.")
    if found.round != record.id:
        if found.round in hidden_in(tx, actor):
            raise PaperRefused("This code belongs to a round that you do not see.")
        other = known(tx, actor, found.round)
        raise PaperRefused(f"This code belongs to “{other.title}”. Choose that round.")
    if found.state == "used":
        raise PaperRefused(
            "Answers with this code have come in already. They count once: put the paper aside, "
            "or ask the child which of the two is meant."
        )
    return found


def _begun(
    tx: Transaction,
    record: RoundRecord,
    invitation: InvitationRecord | None,
    team: str,
    now: datetime,
) -> ResponseRecord:
    """The response of this paper: the one that its code began, else a new one."""
    found = responses.of_invitation(tx, invitation.id) if invitation else None
    if found is None:
        found = _new(record, invitation, team, now)
        responses.begin(tx, found, invitation.id if invitation else None)
    elif found.state == "declined":  # the child thought again
        responses.set_state(tx, found.id, "started")
    if invitation is not None:
        invitations.set_state(tx, invitation.id, "started")
    return found


def _new(
    record: RoundRecord, invitation: InvitationRecord | None, team: str, now: datetime
) -> ResponseRecord:
    return ResponseRecord(
        id=secrets.token_hex(16),
        round=record.id,
        survey=record.survey,
        version=record.version,
        band=record.band,
        language=ENGLISH,
        door=PAPER,
        team=invitation.team if invitation else team,
        pair=invitation.pair if invitation and record.mode != "none" else None,
        state="started",
        place="notice",
        started_at=stamp(now),
        touched_at=stamp(now),
        submitted_at=None,
    )


def _lay_on_desk(tx: Transaction, actor: Actor, response: ResponseRecord, now: datetime) -> None:
    """Give this person the paper; PaperRefused while it lies on somebody else's desk."""
    keying = keyings.get(tx, response.id)
    if keying is not None and keying.keyed_by != actor.name:
        raise PaperRefused(f"{keying.keyed_by} is keying in the paper with this code.")
    if keying is None:
        keyings.add(tx, response.id, actor.name, now)
    place = desk_place(tx.vault, response.id, actor.name)
    if sittings.by_token(tx, place) is None:
        sittings.add(tx, place, secrets.token_hex(8), response.id, now)
