"""Whether a text that goes to the board says what a child wrote, word for word.

Reports hold no quotes (`docs/decisions/025-what-leaves.md`): nothing that Heard makes of answers
has words in it, and what people type is held against the round's comments before it is published.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from analysis.report import Report

IN_A_ROW = 8
"""So many words in a row, the same as a child's, are a quote and no accident."""
SHORTEST = 5
"""A whole comment of so many words or more is one too; shorter ones everybody could have said."""
Run = tuple[str, ...]


def problems(made: Report, comments: Iterable[str]) -> tuple[str, ...]:
    """Each place that holds a child's words, as a sentence that does not repeat them."""
    places = _runs(_written(made))
    found = {place for comment in comments for place in _held(comment, places)}
    return tuple(
        f"{place}: there are words here that a child wrote, word for word. Reports hold no quotes, "
        "since somebody may know the child by them. Say it in your own words."
        for place in sorted(found)
    )


def _written(made: Report) -> Iterator[tuple[str, str]]:
    """What people typed, each text with where it stands."""
    yield "Title", made.title
    yield "What we ask the board", "\n".join(made.asks)
    yield "Key messages", "\n".join(made.key_messages)
    yield "Analysis", made.analysis
    yield "Outcomes", made.outcomes
    for line in made.actions:
        texts = (line.said, line.action, line.owner, line.measure, line.difference)
        yield f"The action of {line.owner or 'nobody yet'}", "\n".join(texts)


def _runs(texts: Iterable[tuple[str, str]]) -> dict[Run, set[str]]:
    """Every run of words that could be a quote, with where it stands."""
    places: dict[Run, set[str]] = defaultdict(set)
    for place, text in texts:
        words = _words(text)
        for long in range(SHORTEST, IN_A_ROW + 1):
            for at in range(len(words) - long + 1):
                places[tuple(words[at : at + long])].add(place)
    return places


def _held(comment: str, places: dict[Run, set[str]]) -> set[str]:
    words = _words(comment)
    long = min(len(words), IN_A_ROW)
    if long < SHORTEST:
        return set()
    starts = range(len(words) - long + 1)
    return {place for at in starts for place in places.get(tuple(words[at : at + long]), ())}


def _words(text: str) -> list[str]:
    """The words as they sound: without capitals, marks and the kind of apostrophe."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"\w+", re.sub("['’`]", "", plain))
