"""Every sentence of the child's side that is not a question, in the words of a band.

The sentences are in `definitions/screens.toml`, those of other languages in the file of that name
in `definitions/translations`; `checks` reads them as it reads the questions. A sentence that a
language lacks is said in English. What a page fills in stands in curly brackets:
`screens.progress.format(number=3, of=10)`.
"""

import tomllib
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from surveys.authoring.translating.wanted import ANY, SCREENS, banded, table
from surveys.languages import ENGLISH
from surveys.loader import DEFINITIONS
from surveys.schema import Band, Mode
from surveys.sentences import Letter, Notice, Paper, Screens, day, names
from surveys.translations import TRANSLATIONS, words_of

__all__ = ["Letter", "Notice", "Paper", "Screens", "day", "letter", "notice", "paper", "screens"]

FILE = DEFINITIONS / SCREENS
PARTS = ("start", "{mode}", "safe_{mode}", "end")
"""The parts of a notice, in the order in which they are said."""


@lru_cache(maxsize=64)
def screens(
    band: Band | None = None, language: str = ENGLISH, folder: Path = TRANSLATIONS
) -> Screens:
    """The sentences for a band; without one, those for pages where the age is not known yet."""
    words = _sentences(Screens, ("way_in", "words"), band, language, folder)
    return Screens(**words)


@lru_cache(maxsize=64)
def paper(band: Band, language: str = ENGLISH, folder: Path = TRANSLATIONS) -> Paper:
    """The sentences printed on a paper questionnaire."""
    return Paper(**_sentences(Paper, ("paper",), band, language, folder))


@lru_cache(maxsize=64)
def letter(band: Band, language: str = ENGLISH, folder: Path = TRANSLATIONS) -> Letter:
    """The sentences of a letter with a code."""
    return Letter(**_sentences(Letter, ("letter",), band, language, folder))


@lru_cache(maxsize=128)
def notice(band: Band, mode: Mode, language: str = ENGLISH, folder: Path = TRANSLATIONS) -> Notice:
    """The notice of a band in a mode. It cannot be switched off."""
    english = document()["notice"][band]
    own = table(table(words_of(language, SCREENS, folder), "notice"), band)
    fits = [key for key in english if own.get(key) and isinstance(own[key], type(english[key]))]
    said = {**english, **{key: own[key] for key in fits}}
    parts = (part.format(mode=mode) for part in PARTS)
    return Notice(said["title"], tuple(p for part in parts for p in said.get(part, ())))


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """What `screens.toml` says, as read."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def sentence(value: str | dict[str, str], band: Band | None) -> str:
    """One sentence for a band: its own words, those for any, or "" where it has neither."""
    found = banded(value, band or ANY)
    return found if isinstance(found, str) else ""


def _sentences(
    kind: type[Screens | Paper | Letter],
    tables: tuple[str, ...],
    band: Band | None,
    language: str,
    folder: Path,
) -> dict[str, str]:
    """Each sentence in the language, or in English where it is not translated."""
    theirs = words_of(language, SCREENS, folder)
    english = {k: v for part in tables for k, v in document()[part].items()}
    own = {k: v for part in tables for k, v in table(theirs, part).items()}
    said = {
        f.name: sentence(own.get(name, ""), band) or sentence(english[name], band)
        for f in fields(kind)
        if (name := f.name.rstrip("_")) in names(kind)
    }
    return {**said, "lang": language if own else ENGLISH}
