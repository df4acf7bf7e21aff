"""Where a child is in a questionnaire, drawn from the database on every run."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from data import receipts, responses, sittings
from data.clock import moment
from data.database import Database, Transaction
from data.records import AnswerRecord, ResponseRecord, RoundRecord, SittingRecord
from surveys.answers import Answer, Wrote
from surveys.collecting import four_words
from surveys.collecting.asked import asked_of
from surveys.collecting.codes import hash_token
from surveys.collecting.kept import answer_of
from surveys.collecting.wishes import WITHOUT_QUESTIONS, has_asked, may_ask
from surveys.languages import ENGLISH
from surveys.rounds import survey_of
from surveys.routing import path
from surveys.schema import Question, Questionnaire, Survey
from surveys.translations import offered

Step = Literal[
    "band", "notice", "question", "review", "thanks", "declined", "mine", "take_back", "taken_back"
]
Records = Mapping[str, AnswerRecord]

GRACE = timedelta(days=1)
"""Whoever is answering when a round closes may still finish; "thank you" stays as long."""
SHARED_IDLE = timedelta(minutes=20)
"""A shared tablet's page wipes itself after two and a half minutes. This is for a page that
could not, with room for a child who writes for long without a script that saves."""
CHANGE_FOR = timedelta(days=28)
"""How long answers can be changed in a round that names no day."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One question on the review page. `hidden`: answered on another device, never shown."""

    question: Question
    answer: Answer | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a child is. `answer` and `version` are of the present question and this device.

    `hidden`: another device answered it; that is kept and never shown. `number` of `of` counts
    along the present route. `hidden_count`: how many answers other devices gave. `route`: the
    ids of the questions on it. `language` is what the screens speak; with `partly` some
    questions are only in English. `looks` are the switches that are on. `words` are the four
    words, said only where the answers were sent, and `until` the ISO day to which they work.
    `recalled` is what the same child wrote at the start. `may_ask`: what help can be asked for,
    `asked`: it was, where no question follows. `held`: came without a code. `shared`: on a tablet
    that many children use.
    """

    step: Step
    response: str
    sitting: str
    round: RoundRecord
    survey: Survey
    questionnaire: Questionnaire | None
    question: Question | None = None
    answer: Answer | None = None
    hidden: bool = False
    version: int = 0
    number: int = 0
    of: int = 0
    review: tuple[ReviewLine, ...] = ()
    hidden_count: int = 0
    route: tuple[str, ...] = ()
    language: str = ENGLISH
    languages: tuple[str, ...] = (ENGLISH,)
    partly: bool = False
    looks: tuple[str, ...] = ()
    kind: str = "code"
    shared: bool = False
    held: bool = False
    words: str | None = None
    until: str | None = None
    recalled: str | None = None
    may_ask: tuple[str, ...] = ()
    asked: bool = False

    @property
    def key(self) -> str:
        """The place as it is stored: "band", "notice", "q:<id>", "review" or "thanks"."""
        return f"q:{self.question.id}" if self.question else self.step

    @property
    def first(self) -> bool:
        """Whether this is the first page that a child meets after the way in."""
        chooses = self.round.band is None and len(self.survey.bands) > 1
        return self.step == ("band" if chooses else "notice")

    @property
    def no_code(self) -> bool:
        """Whether this child came without a code, and so has none to come back with."""
        return self.kind == "open"

    @property
    def hear_by(self) -> str | None:
        """The day by which children hear what was done, as ISO text."""
        return self.round.hear_by


def place(db: Database, token: str, now: datetime) -> Place | None:
    """Where the child with this cookie token is; None asks for the code."""
    return db.read(lambda tx: _place(tx, token, now))


def _place(tx: Transaction, token: str, now: datetime) -> Place | None:
    found = sittings.by_token(tx, hash_token(token))
    if found is None or is_over(found, now):
        return None
    survey = survey_of(tx, found.round)
    _, question = split(found.response.place)
    records = records_of(tx, found, only={question} if question else None)
    here = drawn(found, survey, asked_of(tx, survey, found.response), records)
    if here.step in WITHOUT_QUESTIONS:
        words = _four_words(tx, found) if here.step == "thanks" else None
        return replace(here, words=words, asked=has_asked(tx, found.response.id))
    if here.question is not None and here.question.recalls:
        return replace(here, recalled=_recalled(tx, found, survey, here.question.recalls))
    return here


def records_of(
    tx: Transaction, found: SittingRecord, only: Container[str] | None = None
) -> dict[str, AnswerRecord]:
    """A response's answers by question; the four words open what every device wrote.

    `only`: whose words are needed. Opening every child's every word for every page costs time,
    and words that are not needed are better left closed.
    """
    kept = responses.answers_of(tx, found.response.id, found.wrapped_key, only=only)
    if found.kind == "receipt":
        kept = tuple(replace(r, words=r.all_words, kept=None) for r in kept)
    return {record.question: record for record in kept}


def is_over(found: SittingRecord, now: datetime) -> bool:
    """Whether a device's way in has run out.

    A day after sending or after the round closed; with the four words a day after their last;
    on a shared tablet when nobody did anything for long.
    """
    if found.shared and found.seen_at and now > moment(found.seen_at) + SHARED_IDLE:
        return True
    if found.kind == "receipt":
        return now > moment(until_of(found.round, found.response)) + 2 * GRACE
    if found.response.state == "withdrawn":
        return True
    ends = [found.response.submitted_at, found.round.closed_at]
    if found.round.closes:
        ends.append(found.round.closes)
    return any(end is not None and now > moment(end) + 2 * GRACE for end in ends)


def until_of(record: RoundRecord, response: ResponseRecord) -> str:
    """The ISO day to which the four words work: the round's last, or when children hear."""
    promised = record.closes or record.hear_by
    if promised:
        return promised
    sent = date.fromisoformat((response.submitted_at or response.started_at)[:10])
    return (sent + CHANGE_FOR).isoformat()


def drawn(
    found: SittingRecord, survey: Survey, asked: Questionnaire | None, records: Records
) -> Place:
    """The place of a sitting, given its survey, the wording it is asked in and its answers."""
    step, question_id = split(_stored(found))
    route = path(asked, answers_in(records)) if asked is not None else ()
    at: dict[str, Any] = {}
    if step == "question" and asked is not None:
        question = next((q for q in route if q.id == question_id), None) or open_one(route, records)
        step = "question" if question else "review"
        at |= _asking(question, route, records, found) if question else {}
    if step in ("review", "mine") and asked is not None:
        at["review"] = _review(route, records, found)
    at["route"] = tuple(question.id for question in route)
    at["hidden_count"] = sum(1 for r in records.values() if is_hidden(r, found))
    return Place(
        step,
        found.response.id,
        found.sitting,
        found.round,
        survey,
        asked,
        **at,
        **_around(found, survey, asked),
    )


def _stored(found: SittingRecord) -> str:
    """The stored place. A response that is not being answered has one place for every device;
    only the four words open it again."""
    response = found.response
    if response.state == "started" or found.kind == "receipt":
        return response.place
    return "declined" if response.state == "declined" else "thanks"


def _around(found: SittingRecord, survey: Survey, asked: Questionnaire | None) -> dict[str, Any]:
    """What surrounds the question: language, switches, what may be asked for."""
    response = found.response
    english = asked is not None and any(q.language == ENGLISH for q in asked.questions)
    return {
        "language": response.language,
        "languages": offered(survey),
        "partly": response.language != ENGLISH and english,
        "looks": found.looks,
        "kind": found.kind,
        "shared": found.shared,
        "held": found.round.source == "open",
        "until": until_of(found.round, response),
        "may_ask": may_ask(found, survey, asked),
    }


def _four_words(tx: Transaction, found: SittingRecord) -> str | None:
    number = receipts.number_of(tx, found.response.id, found.sitting)
    return four_words.made(tx.vault, found.response.id, number) if number is not None else None


def _recalled(tx: Transaction, found: SittingRecord, survey: Survey, question: str) -> str | None:
    """What the same child wrote at the start, where the two halves are tied to each other."""
    if not found.response.pair or not survey.other_half or found.round.mode == "none":
        return None
    other = responses.paired(tx, found.response.pair, survey.other_half)
    if other is None:
        return None
    kept = responses.answers_of(tx, *other)
    answers = (answer_of(record) for record in kept if record.question == question)
    return next((answer.words for answer in answers if isinstance(answer, Wrote)), None)


def split(key: str) -> tuple[Step, str]:
    """A stored place as its step and, for a question, the question's id."""
    step, _, question = key.partition(":")
    return ("question" if step == "q" else step), question  # type: ignore[return-value]


def answers_in(records: Records) -> dict[str, Answer]:
    """The answers as values, by question."""
    return {question: answer_of(record) for question, record in records.items()}


def open_one(route: tuple[Question, ...], records: Records) -> Question | None:
    """The first question on the route that has no answer and was not passed over."""
    return next((question for question in route if question.id not in records), None)


def is_hidden(record: AnswerRecord | None, found: SittingRecord) -> bool:
    """Whether an answer came from another device than this; the four words open every one."""
    if record is None or found.kind == "receipt":
        return False
    return record.sitting != found.sitting and record.kind != "passed"


def _asking(
    question: Question, route: tuple[Question, ...], records: Records, found: SittingRecord
) -> dict[str, Any]:
    record = records.get(question.id)
    hidden = is_hidden(record, found)
    mine = record if record is not None and not hidden else None
    return {
        "question": question,
        "answer": answer_of(mine) if mine else None,
        "hidden": hidden,
        "version": record.version if record else 0,
        "number": route.index(question) + 1,
        "of": len(route),
    }


def _review(
    route: tuple[Question, ...], records: Records, found: SittingRecord
) -> tuple[ReviewLine, ...]:
    lines = []
    for question in route:
        record = records.get(question.id)
        hidden = is_hidden(record, found)
        answer = answer_of(record) if record is not None and not hidden else None
        lines.append(ReviewLine(question, answer, hidden))
    return tuple(lines)
