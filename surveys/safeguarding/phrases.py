"""Phrases to look for in a child's words, spelled the way children spell.

One small language serves the codebook and the safeguarding list, so that a person who is no
programmer can add to either:

    listen*            a word that begins so: listen, listens, listened
    dont feel safe     words that follow one another
    hit*|kick* me      either of these, then "me"
    mum|dad ... hit*   up to eight words may stand between
    help me $          only at the end of a sentence

Words are compared after folding: capitals, accents, apostrophes (straight, curly or left out),
doubled letters, "do not" for "don't" and emoji variants make no difference. The child's words
are never changed; a match says where in them it stands.

There is no regular expression per phrase and nothing to backtrack into: each word of the text
starts at most one bounded attempt per phrase that begins with it, so the work grows no faster
than the length of the text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

GAP = 8
"""Words that `...` may pass over."""
LONGEST = 40
"""Letters of a word that are compared; nothing we look for is longer."""

_JOINERS = "'’‘ʼ＇`´′\u0300-\u036f\u200b-\u200d\u2060\ufeff\u00ad"
_EMOJI = "\u203c-\u2049\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff"
_WORD = re.compile(rf"[^\W_]+(?:[{_JOINERS}]+[^\W_]+)*|[{_EMOJI}]")
_JOINER = re.compile(f"[{_JOINERS}]")
_SHORTENED = re.compile(r"['’‘ʼ＇`´′](?:ll|d)$", re.IGNORECASE)
_DOUBLED = re.compile(r"([a-z])\1+")
_SENTENCE_END = re.compile(r"[.!?…\n\r]")

_SAME = {
    "becase": "because", "becuse": "because", "becuase": "because", "bcos": "because",
    "bcoz": "because", "cause": "because", "cos": "because", "coz": "because", "cuz": "because",
    "cannot": "cant", "dnt": "dont", "dunno": "dont know", "mam": "mum", "mom": "mum",
    "mama": "mum", "mumy": "mum", "momy": "mum", "dady": "dad", "sed": "said", "wud": "would",
    "shud": "should", "u": "you", "ur": "your", "wana": "want to", "wanna": "want to",
    "gona": "going to", "gonna": "going to", "thx": "thanks", "ded": "dead", "wot": "what",
}  # fmt: skip
_TWO_IN_ONE = {
    **{(f"{verb}", "not"): f"{verb}nt" for verb in (
        "do", "did", "does", "is", "are", "was", "were", "could", "would", "should", "have",
        "has", "had",
    )},
    ("can", "not"): "cant", ("will", "not"): "wont", ("i", "am"): "im", ("he", "is"): "hes",
    ("she", "is"): "shes", ("they", "are"): "theyre", ("it", "is"): "its", ("no", "one"): "noone",
    ("no", "body"): "nobody", ("my", "self"): "myself", ("self", "harm"): "selfharm",
    ("any", "more"): "anymore", ("thank", "you"): "thankyou", ("key", "worker"): "keyworker",
}  # fmt: skip


class Token(NamedTuple):
    """One word or emoji: how it is compared, where it stands, whether a sentence ends after it."""

    key: str
    start: int
    end: int
    last: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of one owner (a theme, a kind of worry) and where in the words it stands."""

    owner: str
    phrase: str
    start: int
    end: int


class PhraseRefused(ValueError):
    """A phrase that cannot be looked for. The message says which and how to write it."""


def key_of(word: str) -> str:
    """How a single word is compared: small letters, no accents, no apostrophe, none doubled."""
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word)
    plain = _JOINER.sub("", _SHORTENED.sub("", word)).lower()
    return _DOUBLED.sub(r"\1", plain)[:LONGEST]


def tokens(words: str) -> list[Token]:
    """The words and emoji of a text, in order; two that are one ("do not") come as one."""
    found: list[Token] = []
    for match in _WORD.finditer(words):
        _extend(found, match.group(), match.start(), match.end())
    ends = [m.start() for m in _SENTENCE_END.finditer(words)]
    return _with_ends(found, ends)


def _extend(found: list[Token], word: str, start: int, end: int) -> None:
    """Add the token or tokens of one written word, joining it to the one before where due."""
    key = key_of(word)
    for part in _FOLDED_SAME.get(key, key).split(" "):
        joined = _FOLDED_PAIRS.get((found[-1].key, part)) if found else None
        if joined is None:
            found.append(Token(part, start, end, False))
        else:
            found[-1] = Token(joined, found[-1].start, end, False)


def _with_ends(found: list[Token], ends: list[int]) -> list[Token]:
    """Mark the tokens after which a sentence ends: a stop before the next word, or no next word."""
    marked: list[Token] = []
    position = 0
    for index, token in enumerate(found):
        following = found[index + 1].start if index + 1 < len(found) else None
        while position < len(ends) and ends[position] < token.end:
            position += 1
        stopped = position < len(ends) and (following is None or ends[position] < following)
        marked.append(token._replace(last=True) if stopped or following is None else token)
    return marked


_FOLDED_SAME = {key_of(word): " ".join(map(key_of, same.split())) for word, same in _SAME.items()}
_FOLDED_PAIRS = {(key_of(a), key_of(b)): key_of(one) for (a, b), one in _TWO_IN_ONE.items()}


@dataclass(frozen=True, slots=True)
class _Part:
    """One place in a phrase: any of these words or beginnings; `far`: a gap may come before."""

    exact: frozenset[str]
    stems: tuple[str, ...]
    far: bool

    def fits(self, key: str) -> bool:
        """Whether a folded word can stand here."""
        return key in self.exact or (bool(self.stems) and key.startswith(self.stems))


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase made ready: its owner, its text, its parts, and whether it must end a sentence."""

    owner: str
    text: str
    parts: tuple[_Part, ...]
    ending: bool

    def match(self, text: list[Token], at: int) -> int | None:
        """The index of the last token if the phrase stands at `at`, else None.

        The first part is known to fit. At most one gap, so at most GAP + 1 attempts.
        """
        far = next((i for i, part in enumerate(self.parts) if part.far), len(self.parts))
        near = _run(self.parts[1:far], text, at + 1)
        if near is None or far == len(self.parts):
            return self._ended(text, near)
        for start in range(near + 1, min(near + GAP + 2, len(text))):
            last = self._ended(text, _run(self.parts[far:], text, start))
            if last is not None:
                return last
        return None

    def _ended(self, text: list[Token], last: int | None) -> int | None:
        return None if last is None or (self.ending and not text[last].last) else last


def _run(parts: tuple[_Part, ...], text: list[Token], at: int) -> int | None:
    """The index of the last token when `parts` follow one another from `at`, else None."""
    if at + len(parts) > len(text):
        return None
    if all(part.fits(text[at + i].key) for i, part in enumerate(parts)):
        return at + len(parts) - 1
    return None


class PhraseBook:
    """Phrases by owner, indexed by their first word."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        """Make every phrase ready; PhraseRefused names the one that cannot be read."""
        self._exact: dict[str, list[_Phrase]] = {}
        self._stems: dict[str, list[_Phrase]] = {}
        for owner, texts in phrases.items():
            for text in texts:
                self._add(_prepared(owner, text))
        self._lengths = sorted({len(stem) for stem in self._stems})

    def _add(self, phrase: _Phrase) -> None:
        for key in phrase.parts[0].exact:
            self._exact.setdefault(key, []).append(phrase)
        for stem in phrase.parts[0].stems:
            self._stems.setdefault(stem, []).append(phrase)

    def find(self, words: str) -> tuple[Found, ...]:
        """Each phrase that stands in the words, once, where it first stands, in that order."""
        text = tokens(words)
        found: dict[tuple[str, str], Found] = {}
        for at, token in enumerate(text):
            for phrase in self._beginning(token.key):
                if (phrase.owner, phrase.text) in found:
                    continue
                last = phrase.match(text, at)
                if last is not None:
                    place = Found(phrase.owner, phrase.text, token.start, text[last].end)
                    found[phrase.owner, phrase.text] = place
        return tuple(found.values())

    def _beginning(self, key: str) -> Iterator[_Phrase]:
        """The phrases whose first part fits this word."""
        yield from self._exact.get(key, ())
        for length in self._lengths:
            if length > len(key):
                return
            yield from self._stems.get(key[:length], ())


def widest(said: Iterable[str]) -> tuple[str, ...]:
    """Matched words without those that stand inside another match, in the order found."""
    different = list(dict.fromkeys(said))
    return tuple(
        one for one in different if not any(one != other and one in other for other in different)
    )


def _prepared(owner: str, text: str) -> _Phrase:
    """Read one phrase of the small language."""
    written = text.split()
    ending = bool(written) and written[-1] == "$"
    parts: list[_Part] = []
    far = False
    for piece in written[: -1 if ending else None]:
        if piece == "...":
            far = True
            continue
        _append(parts, piece, far)
        far = False
    if not parts or far or sum(part.far for part in parts) > 1 or parts[0].far:
        raise PhraseRefused(
            f"{owner}: “{text}” cannot be looked for. Write at least one word; “...” stands "
            "between words, once; “$” stands at the end."
        )
    return _Phrase(owner, text, tuple(parts), ending)


def _append(parts: list[_Part], piece: str, far: bool) -> None:
    """Add one written place to a phrase, folded the way text is."""
    if "|" not in piece and "*" not in piece:
        keys = [token.key for token in tokens(piece)]
        for index, key in enumerate(keys):
            _append_word(parts, key, far and index == 0)
        return
    choices = [choice for choice in piece.split("|") if choice]
    exact = frozenset(_whole(choice) for choice in choices if not choice.endswith("*"))
    stems = tuple(key_of(choice[:-1]) for choice in choices if choice.endswith("*"))
    parts.append(_Part(exact, stems, far))


def _append_word(parts: list[_Part], key: str, far: bool) -> None:
    """Add one word, joined to the one before where text would join them ("do not")."""
    before = parts[-1] if parts else None
    if before and not far and not before.stems and len(before.exact) == 1:
        joined = _FOLDED_PAIRS.get((next(iter(before.exact)), key))
        if joined is not None:
            parts[-1] = _Part(frozenset({joined}), (), before.far)
            return
    parts.append(_Part(frozenset({key}), (), far))


def _whole(choice: str) -> str:
    """One of several choices, which must be a single word after folding."""
    keys = [token.key for token in tokens(choice)]
    if len(keys) != 1:
        raise PhraseRefused(f"“{choice}” stands for {len(keys)} words; write it as its own phrase.")
    return keys[0]
