"""Wrong codes: many of them from one place slow down the next try, and nobody is locked out.

A school is one address, so a right code from a busy place still works at once up to ten wrong
ones in five minutes, and after a short wait beyond. A guesser has 39 bits to go through.
Kept in memory only: a restart forgives.
"""

import threading
from collections import deque

WINDOW_S = 300.0
FREE_HERE, FREE_EVERYWHERE = 10, 100
LONGEST_S = 5.0
_STEP_S = 0.5


class Tries:
    """The wrong codes of the last five minutes, by the address they came from."""

    def __init__(self) -> None:
        """Start with none."""
        self._wrong: deque[tuple[float, str]] = deque(maxlen=10_000)
        self._lock = threading.Lock()

    def pause(self, client: str, now: float) -> float:
        """Seconds that the next try from this address waits; `now` in seconds of any clock."""
        with self._lock:
            while self._wrong and now - self._wrong[0][0] > WINDOW_S:
                self._wrong.popleft()
            here = sum(1 for _, address in self._wrong if address == client)
            everywhere = len(self._wrong)
        beyond = max(here - FREE_HERE + 1, (everywhere - FREE_EVERYWHERE) / 10, 0)
        return min(LONGEST_S, _STEP_S * beyond)

    def failed(self, client: str, now: float) -> None:
        """Remember a code that did not work."""
        with self._lock:
            self._wrong.append((now, client))
