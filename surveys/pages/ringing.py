"""The numbers to ring as the component draws them, each in the language of its note."""

from functools import lru_cache
from typing import Any

from surveys.helplines import Helpline, Helplines
from surveys.languages import language_of
from surveys.screens import Screens


def numbers(lines: Helplines, words: Screens) -> dict[str, Any]:
    """Who helps right now, the authority's own and the others, with the day of each list."""
    return {
        "own": [_ring(line) for line in lines.own],
        "ownChecked": _checked(lines.own_last_checked, words),
        "first": [_ring(line) for line in lines.first],
        "more": [_ring(line) for line in lines.more],
        "checked": _checked(lines.last_checked, words),
    }


@lru_cache(maxsize=16)
def tongue(code: str) -> dict[str, str]:
    """A language as a page says that words are in it."""
    language = language_of(code)
    return {"code": language.code, "name": language.name, "dir": language.direction}


def _checked(day: str, words: Screens) -> str:
    """When a person last checked the numbers of one list; "" where nobody has said so."""
    return words.help_checked.format(day=words.day(day)) if day else ""


def _ring(line: Helpline) -> dict[str, Any]:
    return {
        "name": line.name,
        "number": line.on_one_line,
        "note": line.note,
        "noteLanguage": tongue(line.language),
        "text": line.text,
        "link": line.link,
    }
