"""What a run of children measured, and how it is put in a table."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles


@dataclass(slots=True)
class Log:
    """What children lived through: (when it ended, how many seconds it took), and what failed."""

    steps: list[tuple[float, float]] = field(default_factory=list)
    saves: list[tuple[float, float]] = field(default_factory=list)
    opened: list[tuple[float, float]] = field(default_factory=list)
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

    def within(self, taken: Iterable[tuple[float, float]]) -> list[float]:
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
    """One line of the table."""

    name: str
    children: int
    think: float
    step: Spread
    save: Spread
    opened: Spread
    moves_a_second: float
    cpu_a_move: float
    cpu_share: float
    memory: float
    load: float
    errors: int
    kept: Kept | None = None


def row_of(
    name: str,
    children: int,
    think: float,
    log: Log,
    window: Window,
    memory: float,
    kept: Kept | None,
) -> Row:
    """The line that a run comes to. `memory` in MB."""
    steps = window.within(log.steps)
    return Row(
        name=name,
        children=children,
        think=think,
        step=Spread.of(steps),
        save=Spread.of(window.within(log.saves)),
        opened=Spread.of(duration for _, duration in log.opened),
        moves_a_second=len(steps) / window.seconds,
        cpu_a_move=1000 * window.cpu / max(1, len(steps)),
        cpu_share=100 * window.cpu / window.seconds,
        memory=memory,
        load=window.load,
        errors=len(log.errors),
        kept=kept,
    )


_HEADS = (
    ("", 31), ("children", 8), ("think s", 7), ("step p50", 8), ("p95", 6), ("p99", 6),
    ("save p50", 8), ("p95", 6), ("open p95", 8), ("moves/s", 7), ("CPU ms/move", 11),
    ("CPU %", 5), ("MB", 4), ("finished", 8), ("lost", 4), ("doubled", 7),
    ("errors", 6), ("load", 5),
)  # fmt: skip


def table(rows: Sequence[Row]) -> str:
    """The rows under their heads; times in milliseconds."""
    lines = [_line([head for head, _ in _HEADS]), _line(["-" * width for _, width in _HEADS])]
    return "\n".join([*lines, *(_line(_cells(row)) for row in rows)])


def _line(cells: Sequence[str]) -> str:
    widths = [width for _, width in _HEADS]
    first = cells[0].ljust(widths[0])
    others = (cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))
    return "  ".join([first, *others])


def _cells(row: Row) -> list[str]:
    kept = row.kept
    held = [f"{kept.finished:,}", str(kept.lost), str(kept.doubled)] if kept else ["-", "-", "-"]
    saved = [f"{row.save.p50:.1f}", f"{row.save.p95:.0f}"] if row.save.count else ["-", "-"]
    return [
        row.name,
        str(row.children),
        f"{row.think:g}",
        f"{row.step.p50:.1f}",
        f"{row.step.p95:.0f}",
        f"{row.step.p99:.0f}",
        *saved,
        f"{row.opened.p95:.0f}",
        f"{row.moves_a_second:.1f}",
        f"{row.cpu_a_move:.2f}",
        f"{row.cpu_share:.0f}",
        f"{row.memory:.0f}",
        *held,
        str(row.errors),
        f"{row.load:.1f}",
    ]


def ratio(ours: Row, theirs: Row) -> str:
    """One row set against another, in words."""
    return (
        f"{ours.name} against {theirs.name}: "
        f"CPU a move {_times(ours.cpu_a_move, theirs.cpu_a_move)}, "
        f"p50 of a step {_times(ours.step.p50, theirs.step.p50)}, "
        f"p95 {_times(ours.step.p95, theirs.step.p95)}, "
        f"moves a second {_times(ours.moves_a_second, theirs.moves_a_second)}"
    )


def _times(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.2f}x" if theirs else "not to be compared (it did none)"


def load_now() -> float:
    """The machine's load average over the last minute."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
