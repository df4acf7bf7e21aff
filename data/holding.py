"""Who holds the database: servers share it, a restore has it alone.

A lock on a file in `var/`, which goes with the process that holds it, also where that is killed.
The file itself says nothing and stays.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from data.settings import Settings


class Held(RuntimeError):
    """Somebody else holds the database; the message says who and what to do."""


def share(settings: Settings) -> int:
    """Hold it beside other servers until the handle is closed; raises Held during a restore."""
    handle = _opened(settings)
    if not _locked(handle, alone=False):
        os.close(handle)
        raise Held("A backup is being restored. Start Heard when that is done.")
    return handle


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold it alone; raises Held while a server runs, or another restore."""
    handle = _opened(settings)
    try:
        if not _locked(handle, alone=True):
            raise Held(
                "Heard is running, or another restore is: what children send meanwhile would be "
                "lost. Stop the server, then restore. Nothing was changed."
            )
        yield
    finally:
        os.close(handle)


def _opened(settings: Settings) -> int:
    settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    return os.open(settings.var / "held.lock", os.O_RDWR | os.O_CREAT, 0o600)


def _locked(handle: int, *, alone: bool) -> bool:
    """Take the lock now or not at all."""
    try:
        if sys.platform == "win32":  # it has no shared lock: the first server stands for all
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        return sys.platform == "win32" and not alone
    return True
