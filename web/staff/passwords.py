"""Passwords: which ones we take, and how they are kept (Argon2id).

Length counts, composition does not: 12 to 256 characters, any of them, never forced to change.
Words that attackers try first count for nothing: what is left without them must be long enough.
A password that others use is refused, also twice in a row or with figures and marks around it.
"""

import hashlib
import re
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 256
OWN_CHARACTERS = 6
"""How many characters must be left, each counted once, when well-known words are taken out."""

_KNOWN_WORDS = Path(__file__).with_name("known_words.txt")
_COMMON = Path(__file__).with_name("common_passwords.txt")
_RUNS = (
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
    "zaq1xsw2cde3vfr4bgt5nhy6mju7",
    "qazwsxedcrfvtgbyhnujm",
    "qazxswedcvfrtgbnhyujm",
    "q1w2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p",
    "a1s2d3f4g5h6j7k8l9",
    "qawsedrftgyhujik",
    "qweasdzxc",
    "zxcasdqwe",
    "0123456789",
    "9876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)
_NOBODYS = (
    "$argon2id$v=19$m=47104,t=2,p=1$qMhOd22A9A3kT/yum/10sQ$j1Z/qvAchnWsHunO"
    "LvGIIxkhXKuNUW12yCXX71V+mA4"
)
"""The hash of a password that nobody has, at today's cost: an unknown name is held against it, so
that it costs exactly what a wrong password costs, the first time too."""
_LOOKALIKES = str.maketrans("0134578@$!|", "oleastbasil")


def problem(password: str, *context: str) -> str | None:
    """What is wrong with this password and how to choose another; None when it will do.

    `context`: words that others would guess, such as the person's name and the authority's.
    """
    if len(password) < SHORTEST:
        return f"This password has {len(password)} characters. Use {SHORTEST} or more."
    if len(password) > LONGEST:
        return f"This password has {len(password)} characters. Use {LONGEST} or fewer."
    if _is_common(password) or len(set(_without_known(password, context))) < OWN_CHARACTERS:
        return (
            "This password is easy to guess: it is mostly well-known words, names, repeats or "
            "keys in a row. Use three or four words that have nothing to do with each other."
        )
    return None


def _is_common(password: str) -> bool:
    """Whether others use it: as it is, or what is left without figures, marks and repeats."""
    plain = unicodedata.normalize("NFKC", password).casefold()
    without_ends = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    looked = {plain, without_ends, plain.translate(_LOOKALIKES), re.sub(r"[\W_]", "", plain)}
    looked |= {re.sub(r"[\W\d_]+$", "", plain), re.sub(r"^[\W\d_]+", "", plain)}
    once = {re.sub(r"^(.+?)\1+$", r"\1", one) for one in looked}
    return any(_short_hash(one) in _common() for one in looked | once if len(one) >= 4)


def _short_hash(password: str) -> str:
    return hashlib.sha256(password.encode()).hexdigest()[:10]


def _without_known(password: str, context: tuple[str, ...]) -> str:
    """What is left of a password when known words, runs and anything but letters are taken out."""
    plain = unicodedata.normalize("NFKC", password).casefold()
    for run in _runs():
        plain = plain.replace(run, " ")
    guessed = [part for text in context for part in re.findall(r"\w{3,}", text.casefold())]
    known = sorted([*_known_words(), *guessed], key=len, reverse=True)
    for word in known:
        plain = plain.replace(word, " ")
    lookalike = plain.translate(_LOOKALIKES)
    for word in known:
        lookalike = lookalike.replace(word, " ")
    return re.sub(r"[\W_]+", "", lookalike)


@cache
def _known_words() -> tuple[str, ...]:
    lines = _KNOWN_WORDS.read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _common() -> frozenset[str]:
    lines = _COMMON.read_text(encoding="ascii").splitlines()
    return frozenset(one for line in lines if not line.startswith("#") for one in line.split())


@cache
def _runs() -> tuple[str, ...]:
    """Every four or more neighbours of a run, the longest first."""
    pieces = {
        run[start:end]
        for run in _RUNS
        for start in range(len(run))
        for end in range(start + 4, len(run) + 1)
    }
    return tuple(sorted(pieces, key=len, reverse=True))


@cache
def _hasher() -> PasswordHasher:
    """Argon2id, 46 MiB, t=2, p=1: twice OWASP's least, and two at once stay under 100 MiB."""
    return PasswordHasher(time_cost=2, memory_cost=47_104, parallelism=1)


def hashed(password: str) -> str:
    """The Argon2id hash of a password, with its salt and cost inside."""
    return _hasher().hash(_normal(password))


def fits(password: str, kept: str | None) -> bool:
    """Whether the password fits the kept hash; without one it costs the same and says no."""
    try:
        return _hasher().verify(kept or _NOBODYS, _normal(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def _normal(password: str) -> str:
    """One form for what looks the same, so that another keyboard still signs in."""
    return unicodedata.normalize("NFC", password)
