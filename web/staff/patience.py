"""Patience: repeated sign-in attempts wait longer and longer; nobody is ever locked out.

One client (an address) takes its turns one after another. A name is slowed for everybody a
little, so that a guesser with many addresses is slow too, and its owner still gets in.
Attempts are kept in memory only: a restart forgives them.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

FREE = 3
"""Attempts that do not wait."""
CLIENT_LONGEST_S = 30.0
NAME_LONGEST_S = 8.0
FORGET = timedelta(minutes=15)
KEPT = 10_000
TOO_LONG_S = 60.0
"""A wait beyond this is refused at once, with the seconds, rather than held open."""


@dataclass(slots=True)
class _Trail:
    failures: int
    last: datetime
    next_turn: datetime


class Patience:
    """The attempts of the last quarter of an hour, by client and by name."""

    def __init__(self) -> None:
        """Start with no attempts."""
        self._trails: OrderedDict[str, _Trail] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, client: str, name: str, now: datetime) -> float:
        """Seconds that this attempt must wait; takes the client's turn unless that is too long."""
        with self._lock:
            trail = self._trail(f"client {client}", now)
            queued = max(0.0, (trail.next_turn - now).total_seconds())
            pause = _pause(trail.failures, CLIENT_LONGEST_S)
            slowed = _pause(self._trail(f"name {name}", now).failures, NAME_LONGEST_S)
            if queued + pause <= TOO_LONG_S:
                trail.next_turn = max(now, trail.next_turn) + timedelta(seconds=pause)
            return max(queued + pause, slowed)

    def failed(self, client: str, name: str, now: datetime) -> None:
        """Remember an attempt that was refused."""
        with self._lock:
            for key in (f"client {client}", f"name {name}"):
                trail = self._trail(key, now)
                trail.failures += 1
                trail.last = now

    def succeeded(self, client: str, name: str) -> None:
        """Forget this client's and this name's attempts."""
        with self._lock:
            self._trails.pop(f"client {client}", None)
            self._trails.pop(f"name {name}", None)

    def _trail(self, key: str, now: datetime) -> _Trail:
        trail = self._trails.pop(key, None)
        if trail is None or now - trail.last > FORGET:
            trail = _Trail(0, now, now)
        self._trails[key] = trail
        while len(self._trails) > KEPT:
            self._trails.popitem(last=False)
        return trail


def _pause(failures: int, longest: float) -> float:
    """0 for the first attempts, then 1, 2, 4 … seconds up to the longest."""
    beyond = failures - FREE
    return 0.0 if beyond < 0 else min(2.0 ** min(beyond, 10), longest)
