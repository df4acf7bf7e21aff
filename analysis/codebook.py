"""The codebook: the agreed themes, what counts as each, and words that suggest it.

A codebook file is a list of themes. `theme` (its name) and `words` are needed; `id`, `counts`,
`not` and `polarity` are there where people give themes by hand. How to write words: see
`surveys/safeguarding/phrases.py`; `*` ends a beginning ("listen*").
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from surveys.safeguarding.phrases import PhraseBook, PhraseRefused

FILE = Path(__file__).with_name("codebook.json")


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme. `counts`: what belongs to it; `not_this`: what looks alike and does not.

    `polarity` says how to tell good from bad in it. `words` only suggest; people decide.
    """

    id: str
    name: str
    counts: str
    not_this: str
    words: tuple[str, ...]
    polarity: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """The themes in their order, their words made ready, and a mark that changes with them."""

    themes: tuple[Theme, ...]
    phrases: PhraseBook
    mark: str

    def theme(self, theme_id: str) -> Theme | None:
        """The theme with this id, or None."""
        return next((theme for theme in self.themes if theme.id == theme_id), None)

    def name(self, theme_id: str) -> str:
        """The theme's name; its id where the codebook no longer has it."""
        theme = self.theme(theme_id)
        return theme.name if theme else theme_id


class CodebookRefused(ValueError):
    """A codebook file that cannot be used: where, what, how to fix."""


def load(path: Path | None = None) -> Codebook:
    """Read a codebook; without a path the one that ships with Heard (read once)."""
    return _ours() if path is None else read(path.read_text(encoding="utf-8"), path.name)


@cache
def _ours() -> Codebook:
    return read(FILE.read_text(encoding="utf-8"), FILE.name)


def read(text: str, file: str) -> Codebook:
    """A codebook from its JSON; raises CodebookRefused."""
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as problem:
        raise CodebookRefused(f"{file}, line {problem.lineno}: {problem.msg}.") from None
    if not isinstance(raw, list) or not raw:
        raise CodebookRefused(f"{file}: write a list with at least one theme in it.")
    themes = tuple(_theme(entry, f"{file}, theme {n}") for n, entry in enumerate(raw, start=1))
    _refuse_doubles(themes, file)
    try:
        phrases = PhraseBook({theme.id: theme.words for theme in themes})
    except PhraseRefused as problem:
        raise CodebookRefused(f"{file}: {problem}") from None
    return Codebook(themes, phrases, hashlib.sha256(text.encode()).hexdigest()[:12])


def _theme(entry: Any, where: str) -> Theme:
    if not isinstance(entry, dict) or not isinstance(entry.get("theme"), str):
        raise CodebookRefused(f"{where}: give it a name, as “theme”.")
    words = entry.get("words", [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise CodebookRefused(f"{where} ({entry['theme']}): “words” must be a list of texts.")
    return Theme(
        id=str(entry.get("id", entry["theme"])),
        name=entry["theme"],
        counts=str(entry.get("counts", "")),
        not_this=str(entry.get("not", "")),
        words=tuple(words),
        polarity=str(entry.get("polarity", "")),
    )


def _refuse_doubles(themes: tuple[Theme, ...], file: str) -> None:
    seen: set[str] = set()
    for theme in themes:
        if theme.id in seen:
            raise CodebookRefused(f"{file}: “{theme.id}” is there twice. Give one another id.")
        seen.add(theme.id)
