"""Made-up rounds of any survey, with chosen answers: for the tests of figures and reports."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import count

from data import responses
from data.clock import stamp
from data.database import Database
from data.records import AnswerRecord, ResponseRecord, RoundRecord
from surveys.answers import Answer, Passed, Silence, take
from surveys.collecting.kept import record_of
from surveys.rounds import open_round, survey_of
from surveys.routing import path
from surveys.schema import Band, Kind, Question, Survey
from tests.conftest import actor

Given = Mapping[str, object]
"""Question to a key, a list of keys, a number, words, or "—" for rather not to say. What is not
named is passed over, as when a child taps on without an answer."""
RATHER_NOT = "—"
_numbers = count(1)


def a_round(
    db: Database,
    now: datetime,
    survey: str,
    sent: Iterable[Given],
    *,
    band: Band = "11-17",
    eligible: int | None = 300,
    teams: Mapping[str, int | None] | None = None,
) -> RoundRecord:
    """A round with submitted responses; `band`, `team` and `pair` in a mapping are that child's."""
    record = open_round(db, actor("participation"), survey, now=now, teams=teams or {"": eligible})
    send(db, now, record, sent, band=band)
    return record


def send(
    db: Database,
    now: datetime,
    record: RoundRecord,
    sent: Iterable[Given],
    *,
    band: Band = "11-17",
) -> None:
    """Add submitted responses to a round."""
    with db.writing() as tx:
        survey = survey_of(tx, record)
        rows = [_response(record, survey, {"band": band, **given}, now) for given in sent]
        responses.insert_imported(tx, rows, now)
        responses.show_imported(tx, record.id)


def _response(
    record: RoundRecord, survey: Survey, given: Given, now: datetime
) -> tuple[ResponseRecord, str, list[AnswerRecord]]:
    key = f"{next(_numbers):06d}"
    at, pair = stamp(now), given.get("pair")
    response = ResponseRecord(
        id=f"r{key}", round=record.id, survey=record.survey, version=record.version,
        band=str(given["band"]), language="en", door="streamlit", team=str(given.get("team", "")),
        pair=str(pair) if pair else None, state="importing", place="review", started_at=at,
        touched_at=at, submitted_at=at,
    )  # fmt: skip
    questionnaire = next(q for q in survey.questionnaires if q.band == given["band"])
    answers = {
        question.id: _answer(question, given.get(question.id))
        for question in questionnaire.questions
    }
    asked = path(questionnaire, answers)
    return response, key, [record_of(answers[q.id], response.id, q.id) for q in asked]


def _answer(question: Question, said: object) -> Answer:
    """The answer as a door takes it in, so that an option that is not offered is refused."""
    if said is None:
        return Passed(Silence.NOT_ANSWERED)
    if said == RATHER_NOT:
        return Passed(Silence.PREFERRED_NOT_TO_SAY)
    if question.kind is Kind.TEXT:
        return take(question, {"words": said})
    if question.kind is Kind.SCALE:
        return take(question, {"value": said})
    return take(question, {"keys": said if isinstance(said, list) else [said]})


def spread(question: str, **counts: int) -> list[dict[str, object]]:
    """Children by their answer to one question: spread("listened", always=12, never=9)."""
    return [{question: key} for key, many in counts.items() for _ in range(many)]


def side_by_side(*columns: list[dict[str, object]]) -> list[dict[str, object]]:
    """The n-th child of each column as one child; shorter columns leave questions unanswered."""
    longest = max(len(column) for column in columns)
    return [
        {key: said for column in columns if n < len(column) for key, said in column[n].items()}
        for n in range(longest)
    ]
