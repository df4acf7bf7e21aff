"""The four words that a child gets after sending: with them the answers can be seen again.

They are worked out from the response's id with a key of this installation, so nothing but a
keyed hash of them is kept. Four of 1,024 words are 40 bits; a stolen table says nothing
without the key, and with the key the answers themselves lie open, so a slow hash would not
protect anything here (docs/decisions/019-four-words.md).
"""

import hashlib
import hmac
from functools import cache
from pathlib import Path

from data.words import Vault

HOW_MANY = 4
_LIST = Path(__file__).parent / "four_words.txt"


def made(vault: Vault, response: str, number: int) -> str:
    """The words of a response, a space between; `number` 0, 1, … where others had them first."""
    key = vault.derived("receipts")
    digest = hmac.new(key, f"{response}|{number}".encode(), hashlib.sha256).digest()
    words = all_words()
    parts = (int.from_bytes(digest[2 * n : 2 * n + 2], "big") for n in range(HOW_MANY))
    return " ".join(words[part % len(words)] for part in parts)


def lookup(vault: Vault, typed: str) -> str:
    """The keyed hash of words as typed, in hex; the same work whatever was typed."""
    tidy = " ".join("".join(s if s.isalpha() else " " for s in typed[:200].lower()).split())
    key = vault.derived("receipt lookups")
    return hmac.new(key, tidy.encode(), hashlib.sha256).hexdigest()


@cache
def all_words() -> tuple[str, ...]:
    """1,024 words that a child can read and spell, in a fixed order: never change it."""
    return tuple(_LIST.read_text("utf-8").split())
