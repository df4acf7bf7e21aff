"""What the designated officer for allegations sees: concerns about people who work with children.

Those words and what was done about them; not the child's other answers, age or marks.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from data import concerns
from data.database import Database, Transaction
from data.records import ConcernStep
from surveys.concerns import RECEIVERS
from surveys.grants import sees_response
from surveys.permissions import Actor, require
from surveys.reading import note_reading
from surveys.safeguarding.queue import item_of
from surveys.safeguarding.waiting import Waiting, everything, place


@dataclass(frozen=True, slots=True)
class Allegation:
    """Words that may be about somebody who works with children, and what was done.

    `words` is None where the child has taken them out, only chose an answer, or they are `damaged`.
    """

    response: str
    question: str
    asked: str
    words: str | None
    language: str
    round_title: str
    saved_at: str
    kinds: tuple[str, ...]
    steps: tuple[ConcernStep, ...]
    damaged: bool = False


def allegations(db: Database, actor: Actor, now: datetime) -> tuple[Allegation, ...]:
    """Every open one, the most urgent first; showing them is noted in the audit."""
    require(actor, "read concerns about staff")
    with db.reading() as tx:
        seen = (one for one in everything(tx, now) if sees_response(tx, actor, one.response))
        about = sorted((one for one in seen if is_about_staff(tx, one)), key=place)
        found = tuple(_allegation(tx, one) for one in about)
    shown: Counter[str] = Counter()
    for one in found:
        shown[one.response] += one.words is not None
    note_reading(db, actor, shown, now)
    return found


def is_about_staff(tx: Transaction, one: Waiting) -> bool:
    """Whether the words match such a worry, or somebody passed them to the designated officer."""
    if any(kind.lado for kind in one.kinds):
        return True
    steps = (step for concern in one.concerns for step in concerns.steps(tx, concern.id))
    return any(step.passed_to == RECEIVERS["lado"] for step in steps)


def _allegation(tx: Transaction, one: Waiting) -> Allegation:
    item = item_of(tx, one)
    return Allegation(
        response=item.response,
        question=item.question,
        asked=item.asked,
        words=item.words,
        language=item.marks.language,
        round_title=item.round_title,
        saved_at=item.saved_at,
        kinds=tuple(worry.kind.name for worry in item.worries if worry.kind.lado),
        steps=item.steps,
        damaged=item.damaged,
    )
