"""The safeguarding queue as it is read: ten answers at a time, worries first, nothing left out."""

from dataclasses import dataclass
from datetime import datetime

from data import concerns, responses, rounds
from data.database import Database, Transaction
from data.records import AnswerRecord, ResponseRecord
from data.records import ConcernStep as ConcernStep
from surveys import permissions
from surveys.asked import answer_in_words, is_contact_detail, question_asked, survey_asked
from surveys.permissions import Actor
from surveys.reading import note_reading
from surveys.safeguarding.waiting import FIRST, PASSED_ON, Waiting, everything, place
from surveys.safeguarding.worries import Worry, worries
from surveys.schema import Survey

PAGE = 10
"""Items of the queue that are shown, and noted as read, at once."""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One answer that waits for the safeguarding team.

    `words` is None for a rating or a wish for contact; then `answer` says what was chosen.
    `answer_version` is what the reader saw: words written anew later are unread again. `reach`
    goes with a wish for contact: how the child can be reached.
    """

    response: str
    question: str
    asked: str
    words: str | None
    answer: str
    answer_version: int
    round_title: str
    band: str
    sent: bool
    saved_at: str
    unread: bool
    causes: tuple[str, ...]
    state: str
    steps: tuple[ConcernStep, ...]
    worries: tuple[Worry, ...]
    reach: tuple["Reach", ...] = ()

    @property
    def comments(self) -> int:
        """How many comments of the child are shown with this item."""
        return (self.words is not None) + len(self.reach)

    @property
    def seen(self) -> tuple[str, str, int]:
        """What the reader saw: response, question and the version of the answer."""
        return self.response, self.question, self.answer_version

    @property
    def lado(self) -> bool:
        """Whether it may be about someone who works with children."""
        return any(worry.kind.lado for worry in self.worries)


@dataclass(frozen=True, slots=True)
class Reach:
    """One thing a child wrote on how to be reached, with what was asked."""

    asked: str
    words: str


@dataclass(frozen=True, slots=True)
class Queue:
    """How much waits, and one page of it. `first` counts those at the top of all that `waits`."""

    unread: int
    waits: int
    first: int
    passed_on: int
    items: tuple[QueueItem, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Decided:
    """A concern that was closed and every step to it, without the child's words."""

    raised_at: str
    cause: str
    steps: tuple[ConcernStep, ...]


def queue(
    db: Database, actor: Actor, now: datetime, page: int = 1, *, only_passed_on: bool = False
) -> Queue:
    """Every unread comment and every open concern, those that match the list of worries first.

    `only_passed_on` shows the pages of what was passed on and is still open; the counts stay.

    What is shown is noted as read words in the audit, in a short transaction of its own: the
    long reading must not hold up a child's answer.
    """
    permissions.require(actor, "read for safety")
    with db.reading() as tx:
        waiting = sorted(everything(tx, now), key=place)
        listed = [one for one in waiting if not only_passed_on or place(one)[0] == PASSED_ON]
        pages = max(1, -(-len(listed) // PAGE))
        page = min(max(page, 1), pages)
        shown = listed[(page - 1) * PAGE : page * PAGE]
        items = tuple(_item(tx, one) for one in shown)
    note_reading(db, actor, [one.response for one in items for _ in range(one.comments)], now)
    return Queue(
        unread=sum(one.unread for one in waiting),
        waits=sum(place(one)[0] != PASSED_ON for one in waiting),
        first=sum(place(one)[0] == FIRST for one in waiting),
        passed_on=sum(place(one)[0] == PASSED_ON for one in waiting),
        items=items,
        page=page,
        pages=pages,
    )


def decision_log(db: Database, actor: Actor, limit: int = 20) -> tuple[Decided, ...]:
    """The concerns closed last, each with everything that was done about it."""
    permissions.require(actor, "read for safety")
    with db.reading() as tx:
        return tuple(
            Decided(one.raised_at, one.cause, concerns.steps(tx, one.id))
            for one in concerns.closed_ones(tx, limit)
        )


def _item(tx: Transaction, one: Waiting) -> QueueItem:
    """What the reader sees of an answer: its question as asked, its words or choice, its steps."""
    response = responses.get(tx, one.response)
    round_ = rounds.get(tx, response.round) if response else None
    if response is None or round_ is None:
        raise KeyError(f"there is no response {one.response}")
    survey = survey_asked(tx, response.survey, response.version)
    question = question_asked(survey, response.band, one.question)
    answers = responses.answers(tx, one.response)
    given = [a for a in answers if a.question == one.question]
    words = one.comment.words if one.comment else None
    causes = tuple(concern.cause for concern in one.concerns)
    return QueueItem(
        response=one.response,
        question=one.question,
        asked=question.text if question else one.question,
        words=words,
        answer=answer_in_words(question, given[0]) if given and words is None else "",
        answer_version=one.comment.answer_version if one.comment else 0,
        round_title=round_.title,
        band=response.band or "",
        sent=response.state == "submitted",
        saved_at=one.comment.saved_at if one.comment else one.concerns[0].raised_at,
        unread=one.unread,
        causes=causes,
        state=one.concerns[0].state if one.concerns else "",
        steps=tuple(step for concern in one.concerns for step in concerns.steps(tx, concern.id)),
        worries=worries(words) if words else (),
        reach=_reach(survey, response, answers) if "contact" in causes else (),
    )


def _reach(
    survey: Survey, response: ResponseRecord, answers: tuple[AnswerRecord, ...]
) -> tuple[Reach, ...]:
    """What a child who asked for someone wrote on how to be reached."""
    return tuple(
        Reach(question.text, answer.words)
        for answer in answers
        if answer.words and is_contact_detail(answer.question)
        if (question := question_asked(survey, response.band, answer.question))
    )
