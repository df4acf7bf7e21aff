"""The key file: the master key that wraps every response's key, and the pepper for codes.

It lives outside the database, the checkout and `var/`, readable by its owner only. Losing it
loses every child's words, so it is never made while a database with rows exists.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from data.settings import CHECKOUT, Settings


class KeyProblem(RuntimeError):
    """The key file is missing, misplaced or unreadable; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Master keys by id, which of them wraps new keys, and the pepper (all 32 bytes)."""

    masters: dict[int, bytes]
    current: int
    pepper: bytes

    def derived(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose, from the pepper, so that rotating a master keeps it."""
        return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(self.pepper)


def read(settings: Settings) -> Keys:
    """The keys of this installation; raises KeyProblem."""
    path = settings.key_file
    _refuse_misplaced(path, settings)
    try:
        kept = json.loads(path.read_text("utf-8"))
        masters = {int(number): _bytes(text) for number, text in kept["masters"].items()}
        keys = Keys(masters, int(kept["current"]), _bytes(kept["pepper"]))
    except FileNotFoundError:
        raise KeyProblem(
            f"The key file {path} is missing. Without it no words can be read or kept. Put the "
            "file back from where you keep its copy, or set HEARD_KEY_FILE to where it is."
        ) from None
    except (OSError, ValueError, KeyError) as problem:
        raise KeyProblem(
            f"The key file {path} cannot be read ({problem}). Put its copy back."
        ) from None
    if keys.current not in keys.masters:
        raise KeyProblem(
            f"The key file {path} names a current key that it does not hold. Put its copy back."
        )
    return keys


def make(settings: Settings) -> None:
    """Make the key file for a new installation; one that exists is left alone."""
    path = settings.key_file
    _refuse_misplaced(path, settings)
    kept = {
        "masters": {"1": _text(secrets.token_bytes(32))},
        "current": 1,
        "pepper": _text(secrets.token_bytes(32)),
    }
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(kept, file)
        file.flush()
        os.fsync(file.fileno())


def _refuse_misplaced(path: Path, settings: Settings) -> None:
    for folder in (CHECKOUT, settings.var):
        if path.resolve().is_relative_to(folder.resolve()):
            raise KeyProblem(
                f"The key file {path} is inside {folder}. Whoever copies that folder would "
                "have the words and their key together. Set HEARD_KEY_FILE to a place outside it."
            )


def _bytes(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != 32:
        raise ValueError("a key is not 32 bytes long")
    return key


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()
