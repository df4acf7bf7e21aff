"""Use cases of the second person: read down a paper that somebody else keyed in, and put it right.

A correction is a new version of the answer: readers and the safeguarding team find it unread,
and the ledger has a new line. The audit names the question and holds no words.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from data import audit, keyings, responses, rounds, sittings
from data.database import Database, Transaction
from data.ledger import Acknowledged
from surveys.asked import is_contact_detail
from surveys.collecting.changing import change
from surveys.collecting.kept import answer_of
from surveys.collecting.place import is_hidden
from surveys.collecting.visit import Visit
from surveys.grants import within_response
from surveys.keying.drafts import on_desk, put
from surveys.keying.papers import Paper, PaperRefused, acknowledge, desk_place
from surveys.permissions import Actor, require
from surveys.reading import note_reading


def take_up(db: Database, actor: Actor, response: str, now: datetime) -> None:
    """Lay a paper that somebody else keyed in on this person's desk; raises PaperRefused."""
    require(actor, "key in papers")
    within_response(db, actor, response)
    with db.writing() as tx:
        _second_only(tx, actor, response)
        place = desk_place(tx.vault, response, actor.name)
        if sittings.by_token(tx, place) is None:
            sittings.add(tx, place, secrets.token_hex(8), response, now, kind="receipt")
            audit.record(tx, actor.name, "took up paper", response, now)


def open_paper(db: Database, actor: Actor, response: str, now: datetime) -> Paper:
    """The paper on this person's desk as it stands; what they read of others' typing is noted."""
    require(actor, "key in papers")
    within_response(db, actor, response)
    with db.reading() as tx:
        visit = on_desk(tx, actor, response, now)
        paper = _paper(tx, visit)
    if paper.number:
        words = [q for q, a in visit.records.items() if a.kind == "wrote" and q not in paper.sealed]
        note_reading(db, actor, {response: len(words)}, now)
    return paper


def correct(
    db: Database,
    actor: Actor,
    response: str,
    question: str,
    posted: Mapping[str, Any],
    now: datetime,
) -> None:
    """Put one answer right, as the paper has it; raises PaperRefused."""
    require(actor, "key in papers")
    within_response(db, actor, response)

    def work(tx: Transaction) -> Acknowledged:
        _second_only(tx, actor, response)
        visit = on_desk(tx, actor, response, now)
        before = {name: record.version for name, record in visit.records.items()}
        put(visit, question, posted)
        audit.record(tx, actor.name, "corrected paper", response, now, question)
        return change(visit, before)

    acknowledge(db, db.write(work))


def confirm(db: Database, actor: Actor, response: str, now: datetime) -> None:
    """Keep that a second person held a paper against what was keyed in, and it is right now."""
    require(actor, "key in papers")
    within_response(db, actor, response)
    with db.writing() as tx:
        _second_only(tx, actor, response)
        keyings.check(tx, response, actor.name, now)
        sittings.end(tx, desk_place(tx.vault, response, actor.name), now)
        audit.record(tx, actor.name, "checked paper", response, now)


def _second_only(tx: Transaction, actor: Actor, response: str) -> None:
    keying = keyings.get(tx, response)
    if keying is None:
        raise PaperRefused("There is no such paper. Load the page again.")
    if keying.keyed_by == actor.name:
        raise PaperRefused("You keyed this paper in. Somebody else has to check it.")
    if keying.checked_by is not None:
        raise PaperRefused(f"{keying.checked_by} has checked this paper already.")


def _paper(tx: Transaction, visit: Visit) -> Paper:
    found, records = visit.found, visit.records
    if visit.questionnaire is None:
        raise PaperRefused("No ages were chosen for this paper. Begin it again.")
    round_, keying = rounds.get(tx, found.response.round), keyings.get(tx, found.response.id)
    elsewhere = frozenset(q for q, r in records.items() if is_hidden(r, found))
    by_another = found.kind == "receipt"
    sealed = frozenset(q for q in records if by_another and is_contact_detail(q))
    unseen = elsewhere | sealed
    return Paper(
        response=found.response.id,
        number=responses.sequence(tx, found.response.id) if by_another else 0,
        round_title=round_.title if round_ else found.response.round,
        team=found.response.team,
        asked=visit.questionnaire,
        english=visit.survey.questionnaire(visit.questionnaire.band),
        answers={q: answer_of(record) for q, record in records.items() if q not in unseen},
        versions={q: record.version for q, record in records.items()},
        route=tuple(question.id for question in visit.route),
        elsewhere=elsewhere,
        sealed=sealed,
        keyed_by=keying.keyed_by if keying else "",
    )
