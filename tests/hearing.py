"""Made-up rounds for the tests of reading, themes and safeguarding: obviously synthetic words."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from streamlit.testing.v1 import AppTest

from data import responses
from data.clock import stamp
from data.database import Database
from data.records import AnswerRecord, ResponseRecord
from surveys.loader import published
from surveys.pages.voice import BEGIN, END
from surveys.rounds import open_round
from surveys.safeguarding.queue import Queue
from surveys.schema import Question
from tests.conftest import actor


def a_round(db: Database, now: datetime, *sent: Mapping[str, str], title: str = "Club") -> str:
    """A round of service feedback; each mapping is one sent response, question to words or key.

    `language` in a mapping is the language that child answered in.
    """
    record = open_round(
        db, actor("participation"), "service_feedback", now=now, teams={"": 300}, title=title
    )
    with db.writing() as tx:
        rows = [_sent(record.id, number, given, now) for number, given in enumerate(sent)]
        responses.insert_imported(tx, rows, now)
        responses.show_imported(tx, record.id)
    return record.id


def ids(db: Database, round_id: str) -> list[str]:
    """The ids of a round's sent responses, in the order they were given."""
    with db.reading() as tx:
        return [record.id for record in responses.of_round(tx, round_id)]


def begin(db: Database, round_id: str, question: str, words: str, touched: datetime) -> str:
    """A response that was begun and not sent, last touched at a moment; its id."""
    record = _response(f"begun-{words[:8]}", round_id, "started", touched)
    with db.writing() as tx:
        responses.begin(tx, record, None)
    write(db, record.id, question, words, touched)
    return record.id


def write(db: Database, response: str, question: str, words: str, now: datetime) -> None:
    """Write words over what an answer held, as a child does who comes back."""
    with db.writing() as tx:
        before = [a.version for a in responses.answers(tx, response) if a.question == question]
        answer = _answer(response, question, words, version=max(before, default=0) + 1)
        responses.put(tx, responses.wrapped_key(tx, response), answer, now)


def _sent(
    round_id: str, number: int, given: Mapping[str, str], now: datetime
) -> tuple[ResponseRecord, str, Sequence[AnswerRecord]]:
    key = f"{number:04d}"
    answers = dict(given)
    language = answers.pop("language", "en")
    record = _response(f"{round_id}-{key}", round_id, "importing", now, language)
    return record, key, [_answer(record.id, question, said) for question, said in answers.items()]


def _response(
    id_: str, round_id: str, state: str, now: datetime, language: str = "en"
) -> ResponseRecord:
    at = stamp(now)
    return ResponseRecord(
        id=id_, round=round_id, survey="service_feedback", version=2, band="8-10",
        language=language, door="streamlit", team="", pair=None, state=state, place="review",
        started_at=at, touched_at=at, submitted_at=at if state != "started" else None,
    )  # fmt: skip


def _answer(response: str, question: str, said: str, version: int = 1) -> AnswerRecord:
    wrote = question in ("good", "better") or question.startswith("contact_")
    return AnswerRecord(
        response=response, question=question, kind="wrote" if wrote else "chosen",
        choice=() if wrote else (said,), number=None, words=said if wrote else None,
        version=version, writer="w", seq=version, sitting="s",
    )  # fmt: skip


def worded(queue: Queue) -> list[str]:
    """The words of a queue's items, in their order."""
    return [item.words or "" for item in queue.items]


def asked(question: str) -> str:
    """How a question of the made-up rounds was worded for the child."""
    return _question(question).text


def label(question: str, key: str) -> str:
    """How an option of the made-up rounds was worded for the child."""
    option = _question(question).option(key)
    assert option is not None
    return option.label


def _question(question: str) -> Question:
    found = published()["service_feedback"].questionnaire("8-10").question(question)
    assert found is not None
    return found


def words_on(app: AppTest) -> list[str]:
    """The quotes on a page, without the marks that isolate them."""
    return [element.value.removeprefix(BEGIN).removesuffix(END) for element in app.text]


def anywhere_else(app: AppTest) -> str:
    """What a page says outside its quotes, with Markdown's escapes taken off."""
    marked = [*app.title, *app.header, *app.markdown, *app.caption, *app.error, *app.warning]
    labelled = [*app.button, *app.toggle, *app.radio, *app.selectbox]
    said = "\n".join([str(e.value) for e in marked] + [str(e.label) for e in labelled])
    return re.sub(r"\\(?=[^\w\s])", "", said)
