"""Have your say without a code: how often it may be opened, so that nobody drowns the others.

A school is one address: a whole class may open it in the same minutes without a wait. Beyond
that each further one waits a little, and what no class can be is asked to come back in a minute.
Kept in memory only: a restart forgives.
"""

import threading
from collections import deque

from web.child.tries import LONGEST_S, WINDOW_S

FREE_HERE, FREE_EVERYWHERE = 40, 400
"""How many may be opened in five minutes without a wait: from one address, and by everybody."""
MOST_HERE, MOST_EVERYWHERE = 120, 1200
_STEP_S = 0.25


class Openings:
    """What was opened in the last five minutes, by the address it came from."""

    def __init__(self) -> None:
        """Start with none."""
        self._opened: deque[tuple[float, str]] = deque(maxlen=MOST_EVERYWHERE)
        self._lock = threading.Lock()

    def pause(self, client: str, now: float) -> float | None:
        """Seconds that this one waits, which counts from now on; None where it is one too many."""
        with self._lock:
            while self._opened and now - self._opened[0][0] > WINDOW_S:
                self._opened.popleft()
            here = sum(1 for _, address in self._opened if address == client)
            everywhere = len(self._opened)
            if here >= MOST_HERE or everywhere >= MOST_EVERYWHERE:
                return None
            self._opened.append((now, client))
        beyond = max(here - FREE_HERE, (everywhere - FREE_EVERYWHERE) / 10, 0)
        return min(LONGEST_S, _STEP_S * beyond)
