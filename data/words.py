"""Children's words and contact details at rest: AES-256-GCM, a key per response.

Each response has its own data key, wrapped by the master key. A sealed field is bound to its
response and its place, so that a field moved elsewhere, cut or changed by one bit is refused
instead of shown. Erasing the wrapped key erases the words everywhere, backups too.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from data.keys import Keys

_FORMAT = 1
_NONCE = 12
NUMBER = 4
"""How many bytes in front of a wrapped key say which master key wraps it."""


class WordsDamaged(RuntimeError):
    """A sealed field does not open: it was changed, moved, or sealed with another key."""


@dataclass(frozen=True, slots=True)
class ResponseKey:
    """The opened key of one owner (a response or an invitation); seals and opens its fields."""

    owner: str
    _key: bytes = field(repr=False)

    @property
    def raw(self) -> bytes:
        """The key itself, to be wrapped again."""
        return self._key

    def seal(self, words: str, place: str) -> bytes:
        """Words as format byte, nonce and ciphertext, bound to owner and place."""
        return _seal(self._key, words.encode(), f"{self.owner}|{place}")

    def open(self, sealed: bytes, place: str) -> str:
        """The words; raises WordsDamaged rather than give back anything else."""
        return _open(self._key, sealed, f"{self.owner}|{place}").decode()


class Vault:
    """Makes and opens response keys with the master key."""

    def __init__(self, keys: Keys, again: Callable[[], Keys] | None = None) -> None:
        """Take the installation's keys; they stay in memory only.

        `again` reads the key file anew, for a master key that came while the server runs.
        """
        self._keys = keys
        self._again = again

    def new_key(self, owner: str, master: int | None = None) -> tuple[bytes, ResponseKey]:
        """A fresh key for `owner`: wrapped, as it is stored, and opened.

        `master` is the number that the database names (`Transaction.new_key`); without one, for a
        database that names none yet, it is the newest of the key file. Raises WordsDamaged.
        """
        key = secrets.token_bytes(32)
        number = self._keys.current if master is None else master
        sealed = _seal(self._master(number, owner), key, f"key|{owner}")
        return number.to_bytes(NUMBER, "big") + sealed, ResponseKey(owner, key)

    def open_key(self, wrapped: bytes, owner: str) -> ResponseKey:
        """The opened key of `owner`; raises WordsDamaged."""
        master = self._master(master_of(wrapped), owner)
        return ResponseKey(owner, _open(master, wrapped[NUMBER:], f"key|{owner}"))

    def key_or_none(self, wrapped: bytes, owner: str) -> ResponseKey | None:
        """The opened key of `owner`, or None where it is damaged: for readers who go on without."""
        try:
            return self.open_key(wrapped, owner)
        except WordsDamaged:
            return None

    def wrapped_anew(self, wrapped: bytes, owner: str) -> bytes | None:
        """The same key under the newest master key; None where it is already."""
        newest = self._keys.current
        if master_of(wrapped) == newest:
            return None
        opened = self.open_key(wrapped, owner)
        sealed = _seal(self._keys.masters[newest], opened.raw, f"key|{owner}")
        return newest.to_bytes(NUMBER, "big") + sealed

    def derived(self, purpose: str) -> bytes:
        """A 32-byte key for another purpose: hashing codes, signing the ledger."""
        return self._keys.derived(purpose)

    def _master(self, number: int, owner: str) -> bytes:
        """A master key by its number; one that is not known here is looked for in the key file.

        Those that the file holds no more are kept in memory: whoever reads an older state of the
        database beside this still needs them.
        """
        if number not in self._keys.masters and self._again is not None:
            found = self._again()
            self._keys = replace(found, masters={**self._keys.masters, **found.masters})
        if number not in self._keys.masters:
            raise WordsDamaged(f"The key of {owner} needs master key {number}, which is not here.")
        return self._keys.masters[number]


def master_of(wrapped: bytes) -> int:
    """The number of the master key that wraps a key."""
    return int.from_bytes(wrapped[:NUMBER], "big")


def _seal(key: bytes, content: bytes, bound_to: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return bytes([_FORMAT]) + nonce + AESGCM(key).encrypt(nonce, content, bound_to.encode())


def _open(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    if len(sealed) <= 1 + _NONCE or sealed[0] != _FORMAT:
        raise WordsDamaged("A sealed field is cut short or of an unknown format.")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], bound_to.encode())
    except InvalidTag:
        raise WordsDamaged(
            "A sealed field does not open: it was changed, moved or has another key."
        ) from None
