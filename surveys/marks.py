"""What a reader should know beside the words: who was with the child, which language, which door.

A carer or a worker beside a child changes what the child can say. The mark says who was there and
judges nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from data import keyings, responses
from data.database import Transaction
from data.records import AnswerRecord, KeyingRecord, ResponseRecord
from surveys.languages import ENGLISH, language_of

BESIDE = {
    ("who_was_there", "home"): "Someone from home was there.",
    ("who_was_there", "worker"): "A worker was there.",
    ("who_helped", "home"): "Someone from home helped.",
    ("who_helped", "worker"): "A worker helped.",
}
"""Answers of the end questions that mark a response, with what the team reads."""

DOORS = {
    "streamlit": "on a screen",
    "light": "on a phone or tablet, by link",
    "paper": "on paper",
    "imported": "taken in from a file",
}


@dataclass(frozen=True, slots=True)
class Marks:
    """How answers were given. `beside`: sentences on carers and workers; `language`: a code.

    `keyed`: who keyed in the paper and who checked it, in a sentence; "" where there was none.
    """

    beside: tuple[str, ...] = ()
    language: str = ENGLISH
    door: str = ""
    keyed: str = ""

    @property
    def answered(self) -> str:
        """The language and the door in one sentence: "Answered in Urdu, on a screen."."""
        return f"Answered in {language_of(self.language).english}, {DOORS[self.door]}."

    @property
    def interpreter(self) -> str:
        """What to do about words in another language; "" for English."""
        return ask_an_interpreter(self.language)


def ask_an_interpreter(language: str) -> str:
    """The sentence under words that were written while the page was not in English."""
    if language == ENGLISH:
        return ""
    name = language_of(language).english
    return f"Written while the page was in {name}. Heard does not translate: ask an interpreter."


def marks(
    record: ResponseRecord, answers: Iterable[AnswerRecord], keying: KeyingRecord | None = None
) -> Marks:
    """The marks of one response, from its answers and from who keyed it in."""
    given = {(a.question, key) for a in answers if a.kind == "chosen" for key in a.choice}
    beside = tuple(sentence for place, sentence in BESIDE.items() if place in given)
    return Marks(beside, record.language, record.door, _keyed(keying))


def marks_of(tx: Transaction, response: str) -> Marks:
    """As `marks`, by the id of a response; none of its words are opened."""
    record = responses.get(tx, response)
    if record is None:
        return Marks()
    answers = responses.answers_of(tx, response, b"", only=())
    return marks(record, answers, keyings.get(tx, response))


def _keyed(keying: KeyingRecord | None) -> str:
    if keying is None:
        return ""
    checked = f"checked by {keying.checked_by}" if keying.checked_by else "not checked yet"
    return f"Keyed in by {keying.keyed_by}, {checked}."
