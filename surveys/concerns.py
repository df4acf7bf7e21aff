"""What raises a concern, and what the safeguarding team does about it.

A concern is passed on or closed with who, when and what. Marking as read alone never takes a
worry out of the queue (`surveys/safeguarding/queue.py`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from data import audit, comments, concerns
from data.database import Database, Transaction
from data.records import (
    CommentRecord,
    ConcernRecord,
)
from surveys import permissions
from surveys.answers import Answer, Wrote, keys_of
from surveys.asked import DAMAGED
from surveys.grants import within_response
from surveys.languages import ENGLISH
from surveys.permissions import Actor
from surveys.safeguarding.worries import worries
from surveys.schema import Question

Cause = Literal["words", "rating", "contact"]
ASKS_ADVOCATE = "ask:advocate"
"""What a concern is about where a child asks for an advocate beside another wish. No question has
such an id."""
MOVES: dict[str, frozenset[str]] = {
    "new": frozenset({"seen", "passed_on", "closed"}),
    "seen": frozenset({"new", "passed_on", "closed"}),
    "passed_on": frozenset({"new", "passed_on", "closed"}),
    "closed": frozenset({"new"}),
}
"""What may follow which state of a concern; "new" again where the child asks again. Whoever passes
it on or closes it has taken it on: each step keeps a name, so a closed concern has an owner and an
outcome in words."""
SHORTEST_OUTCOME = 10
"""Letters. “x” and “ok.” tell nobody later what was done."""

RECEIVERS: dict[str, str] = {
    "duty": "Duty social worker",
    "worker": "The child's social worker or personal adviser",
    "lado": "Designated officer (LADO)",
    "police": "Police",
    "health": "Health: 999, NHS 111 or CAMHS",
    "advocate": "Advocate",
    "reviewing_officer": "Reviewing officer",
    "school": "Designated safeguarding lead at school",
    "other": "Someone else (say who in the note)",
}
"""Who a concern can be passed on to. Local procedures decide; this needs a person's check."""


class ConcernRefused(ValueError):
    """A step that cannot be taken. The message says what is missing."""


def raised_by(question: Question, answer: Answer) -> Cause | None:
    """Whether an answer raises a concern by itself, and why.

    A rating or a wish for contact raises one when its question says so; words raise one when
    they match the list of worries.
    """
    if isinstance(answer, Wrote):
        return "words" if worries(answer.words) else None
    if not raising(question, answer):
        return None
    return "contact" if question.id == "contact" else "rating"


def raising(question: Question, answer: Answer) -> frozenset[str]:
    """What was chosen of what the question says raises a concern."""
    return frozenset(keys_of(answer)) & frozenset(question.raises)


def mark_read(
    db: Database, actor: Actor, response: str, question: str, answer_version: int, now: datetime
) -> None:
    """Mark an answer as read. A worry stays in the queue, seen, until someone decides about it."""
    permissions.require(actor, "read for safety")
    within_response(db, actor, response)
    with db.writing() as tx:
        comment = _read(tx, actor, response, question, answer_version, now)
        if comment is not None and comment.damaged:
            raise ConcernRefused(DAMAGED)
        if comment is not None and worries(comment.words):
            _raise(tx, actor, response, question, now)
        for concern in _open_at(tx, response, question):
            if concern.state == "new":
                concerns.step(tx, concern.id, "seen", actor.name, now, "", "")
        audit.record(tx, actor.name, "marked read", response, now, f"{question}, safeguarding")


def mark_plain_read(
    db: Database, actor: Actor, seen: Sequence[tuple[str, str, int]], now: datetime
) -> None:
    """Mark several answers (response, question, version) as read, those that no worry stands on.

    What matches the list of worries, has a concern, or is in a language that the list cannot
    read is left for a decision of its own.
    """
    permissions.require(actor, "read for safety")
    within_response(db, actor, *(response for response, _, _ in seen))
    with db.writing() as tx:
        for response, question, version in seen:
            comment = comments.get(tx, response, question)
            if comment is None or comment.damaged or comment.language != ENGLISH:
                continue
            if worries(comment.words):
                continue
            if _open_at(tx, response, question):
                continue
            _read(tx, actor, response, question, version, now)
            audit.record(tx, actor.name, "marked read", response, now, f"{question}, safeguarding")


def pass_on(
    db: Database,
    actor: Actor,
    response: str,
    question: str,
    answer_version: int,
    *,
    passed_to: str,
    note: str,
    now: datetime,
) -> None:
    """Pass a concern on to someone with a note; it stays in the queue until it is closed."""
    permissions.require(actor, "read for safety")
    within_response(db, actor, response)
    if passed_to not in RECEIVERS:
        raise ConcernRefused("Choose who you passed it on to.")
    if not note.strip():
        raise ConcernRefused("Write in the note what you told them and how, so that others know.")
    with db.writing() as tx:
        _read(tx, actor, response, question, answer_version, now)
        _step(tx, actor, response, question, "passed_on", RECEIVERS[passed_to], note, now)
        detail = f"{question}, to {RECEIVERS[passed_to]}"
        audit.record(tx, actor.name, "passed on", response, now, detail)


def close(
    db: Database,
    actor: Actor,
    response: str,
    question: str,
    answer_version: int,
    *,
    outcome: str,
    now: datetime,
) -> None:
    """Close a concern with what came of it. Whoever closes it is its owner, and said so."""
    permissions.require(actor, "read for safety")
    within_response(db, actor, response)
    if sum(sign.isalpha() for sign in outcome) < SHORTEST_OUTCOME:
        raise ConcernRefused(
            "Write in a few words what came of it, or why it is not a worry, before closing."
        )
    with db.writing() as tx:
        _read(tx, actor, response, question, answer_version, now)
        _step(tx, actor, response, question, "closed", "", outcome, now)
        audit.record(tx, actor.name, "closed concern", response, now, question)


def raise_concern(db: Database, actor: Actor, response: str, question: str, now: datetime) -> None:
    """Put words that worry a reader at the top of the safeguarding queue."""
    permissions.require(actor, "read words")
    within_response(db, actor, response)
    with db.writing() as tx:
        _raise(tx, actor, response, question, now)
        audit.record(tx, actor.name, "raised concern", response, now, question)


def _read(
    tx: Transaction, actor: Actor, response: str, question: str, version: int, now: datetime
) -> CommentRecord | None:
    """Mark words as read, if the answer is words that open; the comment or None."""
    comment = comments.get(tx, response, question)
    if comment is not None and not comment.damaged:
        comments.mark_read(tx, response, question, "safeguarding", version, actor.name, now)
    return comment


def _open_at(tx: Transaction, response: str, question: str) -> list[ConcernRecord]:
    return [
        concern
        for concern in concerns.of_response(tx, response)
        if concern.question == question and concern.state != "closed"
    ]


def _step(
    tx: Transaction,
    actor: Actor,
    response: str,
    question: str,
    state: str,
    passed_to: str,
    note: str,
    now: datetime,
) -> None:
    """Move every concern of an answer to `state`; where there is none, the reader raises one."""
    about = _open_at(tx, response, question)
    for concern in about or [_raise(tx, actor, response, question, now)]:
        if state not in MOVES[concern.state]:
            raise ConcernRefused(f"This concern is {concern.state} already. Load the page again.")
        concerns.step(tx, concern.id, state, actor.name, now, passed_to, note)


def _raise(
    tx: Transaction, actor: Actor, response: str, question: str, now: datetime
) -> ConcernRecord:
    """Raise a concern about words on a reader's judgement; one that was closed is opened again."""
    concern = concerns.raise_(tx, response, question, "words", actor.name, now)
    record = concerns.get(tx, concern)
    if record is None:
        raise KeyError(f"there is no concern {concern}")
    if record.state != "closed":
        return record
    concerns.step(tx, concern, "new", actor.name, now, "", "")
    return replace(record, state="new")
