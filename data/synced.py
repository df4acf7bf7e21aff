"""Files beside the database that are on the disk once a call returns: grown, or put in place."""

import os
import secrets
from pathlib import Path

_CUT_SHORT = "\t\t\t\n"
"""Closes a line that a fault left unfinished, so that no reader takes it for a whole one."""
_named: set[Path] = set()
"""Files whose names this process knows to be on the disk."""


def append(file: Path, text: str) -> None:
    """Add whole lines and wait until the disk has them and knows the file by its name.

    Raises OSError where it cannot. A line that an earlier fault cut short is closed first: it
    would swallow the next one otherwise.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        left = memoryview(((_CUT_SHORT if _is_unfinished(handle) else "") + text).encode())
        while left:  # a disk that fills up takes a part, and says so only at the next try
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    if file not in _named:
        folder(file.parent)
        folder(file.parent.parent)
        _named.add(file)


def replace(file: Path, text: str) -> None:
    """Put a whole new file in the old one's place: a full disk or a kill leaves the old one.

    Raises OSError where it cannot.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}.new")
    try:
        append(fresh, text)
        fresh.replace(file)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    finally:
        _named.discard(fresh)
    folder(file.parent)


def folder(path: Path) -> None:
    """Wait until the disk knows the names in a folder: a file's own sync does not promise its name.

    Windows has no such call, and needs none.
    """
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_unfinished(handle: int) -> bool:
    if os.fstat(handle).st_size == 0:
        return False
    os.lseek(handle, -1, os.SEEK_END)
    return os.read(handle, 1) != b"\n"
