"""A survey in another language: its wording, whether it is whole, and who has checked it.

English is in the survey's own file. Other languages are in `definitions/translations/<language>`,
in the same shape, by question id and band. A question of which anything is not translated is
shown whole in English and says so, so that no question is half in one language. A response keeps
the wording it was shown, as JSON: correcting a translation changes nothing that was answered.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from surveys.authoring.translating.wanted import (
    SCREENS,
    Source,
    Wanted,
    banded,
    found,
    survey_file,
    wanted,
)
from surveys.languages import ENGLISH, LANGUAGES
from surveys.loader import DEFINITIONS, DefinitionProblems, read_text, read_toml
from surveys.schema import BANDS, Option, Question, Questionnaire, Scale, Survey

TRANSLATIONS = DEFINITIONS / "translations"
_REVISION = 12
Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Translation:
    """One survey version in one language.

    `wording` is every text that is translated, as JSON with sorted keys; `revision` is made from
    it, so the same words have the same revision. `missing` counts the texts left in English.
    `checked_by` is empty until a person has checked every file that the wording is taken from;
    `checked_on` is the ISO day of the last of those checks.
    """

    survey: str
    version: int
    language: str
    revision: str
    checked_by: str
    checked_on: str
    wording: str
    missing: int

    @property
    def whole(self) -> bool:
        """Whether nothing is left in English."""
        return not self.missing


@lru_cache(maxsize=256)
def translation_of(
    survey: Survey, language: str, folder: Path = TRANSLATIONS
) -> Translation | None:
    """The survey in a language; None for English and where nobody has translated this version."""
    if not words_of(language, survey_file(survey), folder):
        return None
    texts = [(want, said(want, language, folder)) for want in wanted(survey)]
    wording = _canonical(language, texts, folder)
    used = {survey_file(survey), *(_file(want, language, folder) for want, text in texts if text)}
    checked_by, checked_on = checked(language, used, folder)
    return Translation(
        survey=survey.id,
        version=survey.version,
        language=language,
        revision=hashlib.sha256(wording.encode()).hexdigest()[:_REVISION],
        checked_by=checked_by,
        checked_on=checked_on,
        wording=wording,
        missing=sum(not text for _, text in texts),
    )


@lru_cache(maxsize=256)
def translated(questionnaire: Questionnaire, wording: str) -> Questionnaire:
    """A questionnaire in the words of a translation; cached, as every move of a child asks it.

    A question that the wording does not hold whole stays in English, in `Question.language` too.
    """
    read = _read(wording)
    words = read["bands"].get(questionnaire.band, {})
    said_of = words.get("questions", {})
    return replace(
        questionnaire,
        language=read["language"],
        title=words.get("title") or questionnaire.title,
        intro=words.get("intro") or questionnaire.intro,
        questions=tuple(
            _question(question, said_of.get(question.id, {}), read["language"])
            for question in questionnaire.questions
        ),
    )


@lru_cache(maxsize=256)
def offered(survey: Survey | None = None, folder: Path = TRANSLATIONS) -> tuple[str, ...]:
    """The languages to choose from: English, and those that have screens and this survey's notices.

    A survey that is not translated is offered too: what happens to the answers, the way to help
    and every button are then in the child's language, and the questions in English.
    """
    bands = survey.bands if survey else BANDS
    languages = (code for code in LANGUAGES if code != ENGLISH)
    return (ENGLISH, *(code for code in languages if _has_notices(code, bands, folder)))


def _has_notices(language: str, bands: tuple[str, ...], folder: Path) -> bool:
    notices = words_of(language, SCREENS, folder).get("notice")
    return isinstance(notices, dict) and set(bands) <= notices.keys()


@lru_cache(maxsize=256)
def words_of(language: str, file: str, folder: Path = TRANSLATIONS) -> Words:
    """What a file of a language says; nothing where it is not there or cannot be read.

    A child gets the English then; `manage.py check` says what is wrong with the file.
    """
    path = folder / language / file
    if language not in LANGUAGES or language == ENGLISH or not path.is_file():
        return {}
    try:
        return read_toml(read_text(path), str(path))
    except DefinitionProblems:
        return {}


def said(want: Wanted, language: str, folder: Path = TRANSLATIONS) -> str:
    """The translation of one text; "" where there is none."""
    value = _value(want, language, folder)
    text = banded(value.get("label"), *want.bands) if isinstance(value, dict) else value
    return text.strip() if isinstance(text, str) else ""


def sound_of(want: Wanted, language: str, folder: Path = TRANSLATIONS) -> str:
    """The recording of a question or an answer in a language; "" where there is none."""
    sound: Any = None
    if want.part == "answer":
        value = _value(want, language, folder)
        sound = value.get("sound") if isinstance(value, dict) else None
    elif want.part == "text":
        sources = (replace(s, path=(*s.path[:-1], "sound")) for s in want.sources)
        sound = _value(replace(want, sources=tuple(sources)), language, folder)
    named = banded(sound, *want.bands)
    return named if isinstance(named, str) else ""


def checked(language: str, files: set[str], folder: Path = TRANSLATIONS) -> tuple[str, str]:
    """Who checked all of these files, and the day of the last check; "" and "" until all are."""
    heads = [words_of(language, file, folder) for file in sorted(files)]
    people = [str(head.get("checked_by", "")).strip() for head in heads]
    if not people or not all(people):
        return "", ""
    return ", ".join(dict.fromkeys(people)), max(str(head.get("checked_on", "")) for head in heads)


def _value(want: Wanted, language: str, folder: Path) -> Any:
    values = (_at(source, want, language, folder) for source in want.sources)
    return next((value for value in values if value), None)


def _at(source: Source, want: Wanted, language: str, folder: Path) -> Any:
    return found(words_of(language, source.file, folder), source.path, *want.bands)


def _file(want: Wanted, language: str, folder: Path) -> str:
    """The file that a translation was found in."""
    sources = (source for source in want.sources if _at(source, want, language, folder))
    return next(sources).file


def _canonical(language: str, texts: list[tuple[Wanted, str]], folder: Path) -> str:
    bands: dict[str, Any] = {}
    for want, text in texts:
        if text:
            sound = sound_of(want, language, folder)
            _put(bands.setdefault(want.band, {}), want, text, sound)
    value = {"language": language, "bands": bands}
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _put(band: dict[str, Any], want: Wanted, text: str, sound: str) -> None:
    if not want.question:
        band[want.part] = text
        return
    question = band.setdefault("questions", {}).setdefault(want.question, {})
    if want.part == "answer":
        question.setdefault("options", {})[want.key] = text
    else:
        question[want.part] = text
    if sound and want.part == "answer":
        question.setdefault("sounds", {})[want.key] = sound
    elif sound:
        question["sound"] = sound


@lru_cache(maxsize=256)
def _read(wording: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(wording)
    return read


def _question(question: Question, words: Words, language: str) -> Question:
    """A question in the words of a translation, or as it is where a word is missing."""
    labels = words.get("options", {})
    needed = {"text": True, "hint": question.hint, "why": question.why}
    needed |= dict.fromkeys(("low", "high"), question.scale)
    lacking = any(need and part not in words for part, need in needed.items())
    if lacking or any(option.key not in labels for option in question.options):
        return question
    return replace(
        question,
        language=language,
        text=words["text"],
        hint=words["hint"] if question.hint else "",
        why=words["why"] if question.why else "",
        scale=_scale(question.scale, words),
        options=tuple(_option(option, labels[option.key], words) for option in question.options),
        sound=words.get("sound"),
    )


def _option(option: Option, label: str, words: Words) -> Option:
    return replace(option, label=label, sound=words.get("sounds", {}).get(option.key))


def _scale(scale: Scale | None, words: Words) -> Scale | None:
    return replace(scale, low_label=words["low"], high_label=words["high"]) if scale else None
