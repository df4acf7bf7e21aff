"""What a machine may say about a comment: themes its words suggest, and TextBlob's guess.

Suggestions are for a person to accept or reject and are never counted. TextBlob's guess orders
a list and is used for nothing else: on clearly good or bad sentences as children write them it
was right in 20 of 100 ("i dont feel safe here" scored +0.5). It is imported only when `mood` is
called, in the worker process, so that the server never loads it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.codebook import Codebook
from surveys.safeguarding.phrases import widest

MOOD_LABEL = "TextBlob's guess; it is often wrong; it only orders this list"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A theme that a comment's words suggest. `because`: those words as the child typed them."""

    theme: str
    because: tuple[str, ...]


def suggest(words: str, codebook: Codebook) -> tuple[Suggestion, ...]:
    """The themes these words suggest, those with most matches first."""
    because: dict[str, list[str]] = {}
    for found in codebook.phrases.find(words):
        because.setdefault(found.owner, []).append(words[found.start : found.end])
    order = sorted(because, key=lambda theme: -len(because[theme]))
    return tuple(Suggestion(theme, widest(because[theme])) for theme in order)


def mood(words: str) -> float:
    """TextBlob's polarity, -1 to 1. See MOOD_LABEL: show that beside anything it orders."""
    from textblob import TextBlob

    return float(TextBlob(words).sentiment.polarity)


def moods(comments: Iterable[str]) -> tuple[float, ...]:
    """TextBlob's guess for each comment, in their order; run in the worker process."""
    return tuple(mood(words) for words in comments)
