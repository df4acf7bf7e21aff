"""Words that may mean a child is not safe, found in what a child wrote.

The list (`disclosure_words.json`) orders the reading queue and clears nothing: not flagged does
not mean safe. It is a starting list of this project. Its words, routes and times need the check
of the designated safeguarding lead against local procedures.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from surveys.safeguarding.phrases import PhraseBook, widest

LIST = Path(__file__).with_name("disclosure_words.json")


@dataclass(frozen=True, slots=True)
class WorryKind:
    """One kind of worry: where it goes, how soon. `rank` 0 is read first.

    `lado`: it is about someone who works with children, so it goes to the designated officer
    (LADO) and never to that person's line manager.
    """

    id: str
    name: str
    route: str
    within: str
    lado: bool
    rank: int


@dataclass(frozen=True, slots=True)
class Worry:
    """One kind of worry in one comment, with the child's words that matched, as typed."""

    kind: WorryKind
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorryList:
    """The kinds in the order they are read, and their phrases made ready."""

    version: int
    kinds: dict[str, WorryKind]
    phrases: PhraseBook


@cache
def worry_list() -> WorryList:
    """The list that ships with Heard, read once."""
    raw = json.loads(LIST.read_text(encoding="utf-8"))
    kinds = {
        kind["id"]: WorryKind(
            kind["id"], kind["name"], kind["route"], kind["within"], kind.get("lado", False), rank
        )
        for rank, kind in enumerate(raw["kinds"])
    }
    phrases = PhraseBook({kind["id"]: kind["phrases"] for kind in raw["kinds"]})
    return WorryList(raw["version"], kinds, phrases)


def worries(words: str) -> tuple[Worry, ...]:
    """The kinds of worry these words match, the most urgent first; empty does not mean safe."""
    listed = worry_list()
    said: dict[str, list[str]] = {}
    for found in listed.phrases.find(words):
        said.setdefault(found.owner, []).append(words[found.start : found.end])
    kinds = sorted((listed.kinds[owner] for owner in said), key=lambda kind: kind.rank)
    return tuple(Worry(kind, widest(said[kind.id])) for kind in kinds)
