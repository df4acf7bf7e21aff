"""Answers as values: what was chosen, scaled, written or passed over, and how one is taken in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from surveys.schema import Kind, Question


class Silence(StrEnum):
    """Why there is no answer. The three are never added together."""

    NOT_ASKED = "not_asked"
    NOT_ANSWERED = "not_answered"
    PREFERRED_NOT_TO_SAY = "preferred_not_to_say"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One or more option keys, in the order of the question's options."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scaled:
    """A whole number on the question's scale."""

    value: int


@dataclass(frozen=True, slots=True)
class Wrote:
    """A child's own words, exactly as typed but for control characters."""

    words: str


@dataclass(frozen=True, slots=True)
class Passed:
    """The question was asked and not answered; `reason` is never NOT_ASKED."""

    reason: Silence


Answer = Chosen | Scaled | Wrote | Passed


class AnswerRefused(ValueError):
    """A posted value does not fit its question. The message never repeats what was posted."""


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean_words(words: str) -> tuple[str, int]:
    """The words without control characters and lone surrogates, and how many were removed.

    Tab, line feed and carriage return stay. PostgreSQL refuses NUL, UTF-8 refuses surrogates
    and spreadsheets refuse the rest, so they are taken out here, once, for every way in.
    """
    cleaned, removed = _CONTROL.subn("", words)
    return cleaned, removed


def keys_of(answer: Answer | None) -> tuple[str, ...]:
    """The keys a condition can match: option keys, a scale's number as text, else nothing."""
    match answer:
        case Chosen(keys):
            return keys
        case Scaled(value):
            return (str(value),)
        case _:
            return ()


def posted(answer: Answer) -> dict[str, Any]:
    """An answer in the shape in which a door posts it; `take` turns it back."""
    match answer:
        case Chosen(keys):
            return {"keys": list(keys)}
        case Scaled(value):
            return {"value": value}
        case Wrote(words):
            return {"words": words}
        case Passed(reason):
            return {"passed": reason.value}


def take(question: Question, posted: Mapping[str, Any]) -> Answer:
    """Turn what a door posted into an answer to `question`.

    `posted` holds one of `keys` (a list of option keys), `value` (a number), `words` (text) or
    `passed` ("not_answered" or "preferred_not_to_say"). Nothing chosen, or words that are only
    white space, is NOT_ANSWERED. Raises AnswerRefused for what the question does not offer.
    """
    if "passed" in posted:
        return _passed(posted["passed"])
    match question.kind:
        case Kind.TEXT:
            return _wrote(question, posted.get("words", ""))
        case Kind.SCALE:
            return _scaled(question, posted.get("value"))
        case _:
            return _chosen(question, posted.get("keys", []))


def _passed(reason: object) -> Passed:
    if reason not in (Silence.NOT_ANSWERED, Silence.PREFERRED_NOT_TO_SAY):
        raise AnswerRefused("That is not a way to pass over a question.")
    return Passed(Silence(str(reason)))


def _wrote(question: Question, words: object) -> Answer:
    if not isinstance(words, str):
        raise AnswerRefused(f"{question.id}: the answer must be words.")
    cleaned, _ = clean_words(words)
    if len(cleaned) > question.limit:
        raise AnswerRefused(
            f"{question.id}: {len(cleaned)} characters is more than {question.limit}."
        )
    return Wrote(cleaned) if cleaned.strip() else Passed(Silence.NOT_ANSWERED)


def _scaled(question: Question, value: object) -> Answer:
    if value is None or value == "":
        return Passed(Silence.NOT_ANSWERED)
    scale = question.scale
    if (
        scale is None
        or not isinstance(value, int | str)
        or not re.fullmatch(r"-?\d{1,4}", str(value))
    ):
        raise AnswerRefused(f"{question.id}: the answer is not a number on the scale.")
    if not scale.low <= int(value) <= scale.high:
        raise AnswerRefused(f"{question.id}: the answer is not from {scale.low} to {scale.high}.")
    return Scaled(int(value))


def _chosen(question: Question, keys: object) -> Answer:
    if not isinstance(keys, list | tuple):
        raise AnswerRefused(f"{question.id}: the answer must be a list of options.")
    offered = tuple(option.key for option in question.options)
    if any(key not in offered for key in keys):
        raise AnswerRefused(f"{question.id}: what was chosen is not one of its options.")
    if question.kind is Kind.CHOICE and len(set(keys)) > 1:
        raise AnswerRefused(f"{question.id}: only one option can be chosen.")
    chosen = tuple(key for key in offered if key in keys)
    return Chosen(chosen) if chosen else Passed(Silence.NOT_ANSWERED)
