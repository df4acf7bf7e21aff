"""One message's view of a response: what was found, and the answers as they change."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from data.database import Transaction
from data.records import AnswerRecord, SittingRecord
from surveys.collecting.asked import asked_of
from surveys.collecting.place import answers_in, drawn, records_of
from surveys.rounds import survey_of
from surveys.routing import path
from surveys.schema import Question, Questionnaire, Survey

Message = Mapping[str, Any]


@dataclass(slots=True)
class Visit:
    """What one message meets. `questionnaire` is in the child's words, once there is a band."""

    tx: Transaction
    found: SittingRecord
    survey: Survey
    questionnaire: Questionnaire | None
    records: dict[str, AnswerRecord]
    now: datetime

    @property
    def route(self) -> tuple[Question, ...]:
        """The questions that this child is asked, by the answers as they are now."""
        asked = self.questionnaire
        return path(asked, answers_in(self.records)) if asked else ()

    @property
    def by_receipt(self) -> bool:
        """Whether the four words opened this: what is changed counts at once."""
        return self.found.kind == "receipt"


def met(
    tx: Transaction, found: SittingRecord, now: datetime, only: Container[str] | None = None
) -> Visit:
    """The visit at the place that its page shows; `only`: whose words the message needs.

    Another tab may have taken the question that is stored as the place off the route; the page
    then shows the next open one, and moves count from there.
    """
    survey = survey_of(tx, found.round)
    asked = asked_of(tx, survey, found.response)
    records = records_of(tx, found, only)
    here = drawn(found, survey, asked, records).key
    at_page = replace(found, response=replace(found.response, place=here))
    return Visit(tx, at_page, survey, asked, records, now)
