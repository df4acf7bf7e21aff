"""A shelf in memory for papers that hold codes, names or a child's words, until they are fetched.

The page that makes them puts them here; the download route, which alone may start the worker,
takes them for the same person. Nothing of it reaches a disk, and a quarter of an hour later, or
when the server stops, it is gone.
"""

import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

KEPT = timedelta(minutes=15)
MOST = 40
"""Papers at a time, so that nobody can fill the memory: the oldest goes first."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to print: `what` names how, `content` is the frozen data it is made from."""

    owner: str
    what: str
    file: str
    content: Any
    until: datetime


class Shelf:
    """Papers by a token that nobody can guess; only their owner gets them."""

    def __init__(self) -> None:
        """Empty."""
        self._lock = threading.Lock()
        self._waiting: dict[str, Waiting] = {}

    def put(self, owner: str, what: str, file: str, content: Any, now: datetime) -> str:
        """Lay content down for its owner; the token that fetches it."""
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._drop(now)
            while len(self._waiting) >= MOST:
                del self._waiting[next(iter(self._waiting))]
            self._waiting[token] = Waiting(owner, what, file, content, now + KEPT)
        return token

    def get(self, owner: str, token: str, now: datetime) -> Waiting | None:
        """What waits under this token for this person; None when it is gone or another's.

        It may be fetched again within its time: a download can fail half-way.
        """
        with self._lock:
            self._drop(now)
            found = self._waiting.get(token)
        return found if found and found.owner == owner else None

    def _drop(self, now: datetime) -> None:
        for token in [t for t, waiting in self._waiting.items() if waiting.until <= now]:
            del self._waiting[token]


@cache
def shelf() -> Shelf:
    """The shelf of this process."""
    return Shelf()
