"""What a run of children measured, and the figures that it comes to."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import quantiles

Taken = tuple[float, float]
"""When something ended, by the performance counter, and how many seconds it took."""


@dataclass(slots=True)
class Log:
    """What children lived through, and what failed."""

    steps: list[Taken] = field(default_factory=list)
    saves: list[Taken] = field(default_factory=list)
    opened: list[Taken] = field(default_factory=list)
    requests: list[Taken] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, 95th and 99th percentile in milliseconds, and of how many."""

    p50: float
    p95: float
    p99: float
    count: int

    @classmethod
    def of(cls, seconds: Iterable[float]) -> "Spread":
        """The spread of some durations; zeros where there are none."""
        taken = [1000 * one for one in seconds]
        if len(taken) < 2:
            only = taken[0] if taken else 0.0
            return cls(only, only, only, len(taken))
        cuts = quantiles(taken, n=100, method="inclusive")
        return cls(cuts[49], cuts[94], cuts[98], len(taken))


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a run that is measured: after everybody has arrived, until the first leaves.

    `cpu` is the server process's own user and system seconds in it, `load` the machine's load
    average (1 minute) at its end.
    """

    began: float
    ended: float
    cpu: float
    load: float

    @property
    def seconds(self) -> float:
        """How long it was."""
        return self.ended - self.began

    def within(self, taken: Iterable[Taken]) -> list[float]:
        """The durations of what ended inside the window."""
        return [duration for at, duration in taken if self.began <= at <= self.ended]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database holds of what children were told is saved."""

    finished: int = 0
    answers: int = 0
    lost: int = 0
    doubled: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """What one run came to. `requests_a_second` is 0 where a move is no pair of requests."""

    name: str
    children: int
    step: Spread
    save: Spread
    moves_a_second: float
    cpu_a_move: float
    requests_a_second: float
    cpu_a_request: float
    cpu_share: float
    memory: float
    load: float
    errors: int
    kept: Kept | None = None

    @property
    def failed(self) -> bool:
        """Whether anything went wrong that a child would notice."""
        return bool(self.errors or (self.kept and self.kept.lost + self.kept.doubled))


def row_of(name: str, children: int, log: Log, window: Window, memory: float) -> Row:
    """The line that a run comes to; `memory` in MB."""
    steps, requests = window.within(log.steps), window.within(log.requests)
    return Row(
        name=name,
        children=children,
        step=Spread.of(steps),
        save=Spread.of(window.within(log.saves)),
        moves_a_second=len(steps) / window.seconds,
        cpu_a_move=1000 * window.cpu / max(1, len(steps)),
        requests_a_second=len(requests) / window.seconds,
        cpu_a_request=1000 * window.cpu / len(requests) if requests else 0.0,
        cpu_share=100 * window.cpu / window.seconds,
        memory=memory,
        load=window.load,
        errors=len(log.errors),
    )


def load_now() -> float:
    """The machine's load average over the last minute."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
