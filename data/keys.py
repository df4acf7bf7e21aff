"""The key file: the master key that wraps every response's key, and the pepper for codes.

It lives outside the database, the checkout and `var/`, readable by its owner only. Losing it
loses every child's words, so it is never made while a database with rows exists.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.engine import make_url

from data import synced
from data.settings import CHECKOUT, Settings

_NEW = ".new"


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
    _refuse_sample(path, keys)
    return keys


def make(settings: Settings) -> None:
    """Make the key file for a new installation; one that exists is left alone.

    It gets its name once all of it is on the disk: a kill or a full disk leaves none, never half.
    """
    path = settings.key_file
    _refuse_misplaced(path, settings)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists():
        return
    fresh = _written(path, Keys({1: secrets.token_bytes(32)}, 1, secrets.token_bytes(32)))
    try:
        os.link(fresh, path)  # unlike a renaming it never takes the place of another's key file
    except FileExistsError:
        return
    finally:
        fresh.unlink()
    synced.folder(path.parent)


def add_master(settings: Settings) -> int:
    """Add a master key that wraps from now on; its number. The old ones stay until `retire`."""
    kept = read(settings)
    number = max(kept.masters) + 1
    masters = {**kept.masters, number: secrets.token_bytes(32)}
    _write(settings.key_file, Keys(masters, number, kept.pepper))
    return number


def retire(settings: Settings) -> tuple[int, ...]:
    """Take every master key but the newest out of the file; which those were."""
    kept = read(settings)
    gone = tuple(sorted(kept.masters.keys() - {kept.current}))
    _write(
        settings.key_file,
        Keys({kept.current: kept.masters[kept.current]}, kept.current, kept.pepper),
    )
    return gone


def put_back(settings: Settings, keys: Keys) -> None:
    """Write a key file that was lost; raises KeyProblem where there is one."""
    _refuse_misplaced(settings.key_file, settings)
    if settings.key_file.exists():
        raise KeyProblem(
            f"There is a key file at {settings.key_file} already. Move it away first, and keep it: "
            "it may be the only one that opens these words."
        )
    settings.key_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(settings.key_file, keys)


def _write(path: Path, keys: Keys) -> None:
    """Put a whole new file in the old one's place, so that a power cut leaves one or the other."""
    _written(path, keys).replace(path)
    for left in path.parent.glob(f"{path.name}.*{_NEW}"):
        left.unlink()  # a fault may have left one, and keys that are retired must be nowhere
    synced.folder(path.parent)


def _written(path: Path, keys: Keys) -> Path:
    """The keys in a file beside `path` with a name of its own, once the disk has all of it."""
    masters = {str(number): _text(key) for number, key in keys.masters.items()}
    kept = {"masters": masters, "current": keys.current, "pepper": _text(keys.pepper)}
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}{_NEW}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        fresh.unlink()
        raise
    return fresh


def _refuse_misplaced(path: Path, settings: Settings) -> None:
    for folder in (CHECKOUT, settings.var):
        if path.resolve().is_relative_to(folder.resolve()):
            raise KeyProblem(
                f"The key file {path} is inside {folder}. Whoever copies that folder would "
                "have the words and their key together. Set HEARD_KEY_FILE to a place outside it."
            )
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        folder = Path(url.database).resolve().parent
        if path.resolve().parent == folder:
            raise KeyProblem(
                f"The key file {path} lies beside the database, in {folder}. Whoever copies that "
                "folder would have the words and their key together. Set HEARD_KEY_FILE to a place "
                "outside it."
            )


def _refuse_sample(path: Path, keys: Keys) -> None:
    """Refuse keys that nobody drew by chance: typed in, copied from an example, or used twice."""
    every = [*keys.masters.values(), keys.pepper]
    if any(_has_a_pattern(key) for key in every):
        said = "a key that follows a pattern, as a sample does: anybody can guess it"
    elif len(set(every)) < len(every):
        said = "the same key twice: whoever finds the one has the other"
    else:
        return
    raise KeyProblem(
        f"The key file {path} holds {said}. Put the right file back from where you keep its copy. "
        "Where nothing was kept with it yet, take it away and let Heard make one."
    )


def _has_a_pattern(key: bytes) -> bool:
    """All one byte, a short piece again and again, or a row of equal steps; chance draws none."""
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    repeats = any(key[size:] == key[:-size] for size in range(1, len(key) // 2 + 1))
    return repeats or len(steps) == 1


def _bytes(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != 32:
        raise ValueError("a key is not 32 bytes long")
    return key


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()
