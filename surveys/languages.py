"""The languages of the child's side: their own names, their direction, and the voice that reads."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

ENGLISH = "en"
_ACCEPTED = re.compile(
    r"([A-Za-z]{2,3})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*(?:,|$)"
)


@dataclass(frozen=True, slots=True)
class Language:
    """`code` stands in `lang`; `name` is its own name for itself; `voice` asks for a speaker."""

    code: str
    name: str
    english: str
    direction: Literal["ltr", "rtl"]
    voice: str


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        language.code: language
        for language in (
            Language("en", "English", "English", "ltr", "en-GB"),
            Language("pl", "Polski", "Polish", "ltr", "pl-PL"),
            Language("ro", "Română", "Romanian", "ltr", "ro-RO"),
            Language("ur", "اردو", "Urdu", "rtl", "ur-PK"),
            Language("pa", "ਪੰਜਾਬੀ", "Punjabi (Gurmukhi)", "ltr", "pa-IN"),
            Language("bn", "বাংলা", "Bengali", "ltr", "bn-BD"),
            Language("ar", "العربية", "Arabic", "rtl", "ar"),
        )
    }
)


def language_of(code: str | None) -> Language:
    """The language with this code; English for anything else, so that a page can always be said."""
    return LANGUAGES.get(code or ENGLISH, LANGUAGES[ENGLISH])


def preferred(accepted: str) -> str:
    """The language of ours that a browser would rather read (Accept-Language); else English."""
    asked = [(-float(weight or 1), tag.casefold()) for tag, weight in _ACCEPTED.findall(accepted)]
    best_first = sorted(asked, key=lambda one: one[0])
    return next((tag for _, tag in best_first if tag in LANGUAGES), ENGLISH)
