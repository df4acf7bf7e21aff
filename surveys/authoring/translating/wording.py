"""What is wrong with a text in another language, as far as a machine can tell without reading it.

There are no readability formulae here that would be worth their name for children in Polish,
Romanian, Urdu, Punjabi, Bengali and Arabic alike, so a text is held to lengths: words in a
sentence, signs in a question. They are the English limits times what a language needs to say the
same. That a text is understood, only a person who speaks the language with children can say.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from string import Formatter

from surveys.authoring.wording import LIMITS, WORDS_FILE, Fault
from surveys.languages import language_of
from surveys.schema import Band

ROOM: Mapping[str, float] = {"pl": 1.1, "ro": 1.2, "ur": 1.5, "pa": 1.4, "bn": 1.1, "ar": 1.0}
"""How many words a language may use for each word of the English limit.

Polish, Bengali and Arabic have no articles or write them with the word, and say with endings what
English says with small words; Urdu and Punjabi set postpositions and two or three verbs where
English has one. Measured on our own translations, texts of five English words and more: nine of
ten are below this many words for one of English (docs/decisions/016-translations.md)."""
SIGNS = 6.5
"""Signs of a question for each English word of its limit. Our English questions have 4.8 for a
word, with the space; Polish and Urdu need 1.05 times the signs; and a third more for long words.
Marks above and below letters, which take no room on the line, do not count."""
SAME = 3
"""From this many words on, a text that is the same as the English is taken to be forgotten."""
_SENTENCE = re.compile(r"(?<=[.!?:;۔؟।])[\"”»“')]*\s+|\n+")
_WORD = re.compile(r"[^\s.,;:!?؟۔।،؛…“”„«»\"()\[\]–—/-]+")
_NUMBER = re.compile(r"\d(?:[\d ]*\d){2,}")
_FILLED_IN = re.compile(r"\{\w*\}")


def faults_in(text: str, english: str, language: str, band: Band) -> Iterator[Fault]:
    """Everything that a machine finds wrong with one translated text for a band."""
    yield from _places(text, english)
    yield from _numbers(text, english)
    yield from _promises(text, language)
    if text == english and len(words(text)) >= SAME:
        yield Fault("It is still in English.", f"Say it in {language_of(language).english}.")
    most = int(LIMITS[band].sentence * ROOM[language])
    for sentence in _SENTENCE.split(_FILLED_IN.sub("5", text)):
        if len(words(sentence)) > most:
            what = f"A sentence has {len(words(sentence))} words."
            yield Fault(what, f"For {band} a sentence has at most {most}: make two of it.")


def question_is_long(text: str, band: Band) -> Iterator[Fault]:
    """A question that takes more room than a child of this band reads at once."""
    most = int(LIMITS[band].question * SIGNS)
    if signs(text) > most:
        yield Fault(f"The question has {signs(text)} signs.", f"For {band} at most {most}.")


def words(text: str) -> list[str]:
    """The words of a text in any script: what stands between spaces and punctuation."""
    return _WORD.findall(text)


def signs(text: str) -> int:
    """How many signs stand beside each other on the line: marks on letters are not counted."""
    return sum(unicodedata.category(sign) not in ("Mn", "Cf") for sign in text)


def _places(text: str, english: str) -> Iterator[Fault]:
    """Places that a page fills in: the same as in English, however they are ordered."""
    try:
        theirs = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        yield Fault("A curly bracket is open.", "Write each place as {name}.")
        return
    ours = {name for _, name, _, _ in Formatter().parse(english) if name is not None}
    for name in sorted(ours - theirs):
        yield Fault(f"{{{name}}} is missing.", "Put it where the page is to fill it in.")
    for name in sorted(theirs - ours):
        fix = f"Use {', '.join(f'{{{our}}}' for our in sorted(ours)) or 'none here'}."
        yield Fault(f"No page fills in {{{name}}}.", fix)


def _numbers(text: str, english: str) -> Iterator[Fault]:
    """Numbers to ring: they stay as they are dialled."""
    for number in _NUMBER.findall(english):
        if number not in text:
            yield Fault(f"The number {number} is missing.", "Write it as in English.")


def _promises(text: str, language: str) -> Iterator[Fault]:
    said = [_alike(word) for word in words(text)]
    for promise in _promised(language):
        stem = _alike(promise.removesuffix("*"))
        for word in said:
            if word == stem or (promise.endswith("*") and word.startswith(stem)):
                fix = "Say who can read it and when we must tell: no more can be promised."
                yield Fault(f"“{word}” promises too much.", fix, word)


def _alike(word: str) -> str:
    """A word as it is compared: one letter may be written as one sign or as two."""
    return unicodedata.normalize("NFC", word).casefold()


@cache
def _promised(language: str) -> tuple[str, ...]:
    """The words of a language that promise what nobody can keep."""
    promises = tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))["promises"]
    return tuple(promises.get(language, ()))
