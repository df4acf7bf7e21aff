"""Wrong codes: many of them slow down the tries after them, and nobody is locked out.

A school is one address, and who guesses there cannot be told from a class that comes in: the same
page, no cookie yet. So each try waits on its own, five seconds at most, however many others wait
beside it. What keeps a guesser from an answer is the length of the code; the waits, and how many
may be under way at once, only say how fast (`tests/threats/test_the_guesser.py` prints the odds).
Four words are fewer than a code is, so there fewer go at once and each waits longer. Kept in
memory only: a restart forgives.
"""

import ipaddress
import threading
from collections import Counter, deque
from dataclasses import dataclass

WINDOW_S = 300.0
FREE_HERE, FREE_EVERYWHERE = 10, 100
TOGETHER = 40
"""Tries under way at once from one address without a wait: a class and some more."""
LONGEST_S = 5.0
MOST_KEPT = 10_000
"""Wrong tries that are remembered."""
_STEP_S = 0.5


@dataclass(frozen=True, slots=True)
class Limits:
    """The longest wait in seconds, and how many tries that wait may be under way at once."""

    longest_s: float
    here: int
    everywhere: int


CODES = Limits(LONGEST_S, here=100, everywhere=600)
"""Twenty tries a second from one address: two classes come in beside somebody who guesses."""
FOUR_WORDS = Limits(15.0, here=3, everywhere=600)


class Tries:
    """The wrong tries of the last five minutes, by the address they came from."""

    def __init__(self, limits: Limits = CODES) -> None:
        """Start with none."""
        self._limits = limits
        self._wrong: deque[tuple[float, str]] = deque()
        self._wrong_here: Counter[str] = Counter()
        self._under_way: Counter[str] = Counter()
        self._lock = threading.Lock()

    def begin(self, client: str, now: float) -> float | None:
        """Seconds that this try waits, which is under way until `ended`; None: one too many.

        `now` in seconds of any clock.
        """
        with self._lock:
            pause = self._pause(client, now)
            full = self._under_way[client] >= self._limits.here
            if (pause and full) or self._under_way.total() >= self._limits.everywhere:
                return None
            self._under_way[client] += 1
            return pause

    def ended(self, client: str) -> None:
        """The try is over, whatever came of it."""
        with self._lock:
            self._under_way[client] -= 1
            if self._under_way[client] <= 0:
                del self._under_way[client]

    def failed(self, client: str, now: float) -> bool:
        """Remember a try that did not work; True when somebody should be told of so many."""
        with self._lock:
            self._wrong.append((now, client))
            self._wrong_here[client] += 1
            if len(self._wrong) > MOST_KEPT:
                self._forget()
            return len(self._wrong) == FREE_EVERYWHERE + 1

    def _pause(self, client: str, now: float) -> float:
        while self._wrong and now - self._wrong[0][0] > WINDOW_S:
            self._forget()
        here = self._wrong_here[client]
        everywhere = (len(self._wrong) - FREE_EVERYWHERE) / 10
        crowd = self._under_way[client] - TOGETHER + 1
        steps = max(here - FREE_HERE + 1, everywhere, crowd, 0)
        return min(self._limits.longest_s, _STEP_S * steps)

    def _forget(self) -> None:
        """Let the oldest go. Counted by address, so that a flood does not make each try slower."""
        _, client = self._wrong.popleft()
        self._wrong_here[client] -= 1
        if not self._wrong_here[client]:
            del self._wrong_here[client]


def place_of(host: str) -> str:
    """What counts as one address: an IPv6 line has 2^64 of them, of which the first half is it."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    if address.version == 4:
        return host
    return str(ipaddress.ip_network((address, 64), strict=False))
