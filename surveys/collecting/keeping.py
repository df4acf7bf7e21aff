"""Keeping one answer: a repeat changes nothing, two pages that differ are told, all is sealed."""

from data import concerns, responses
from data.records import AnswerRecord
from surveys.answers import (
    Answer,
    AnswerRefused,
    Passed,
    Silence,
    Wrote,
    clean_words,
    keys_of,
    take,
)
from surveys.collecting.kept import answer_of, record_of
from surveys.collecting.place import is_hidden
from surveys.collecting.saved import Saved
from surveys.collecting.visit import Message, Visit
from surveys.collecting.wishes import ADVOCATE, CONTACT
from surveys.concerns import ASKS_ADVOCATE, Cause, raised_by, raising
from surveys.schema import Question

CHILD = "the child"
"""Who raised a concern, where nobody else did."""


def keep(visit: Visit, message: Message) -> Saved:
    """Keep the answer in `message`; the visit's records then hold it too."""
    question = next((q for q in visit.route if q.id == message["question"]), None)
    if question is None:
        return Saved("refused", place=visit.found.response.place, problem="not asked")
    try:
        answer = take(question, message)
    except AnswerRefused as refused:
        return Saved("refused", place=visit.found.response.place, problem=str(refused))
    removed = clean_words(str(message.get("words", "")))[1]
    standing = visit.records.get(question.id)
    if standing is not None:
        if _is_repeat(standing, message) or _leaves_hidden(visit, standing, answer):
            return Saved("saved", standing.version, removed=removed)
        if _is_conflict(visit, standing, answer, message):
            return Saved("conflict", standing.version, words=standing.words)
    record = _next_version(visit, question, answer, message)
    put(visit, question, answer, record)
    return Saved("saved", record.version, removed=removed)


def put(visit: Visit, question: Question, answer: Answer, record: AnswerRecord) -> None:
    """Write an answer, and raise the concern that it stands for."""
    before = visit.records.get(question.id)
    write(visit, record)
    cause = raised_by(question, answer)
    if cause is not None:
        anew = cause != "words" and _raises_anew(question, before, answer)
        raise_concern(visit, question.id, cause, again=anew)
    if before is not None and _asked_by_tap(before) and ADVOCATE not in keys_of(answer):
        raise_concern(visit, ASKS_ADVOCATE, "contact", again=False)


def write(visit: Visit, record: AnswerRecord) -> None:
    """Write an answer; the visit's records then hold it too."""
    responses.put(visit.tx, visit.found.wrapped_key, record, visit.now)
    visit.records[record.question] = record


def raise_concern(visit: Visit, about: str, cause: Cause, *, again: bool) -> None:
    """Raise a concern for the child; with `again` one that a person took up is new once more."""
    response = visit.found.response.id
    concern = concerns.raise_(visit.tx, response, about, cause, CHILD, visit.now)
    if again:
        concerns.ask_again(visit.tx, concern, CHILD, visit.now)


def _asked_by_tap(before: AnswerRecord) -> bool:
    """Whether one tap in Help asked for an advocate: no page wrote that answer."""
    return (before.question, before.choice, before.writer) == (CONTACT, (ADVOCATE,), "")


def _raises_anew(question: Question, before: AnswerRecord | None, answer: Answer) -> bool:
    """Whether an answer says something that raises a concern and that the one before did not."""
    said = raising(question, answer_of(before)) if before is not None else frozenset()
    return bool(raising(question, answer) - said)


def _is_repeat(standing: AnswerRecord, message: Message) -> bool:
    """The same page sent this, or something newer, before: a retry or a late arrival."""
    return standing.writer == str(message.get("w", "")) and standing.seq >= _seq(message)


def _leaves_hidden(visit: Visit, standing: AnswerRecord, answer: Answer) -> bool:
    """Going past a question that another device answered leaves that answer as it is."""
    nothing = isinstance(answer, Passed) and answer.reason is Silence.NOT_ANSWERED
    return nothing and is_hidden(standing, visit.found)


def _is_conflict(visit: Visit, standing: AnswerRecord, answer: Answer, message: Message) -> bool:
    """Another tab of this device wrote other words since this page last saw them."""
    return (
        isinstance(answer, Wrote)
        and standing.kind == "wrote"
        and (standing.sitting == visit.found.sitting or visit.by_receipt)
        and standing.writer != str(message.get("w", ""))
        and standing.version != message.get("base")
        and standing.words != answer.words
    )


def _next_version(
    visit: Visit, question: Question, answer: Answer, message: Message
) -> AnswerRecord:
    standing = visit.records.get(question.id)
    kept = None
    if standing is not None and not visit.by_receipt:
        elsewhere = standing.sitting != visit.found.sitting
        kept = standing.all_words if elsewhere else standing.kept
    return record_of(
        answer,
        visit.found.response.id,
        question.id,
        version=standing.version + 1 if standing else 1,
        writer=str(message.get("w", ""))[:40],
        seq=_seq(message),
        sitting=visit.found.sitting,
        kept=kept,
    )


def _seq(message: Message) -> int:
    seq = message.get("seq", 0)
    return seq if isinstance(seq, int) and 0 <= seq < 2**31 else 0
