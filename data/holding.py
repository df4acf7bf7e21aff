"""Who holds the database: servers and commands share it, a restore has it alone.

A lock on a file in `var/`, which goes with the process that holds it, also where that is killed.
The file itself says nothing and stays.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from data.settings import Settings

_PLACES = 64
"""How many may share it on Windows, which has no shared lock: each takes a byte of its own."""


class Held(RuntimeError):
    """Somebody else holds the database, or it cannot be asked; the message says what to do."""


def share(settings: Settings) -> int:
    """Hold it beside others until the handle is closed; raises Held during a restore."""
    handle = _opened(settings)
    if not _locked(handle, alone=False):
        os.close(handle)
        raise Held("A backup is being restored. Try again when that is done.")
    return handle


@contextmanager
def shared(settings: Settings) -> Iterator[None]:
    """Hold it beside others for a while, as a command does; raises Held during a restore."""
    handle = share(settings)
    try:
        yield
    finally:
        os.close(handle)


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold it alone; raises Held while a server, a command or another restore runs."""
    handle = _opened(settings)
    try:
        if not _locked(handle, alone=True):
            raise Held(
                "Heard is running, or a command of manage.py or another restore is: what is "
                "written meanwhile would be lost. Stop the server, then restore. Nothing was "
                "changed."
            )
        yield
    finally:
        os.close(handle)


def _opened(settings: Settings) -> int:
    try:
        settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
        return os.open(settings.var / "held.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as problem:
        raise Held(
            f"The folder {settings.var} cannot be written ({problem.strerror}). "
            "Set HEARD_VAR to a folder that this account may write."
        ) from None


def _locked(handle: int, *, alone: bool) -> bool:
    """Take the lock now or not at all."""
    if sys.platform == "win32":
        import msvcrt

        for place, count in [(0, _PLACES)] if alone else [(one, 1) for one in range(_PLACES)]:
            os.lseek(handle, place, os.SEEK_SET)
            with suppress(OSError):
                msvcrt.locking(handle, msvcrt.LK_NBLCK, count)
                return True
        return False
    import fcntl

    with suppress(OSError):
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        return True
    return False
