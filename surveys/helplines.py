"""Who a child can turn to now: national lines, and the authority's own numbers.

The numbers live in `definitions/helplines.toml` and need a person's check before a release.
The authority's own are in the file that `Settings.helplines_file` names, in the same shape; there
a name or a note may be said in several languages: `note.en = "…"`, `note.pl = "…"`. Ours are
translated in `definitions/translations/<language>/helplines.toml`, by their English names.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from surveys.authoring.translating.wanted import table
from surveys.languages import ENGLISH
from surveys.translations import TRANSLATIONS, words_of

FILE = "helplines.toml"
_FIRST = 2
_OURS = Path(__file__).parent / "definitions" / "helplines.toml"


@dataclass(frozen=True, slots=True)
class Helpline:
    """One line. `text` means that it takes text messages, not calls.

    `language` is the one that the note is in: English where it is not translated.
    """

    name: str
    number: str
    note: str
    text: bool = False
    language: str = ENGLISH

    @property
    def on_one_line(self) -> str:
        """The number as a screen shows it: it never breaks in two."""
        return self.number.replace(" ", "\u00a0")

    @property
    def link(self) -> str:
        """What a phone opens: `tel:` or `sms:` with the digits only."""
        digits = "".join(c for c in self.number if c in "+0123456789")
        return f"{'sms' if self.text else 'tel'}:{digits}"


@dataclass(frozen=True, slots=True)
class Helplines:
    """National lines, the authority's own (shown first after 999), and when they were checked.

    `last_checked` is an ISO day, or "" when nobody has said that they checked.
    """

    lines: tuple[Helpline, ...]
    own: tuple[Helpline, ...]
    last_checked: str
    own_last_checked: str

    @property
    def first(self) -> tuple[Helpline, ...]:
        """Those that stand above all else: 999 and Childline."""
        return self.lines[:_FIRST]

    @property
    def more(self) -> tuple[Helpline, ...]:
        """The others; for the youngest they unfold."""
        return self.lines[_FIRST:]


class HelplinesProblem(ValueError):
    """The authority's file of numbers cannot be used; the message says where and how to fix it."""


@lru_cache(maxsize=32)
def helplines(
    settings_file: Path | None = None, language: str = ENGLISH, folder: Path = TRANSLATIONS
) -> Helplines:
    """Every line to show. Raises HelplinesProblem when the authority's file cannot be used."""
    lines, checked = _read(_OURS, language)
    own, own_checked = _read(settings_file, language) if settings_file else ((), "")
    words = words_of(language, FILE, folder)
    ours = tuple(_translated(line, words, language) for line in lines)
    return Helplines(ours, own, checked, own_checked)


def _translated(line: Helpline, words: Mapping[str, Any], language: str) -> Helpline:
    """A line of ours in the words of a language, as far as it has them."""
    name, note = table(words, "name").get(line.name), table(words, "note").get(line.name)
    named = replace(line, name=name) if isinstance(name, str) and name else line
    if not isinstance(note, str) or not note:
        return named
    return replace(named, note=note, language=language)


def _read(path: Path, language: str) -> tuple[tuple[Helpline, ...], str]:
    try:
        document = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as bad:
        raise HelplinesProblem(f"{path} cannot be read: {bad.strerror}. Check the name.") from None
    except ValueError as bad:  # what tomllib and the decoder raise
        raise HelplinesProblem(f"{path} is not UTF-8 TOML: {bad}.") from None
    tables = document.get("line", [])
    if not isinstance(tables, list):
        raise HelplinesProblem(f"{path}: begin each number with [[line]].")
    lines = tuple(_line(path, index, line, language) for index, line in enumerate(tables, start=1))
    return lines, str(document.get("last_checked", ""))


def _line(path: Path, index: int, line: Any, language: str) -> Helpline:
    said = {} if not isinstance(line, dict) else {key: _in(line.get(key), language) for key in line}
    for key in ("name", "number", "note"):
        if not isinstance(said.get(key), str):
            raise HelplinesProblem(f"{path}: [[line]] number {index} needs {key} = “…”.")
    spoken = isinstance(line["note"], dict) and language in line["note"]
    in_words = language if spoken else ENGLISH
    return Helpline(said["name"], said["number"], said["note"], said.get("text") is True, in_words)


def _in(value: Any, language: str) -> Any:
    """A value in a language, or in English; or the value, where it is said in one way only."""
    return value.get(language, value.get(ENGLISH)) if isinstance(value, dict) else value
