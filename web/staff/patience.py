"""Patience: repeated sign-in attempts wait longer and longer; nobody is ever locked out.

One name from one address takes its turns one after another. A name is slowed for everybody a
little, so that a guesser with many addresses is slow too, and its owner still gets in; an address
is slowed a little too, for it may be a whole office beside somebody who guesses many names.
Attempts that are under way count like those that failed, or many at once would slip through; an
office that begins its day together does not wait. Kept in memory only: a restart forgives.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

FREE = 3
"""Attempts that do not wait."""
TOGETHER = 10
"""Attempts under way at once from one client that do not count: an office that begins its day."""
MOST_TOGETHER = 100
"""More at once from one address are refused: that is a flood."""
TURN_LONGEST_S = 30.0
NAME_LONGEST_S = CLIENT_LONGEST_S = 8.0
FORGET = timedelta(minutes=15)
KEPT = 10_000
TOO_LONG_S = 60.0
"""A wait beyond this is refused at once, with the seconds, rather than held open."""


@dataclass(slots=True)
class _Trail:
    failures: int
    last: datetime
    next_turn: datetime
    under_way: int = 0


class Patience:
    """The attempts of the last quarter of an hour, by client, by name, and by both."""

    def __init__(self) -> None:
        """Start with no attempts."""
        self._trails: OrderedDict[str, _Trail] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, client: str, name: str, now: datetime) -> float:
        """Seconds that this attempt waits, which is under way until `ended`.

        It takes the turn of this name here, unless that is too long to wait for.
        """
        with self._lock:
            trails = [self._trail(key, now) for key in _keys(client, name)]
            both, here, named = trails
            queued = max(0.0, (both.next_turn - now).total_seconds())
            pause = _pause(both.failures + both.under_way, TURN_LONGEST_S)
            if queued + pause <= TOO_LONG_S:
                both.next_turn = max(now, both.next_turn) + timedelta(seconds=pause)
            crowd = max(0, here.under_way - TOGETHER)
            slowed = max(
                _pause(here.failures + crowd, CLIENT_LONGEST_S),
                _pause(named.failures + named.under_way, NAME_LONGEST_S),
            )
            flood = TOO_LONG_S + 1 if here.under_way >= MOST_TOGETHER else 0.0
            for trail in trails:
                trail.under_way += 1
            return max(queued + pause, slowed, flood)

    def ended(self, client: str, name: str) -> None:
        """The attempt is over, whatever came of it."""
        with self._lock:
            for trail in self._known(client, name):
                trail.under_way = max(0, trail.under_way - 1)

    def failed(self, client: str, name: str, now: datetime) -> None:
        """Remember an attempt that was refused."""
        with self._lock:
            for key in _keys(client, name):
                trail = self._trail(key, now)
                trail.failures += 1
                trail.last = now

    def succeeded(self, client: str, name: str) -> None:
        """Forget the attempts at this name; those at other names from here stay."""
        with self._lock:
            both, here, named = (self._trails.get(key) for key in _keys(client, name))
            if both and here:
                here.failures = max(0, here.failures - both.failures)
            for trail in (both, named):
                if trail:
                    trail.failures = 0

    def _known(self, client: str, name: str) -> list[_Trail]:
        return [self._trails[key] for key in _keys(client, name) if key in self._trails]

    def _trail(self, key: str, now: datetime) -> _Trail:
        trail = self._trails.pop(key, None)
        if trail is None or now - trail.last > FORGET:
            trail = _Trail(0, now, now)
        self._trails[key] = trail
        while len(self._trails) > KEPT:
            self._trails.popitem(last=False)
        return trail


def _keys(client: str, name: str) -> tuple[str, str, str]:
    return f"both {client} {name}", f"client {client}", f"name {name}"


def _pause(failures: int, longest: float) -> float:
    """0 for the first attempts, then 1, 2, 4 … seconds up to the longest."""
    beyond = failures - FREE
    return 0.0 if beyond < 0 else min(2.0 ** min(beyond, 10), longest)
