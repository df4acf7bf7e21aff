"""Keeping an answer when it is given, and moving on: one transaction, safe to arrive twice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from data import concerns, ledger, responses
from data.database import Database, Transaction, Unavailable
from data.records import AnswerRecord, SittingRecord
from surveys.answers import Answer, AnswerRefused, Passed, Silence, Wrote, clean_words, take
from surveys.collecting.codes import hash_token
from surveys.collecting.kept import record_of
from surveys.collecting.place import (
    Records,
    answers_in,
    band_of,
    drawn,
    is_hidden,
    is_over,
    open_one,
    questionnaire_of,
    split,
)
from surveys.collecting.sending import send, sent_again
from surveys.concerns import raised_by
from surveys.rounds import survey_of
from surveys.routing import after, before, path
from surveys.schema import Question, Questionnaire, Survey

Message = Mapping[str, Any]
Status = Literal["saved", "conflict", "no_sitting", "refused"]


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a message. `version` is the stored answer's; `words` come on a conflict.

    `place` is where the child is now, `moved` whether this message moved them, `removed` how
    many control characters were taken out, `problem` why it was refused.
    """

    status: Status
    version: int = 0
    words: str | None = None
    place: str = ""
    moved: bool = False
    removed: int = 0
    problem: str = ""


@dataclass(slots=True)
class _Visit:
    """One message's view of the response: what was found, and the answers as they change."""

    tx: Transaction
    found: SittingRecord
    survey: Survey
    records: dict[str, AnswerRecord]
    now: datetime

    @property
    def questionnaire(self) -> Questionnaire | None:
        return questionnaire_of(self.survey, self.found.response.band)

    @property
    def route(self) -> tuple[Question, ...]:
        asked = self.questionnaire
        return path(asked, answers_in(self.records)) if asked else ()


def save(db: Database, token: str, message: Message, now: datetime) -> Saved:
    """Keep the answer in `message`, if it holds one, and move if it says so.

    Raises Unavailable when the database or the ledger cannot be written: then nothing was
    acknowledged, and the same message may be sent again.
    """
    saved, line = db.write(lambda tx: _work(tx, token, message, now))
    if line is not None:
        try:
            ledger.append(db.settings, [line])
        except OSError as problem:
            raise Unavailable(
                f"The ledger {ledger.path(db.settings)} cannot be written ({problem.strerror}). "
                "Check the disk and who owns the folder."
            ) from None
    return saved


def _work(
    tx: Transaction, token: str, message: Message, now: datetime
) -> tuple[Saved, ledger.Acknowledged | None]:
    found = responses.by_sitting(tx, hash_token(token), lock=True)
    if found is None or is_over(found, now):
        return Saved("no_sitting"), None
    if found.response.state != "started":
        return _after_sending(tx, found, message)
    kept = responses.answers_of(tx, found.response.id, found.wrapped_key)
    records = {record.question: record for record in kept}
    survey = survey_of(tx, found.round)
    visit = _Visit(tx, _as_drawn(found, survey, records), survey, records, now)
    saved = _keep(visit, message) if "question" in message else Saved("saved")
    if saved.status != "saved":
        return saved, None
    return _move(visit, message, saved)


def _as_drawn(found: SittingRecord, survey: Survey, records: Records) -> SittingRecord:
    """The sitting at the place that its page shows.

    Another tab may have taken the question that is stored as the place off the route; the page
    then shows the next open one, and moves count from there.
    """
    here = drawn(found, survey, records).key
    return replace(found, response=replace(found.response, place=here))


def _after_sending(
    tx: Transaction, found: SittingRecord, message: Message
) -> tuple[Saved, ledger.Acknowledged | None]:
    """The answers are sent: sending again is thanked again, anything else is refused."""
    if message.get("go") == "send":
        return Saved("saved", place="thanks", moved=True), sent_again(tx, found)
    return Saved("refused", place="thanks", problem="sent"), None


# --- keeping ----------------------------------------------------------------------------------


def _keep(visit: _Visit, message: Message) -> Saved:
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
    responses.put(visit.tx, visit.found.wrapped_key, record, visit.now)
    visit.records[question.id] = record
    _raise_concern(visit, question, answer)
    return Saved("saved", record.version, removed=removed)


def _is_repeat(standing: AnswerRecord, message: Message) -> bool:
    """The same page sent this, or something newer, before: a retry or a late arrival."""
    return standing.writer == str(message.get("w", "")) and standing.seq >= _seq(message)


def _leaves_hidden(visit: _Visit, standing: AnswerRecord, answer: Answer) -> bool:
    """Going past a question that another device answered leaves that answer as it is."""
    nothing = isinstance(answer, Passed) and answer.reason is Silence.NOT_ANSWERED
    return nothing and is_hidden(standing, visit.found.sitting)


def _is_conflict(visit: _Visit, standing: AnswerRecord, answer: Answer, message: Message) -> bool:
    """Another tab of this device wrote other words since this page last saw them."""
    return (
        isinstance(answer, Wrote)
        and standing.kind == "wrote"
        and standing.sitting == visit.found.sitting
        and standing.writer != str(message.get("w", ""))
        and standing.version != message.get("base")
        and standing.words != answer.words
    )


def _next_version(
    visit: _Visit, question: Question, answer: Answer, message: Message
) -> AnswerRecord:
    standing = visit.records.get(question.id)
    kept = None
    if standing is not None:
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


def _raise_concern(visit: _Visit, question: Question, answer: Answer) -> None:
    cause = raised_by(question, answer)
    if cause is not None:
        response = visit.found.response.id
        concerns.raise_(visit.tx, response, question.id, cause, "the child", visit.now)


# --- moving -----------------------------------------------------------------------------------


def _move(
    visit: _Visit, message: Message, saved: Saved
) -> tuple[Saved, ledger.Acknowledged | None]:
    standing = visit.found.response
    go = message.get("go")
    if not isinstance(go, str) or message.get("from") != standing.place:
        if "question" in message:
            responses.move(
                visit.tx, standing.id, visit.now, place=standing.place, band=standing.band
            )
        return _at(saved, standing.place, moved=False), None
    if go == "send" and standing.place == "review":
        line = send(visit.tx, visit.found, visit.route, visit.records, visit.now)
        return _at(saved, "thanks", moved=True), line
    place, band = _target(visit, go)
    responses.move(visit.tx, standing.id, visit.now, place=place, band=band)
    return _at(saved, place, moved=place != standing.place), None


def _at(saved: Saved, place: str, *, moved: bool) -> Saved:
    return Saved(
        saved.status, saved.version, saved.words, place, moved, saved.removed, saved.problem
    )


def _target(visit: _Visit, go: str) -> tuple[str, str | None]:
    """The place that `go` leads to, and the band; a move that is not offered stays here."""
    standing = visit.found.response
    verb, _, wanted = go.partition(":")
    if verb == "band" and standing.place == "band" and wanted in visit.survey.bands:
        return "notice", band_of(wanted)
    if verb == "agree" and standing.place == "notice":
        return _first_open(visit), standing.band
    if standing.place in ("band", "notice"):
        return standing.place, standing.band
    if verb == "to":
        return _jump(visit, wanted), standing.band
    return _neighbour(visit, verb), standing.band


def _first_open(visit: _Visit) -> str:
    question = open_one(visit.route, visit.records)
    return f"q:{question.id}" if question else "review"


def _jump(visit: _Visit, wanted: str) -> str:
    if wanted == "review":
        return "review"
    on_route = any(question.id == wanted for question in visit.route)
    return f"q:{wanted}" if on_route else visit.found.response.place


def _neighbour(visit: _Visit, verb: str) -> str:
    step, question_id = split(visit.found.response.place)
    route = visit.route
    if verb == "back":
        last = route[-1] if step == "review" else before(route, question_id)
        return f"q:{last.id}" if last else visit.found.response.place
    if verb == "next" and step == "question":
        if not any(question.id == question_id for question in route):
            return _first_open(visit)
        following = after(route, question_id)
        return f"q:{following.id}" if following else "review"
    return visit.found.response.place
