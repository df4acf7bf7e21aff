"""Children's words and contact details at rest: AES-256-GCM, a key per response.

Each response has its own data key, wrapped by the master key. A sealed field is bound to its
response and its place, so that a field moved elsewhere, cut or changed by one bit is refused
instead of shown. Erasing the wrapped key erases the words everywhere, backups too.
"""

import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from data.keys import Keys

_FORMAT = 1
_NONCE = 12


class WordsDamaged(RuntimeError):
    """A sealed field does not open: it was changed, moved, or sealed with another key."""


@dataclass(frozen=True, slots=True)
class ResponseKey:
    """The opened key of one owner (a response or an invitation); seals and opens its fields."""

    owner: str
    _key: bytes

    def seal(self, words: str, place: str) -> bytes:
        """Words as format byte, nonce and ciphertext, bound to owner and place."""
        return _seal(self._key, words.encode(), f"{self.owner}|{place}")

    def open(self, sealed: bytes, place: str) -> str:
        """The words; raises WordsDamaged rather than give back anything else."""
        return _open(self._key, sealed, f"{self.owner}|{place}").decode()


class Vault:
    """Makes and opens response keys with the master key."""

    def __init__(self, keys: Keys) -> None:
        """Take the installation's keys; they stay in memory only."""
        self._keys = keys

    def new_key(self, owner: str) -> tuple[bytes, ResponseKey]:
        """A fresh key for `owner`: wrapped, as it is stored, and opened."""
        key = secrets.token_bytes(32)
        number = self._keys.current
        wrapped = number.to_bytes(4, "big") + _seal(self._keys.masters[number], key, f"key|{owner}")
        return wrapped, ResponseKey(owner, key)

    def open_key(self, wrapped: bytes, owner: str) -> ResponseKey:
        """The opened key of `owner`; raises WordsDamaged."""
        number = int.from_bytes(wrapped[:4], "big")
        if number not in self._keys.masters:
            raise WordsDamaged(
                f"The key of {owner} was wrapped by master key {number}, which is not here."
            )
        return ResponseKey(owner, _open(self._keys.masters[number], wrapped[4:], f"key|{owner}"))

    def derived(self, purpose: str) -> bytes:
        """A 32-byte key for another purpose: hashing codes, signing the ledger."""
        return self._keys.derived(purpose)


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
