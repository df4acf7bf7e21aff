"""What is wrong with the words: too long, too hard, not to be used, or two questions in one."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from surveys.authoring.examined import Examined, asked
from surveys.authoring.problems import Problem
from surveys.authoring.readability import grade, sentences, syllables, words
from surveys.schema import Band, Kind, Question, Questionnaire

WORDS_FILE = Path(__file__).parent.parent / "definitions" / "words.toml"
_FILLED_IN = re.compile(r"\{\w+\}")
_SECOND = re.compile(
    r"\bor (?:do|does|did|is|are|was|were|has|have|can|could|will|would|how|what|why|who|when|if)\b"
)
_NOT = re.compile(r"\b(?:not|never)\b|n['’]t\b")
_LEADING = re.compile(
    r"^(?:don|isn|wasn|aren|didn|doesn|wouldn)['’]t\b|\b(?:agree that|three good)\b"
)
ENOUGH_FOR_A_GRADE = 10
"""A grade is measured on texts of at least this many words; on shorter ones it means nothing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a band can read: words of a question, of a sentence, grade, syllables of a word."""

    question: int
    sentence: int
    grade: float
    syllables: int


LIMITS: Mapping[Band, Limits] = {
    "4-7": Limits(question=8, sentence=14, grade=3.0, syllables=2),
    "8-10": Limits(question=15, sentence=18, grade=5.0, syllables=3),
    "11-17": Limits(question=20, sentence=22, grade=7.0, syllables=3),
    "18-25": Limits(question=25, sentence=25, grade=8.0, syllables=4),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text and how to fix it; `at` is the part of the text it is about."""

    what: str
    fix: str
    at: str = ""


def faults(text: str, band: Band) -> Iterator[Fault]:
    """Everything wrong with one text that a child of this band can read."""
    text = _FILLED_IN.sub("5", text)
    limits = LIMITS[band]
    for sentence in sentences(text):
        if len(words(sentence)) > limits.sentence:
            what = f"A sentence has {len(words(sentence))} words."
            yield Fault(
                what, f"For {band} a sentence has at most {limits.sentence}: make two of it."
            )
    if len(words(text)) >= ENOUGH_FOR_A_GRADE and grade(text) > limits.grade:
        what = f"It reads at grade {grade(text):.1f} (Flesch-Kincaid)."
        yield Fault(
            what, f"For {band} at most {limits.grade:.0f}: use shorter words and sentences."
        )
    for word in dict.fromkeys(word.lower() for word in words(text)):
        if syllables(word) > limits.syllables and word not in _known(band):
            fix = "Use a shorter word, or add it to [known] in words.toml if they know it."
            yield Fault(f"“{word}” is a hard word for {band}.", fix, word)
    yield from _unwanted(text)


def _unwanted(text: str) -> Iterator[Fault]:
    for kind, what in _UNWANTED.items():
        for pattern, instead in _patterns(kind):
            if found := pattern.search(text):
                yield Fault(f"“{found[0]}” {what}.", f"Say instead: {instead}.", found[0])


_UNWANTED = {
    "care": "is a word that children in care ask adults not to use",
    "never": "is never said to a child here",
    "plainer": "has a plainer word",
}


def question_faults(question: Question, band: Band) -> Iterator[Fault]:
    """Everything wrong with what a question asks, beyond its words: length, two in one, slant."""
    text, most = question.text, LIMITS[band].question
    if len(words(text)) > most:
        yield Fault(f"The question has {len(words(text))} words.", f"For {band} at most {most}.")
    if _two_in_one(text):
        yield Fault("It asks two things in one.", "Ask one of them, or make two questions of it.")
    if _LEADING.search(text.lower()):
        yield Fault("It leads to an answer.", "Ask it so that each answer is as easy to give.")
    if question.kind is not Kind.TEXT and _NOT.search(text.lower()):
        fix = "Ask it the other way round: a “no” to a “not” is hard to answer."
        yield Fault("It asks about what is not so.", fix)


def _two_in_one(text: str) -> bool:
    """Whether a question has a second one in it: "and", a second clause, a second "?"."""
    plain = text.lower()
    for pair in _document()["pairs"]["one"]:
        plain = plain.replace(pair, "these")
    return text.count("?") > 1 or bool(re.search(r"\band\b|&", plain) or _SECOND.search(plain))


def wording(examined: Examined) -> Iterator[Problem]:
    """Everything wrong with the words of a survey, in every band."""
    for questionnaire in examined.survey.questionnaires:
        yield from _heading(examined, questionnaire)
    for questionnaire, question in asked(examined.survey):
        band = questionnaire.band
        for fault in question_faults(question, band):
            yield examined.about(question, band, fault.what, fault.fix)
        for key, text in [("text", question.text), ("hint", question.hint), ("why", question.why)]:
            for fault in faults(text, band):
                yield examined.about(question, band, fault.what, fault.fix, key=key)
        for label in _labels(question):
            for fault in faults(label, band):
                yield examined.about_answer(question, band, label, fault.what, fault.fix)


def _labels(question: Question) -> list[str]:
    scale = question.scale
    ends = [scale.low_label, scale.high_label] if scale else []
    return [*(option.label for option in question.options), *ends]


def _heading(examined: Examined, questionnaire: Questionnaire) -> Iterator[Problem]:
    band = questionnaire.band
    for key, text in [("child_title", questionnaire.title), ("intro", questionnaire.intro)]:
        for fault in faults(text, band):
            yield examined.problem(fault.what, fault.fix, key=key, band=band)


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))


@cache
def _known(band: Band) -> frozenset[str]:
    return frozenset(_document()["known"][band])


@cache
def _patterns(kind: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The words of one list as patterns, each with what to say instead."""
    return tuple((_pattern(word), instead) for word, instead in _document()[kind].items())


def _pattern(word: str) -> re.Pattern[str]:
    """A word as it stands between others; "*" at its end lets it go on."""
    stem = re.escape(word.removesuffix("*"))
    ending = r"\w*" if word.endswith("*") else r"\b"
    return re.compile(rf"(?i)\b{stem}{ending}")
