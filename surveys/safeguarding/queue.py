"""The safeguarding queue as it is read: ten answers at a time, worries first, nothing left out."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from data import concerns, keyings, responses, rounds
from data.database import Database, Transaction
from data.records import AnswerRecord, ResponseRecord
from data.records import ConcernStep as ConcernStep
from surveys import permissions
from surveys.asked import answer_in_words, is_contact_detail, question_asked, survey_asked
from surveys.collecting.asked import band_of
from surveys.collecting.kept import answer_of
from surveys.concerns import ASKS_ADVOCATE, raising
from surveys.grants import sees_response
from surveys.languages import ENGLISH
from surveys.marks import Marks, marks
from surveys.permissions import Actor
from surveys.reading import NOTES, note_look, note_reading
from surveys.safeguarding.waiting import FIRST, PASSED_ON, Waiting, everything, place
from surveys.safeguarding.worries import Worry, worries
from surveys.schema import Question, Survey
from surveys.screens import screens

CAME = {
    "submitted": "",
    "started": "Not sent: the child stopped before the end.",
    "declined": "The child did not want to answer.",
    "held": "Came without a code.",
    "set_aside": "Came without a code, and the team set it aside.",
    "withdrawn": "The child took the answers back. What raised a concern stays here.",
}
"""How words came that are not among the answers sent with a code."""
FOR_ADVOCATE = "An advocate, asked for in Help"
PRESSED = "The child pressed “{button}” and has not said more yet."
BESIDE = "The child asked for someone to get in touch. Answer to the question itself: {answer}"
BEING_KEYED = "On paper, being keyed in."
PAGE = 10
"""Items of the queue that are shown, and noted as read, at once."""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One answer that waits for the safeguarding team.

    `words` is None for a rating or a wish for contact; then `answer` says what was chosen, or
    that the words are `damaged`: nobody can have read those.
    `answer_version` is what the reader saw: words written anew later are unread again. `reach`
    goes with a wish for contact: how the child can be reached. `urgent`: the child chose to be
    helped today, and nobody has passed that on yet.
    """

    response: str
    question: str
    asked: str
    words: str | None
    answer: str
    answer_version: int
    round_title: str
    band: str
    came: str
    saved_at: str
    unread: bool
    causes: tuple[str, ...]
    state: str
    steps: tuple[ConcernStep, ...]
    worries: tuple[Worry, ...]
    marks: Marks
    reach: tuple["Reach", ...] = ()
    damaged: bool = False
    urgent: bool = False

    @property
    def comments(self) -> int:
        """How many comments of the child are shown with this item."""
        return (self.words is not None) + sum(one.words is not None for one in self.reach)

    @property
    def seen(self) -> tuple[str, str, int]:
        """What the reader saw: response, question and the version of the answer."""
        return self.response, self.question, self.answer_version

    @property
    def is_plain(self) -> bool:
        """Unread words in English that no worry stands on: several can be marked at once."""
        flagged = self.worries or self.causes or self.damaged
        return self.unread and not flagged and self.marks.language == ENGLISH

    @property
    def lado(self) -> bool:
        """Whether it may be about someone who works with children."""
        return any(worry.kind.lado for worry in self.worries)


@dataclass(frozen=True, slots=True)
class Reach:
    """One thing a child wrote on how to be reached, with what was asked; None where damaged."""

    asked: str
    words: str | None


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

    What is shown is noted in the audit, in a short transaction of its own: the long reading
    must not hold up a child's answer.
    """
    permissions.require(actor, "read for safety")
    with db.reading() as tx:
        seen = (one for one in everything(tx, now) if sees_response(tx, actor, one.response))
        waiting = sorted(seen, key=place)
        listed = [one for one in waiting if not only_passed_on or place(one)[0] == PASSED_ON]
        pages = max(1, -(-len(listed) // PAGE))
        page = min(max(page, 1), pages)
        shown = listed[(page - 1) * PAGE : page * PAGE]
        items = tuple(item_of(tx, one) for one in shown)
    written: Counter[str] = Counter()
    for item in items:
        written[item.response] += item.comments
    note_reading(db, actor, written, now)
    return Queue(
        unread=sum(one.unread for one in waiting),
        waits=sum(place(one)[0] != PASSED_ON for one in waiting),
        first=sum(place(one)[0] == FIRST for one in waiting),
        passed_on=sum(place(one)[0] == PASSED_ON for one in waiting),
        items=items,
        page=page,
        pages=pages,
    )


def decision_log(db: Database, actor: Actor, now: datetime, limit: int = 20) -> tuple[Decided, ...]:
    """The concerns closed last, each with everything that was done about it; noted in the audit."""
    permissions.require(actor, "read for safety")
    with db.reading() as tx:
        closed = [
            one for one in concerns.closed_ones(tx, limit) if sees_response(tx, actor, one.response)
        ]
        decided = tuple(
            Decided(one.raised_at, one.cause, concerns.steps(tx, one.id)) for one in closed
        )
    shown = {one.response: "closed concern" for one in closed}
    note_look(db, actor, NOTES, shown, now)
    return decided


def item_of(tx: Transaction, one: Waiting) -> QueueItem:
    """What the reader sees of an answer: its question as asked, its words or choice, its steps."""
    response = responses.get(tx, one.response)
    round_ = rounds.get(tx, response.round) if response else None
    if response is None or round_ is None:
        raise KeyError(f"there is no response {one.response}")
    survey = survey_asked(tx, response.survey, response.version)
    question = question_asked(survey, response.band, one.question)
    answers = responses.answers(tx, one.response)
    given = [a for a in answers if a.question == one.question]
    damaged = one.comment is not None and one.comment.damaged
    words = one.comment.words if one.comment and not damaged else None
    causes = tuple(concern.cause for concern in one.concerns)
    return QueueItem(
        response=one.response,
        question=one.question,
        asked=_asked(question, one.question),
        words=words,
        answer=_answer(response, question, one, given) if words is None else "",
        answer_version=one.comment.answer_version if one.comment else 0,
        round_title=round_.title,
        band=response.band or "",
        came=_came(response),
        saved_at=one.comment.saved_at if one.comment else one.concerns[0].raised_at,
        unread=one.unread,
        causes=causes,
        state=one.concerns[0].state if one.concerns else "",
        steps=tuple(step for concern in one.concerns for step in concerns.steps(tx, concern.id)),
        worries=worries(words) if words else (),
        marks=marks(response, answers, keyings.get(tx, response.id)),
        reach=_reach(survey, response, answers) if "contact" in causes else (),
        damaged=damaged,
        urgent=one.urgent,
    )


def _asked(question: Question | None, question_id: str) -> str:
    if question_id == ASKS_ADVOCATE:
        return FOR_ADVOCATE
    return question.text if question else question_id


def _answer(
    response: ResponseRecord, question: Question | None, one: Waiting, given: list[AnswerRecord]
) -> str:
    """What was chosen; beside a wish that was pressed in Help, what the child has said since."""
    said = screens(band_of(response.band) if response.band else None)
    if one.question == ASKS_ADVOCATE:
        return said.help_advocate_go
    answer = answer_in_words(question, given[0]) if given else ""
    if question is None or not any(concern.cause == "contact" for concern in one.concerns):
        return answer
    if not given:
        return PRESSED.format(button=said.help_ask_go)
    return answer if raising(question, answer_of(given[0])) else BESIDE.format(answer=answer)


def _came(response: ResponseRecord) -> str:
    if response.state == "started" and response.door == "paper":
        return BEING_KEYED
    return CAME.get(response.state, "")


def _reach(
    survey: Survey, response: ResponseRecord, answers: tuple[AnswerRecord, ...]
) -> tuple[Reach, ...]:
    """What a child who asked for someone wrote on how to be reached."""
    return tuple(
        Reach(question.text, answer.words)
        for answer in answers
        if (answer.words or answer.damaged) and is_contact_detail(answer.question)
        if (question := question_asked(survey, response.band, answer.question))
    )
