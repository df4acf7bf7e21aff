"""The tables that a run of the benchmark prints, readable at a hundred columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks.browsing import First, Later
from tests.benchmarks.figures import Row, Spread

Heads = Sequence[tuple[str, int]]

_LOAD: Heads = (
    ("", 21), ("children", 8), ("p50", 5), ("p95", 5), ("p99", 5), ("moves/s", 7),
    ("CPU/move", 8), ("MB", 4), ("sent", 5), ("lost", 4), ("doubled", 7), ("errors", 6),
    ("load", 4),
)  # fmt: skip
_PACE: Heads = (
    ("", 21), ("children", 8), ("requests/s", 10), ("CPU/request", 11), ("of one core", 11),
)  # fmt: skip
_FIRST: Heads = (
    ("first visit, empty cache", 24), ("read s", 6), ("open s", 6), ("start s", 7),
    ("agree s", 7), ("waited s", 8), ("KB page", 7), ("KB in all", 9), ("requests", 8),
)  # fmt: skip
_LATER: Heads = (
    ("straight to a question", 24), ("band", 5), ("cold KB", 7), ("requests", 8), ("s", 5),
    ("again KB", 8), ("requests", 8), ("s", 5), ("new child KB", 12),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """The code check, which costs much on purpose and is in no other row; CPU in ms each."""

    name: str
    alone: Spread
    together: Spread
    at_once: int
    cpu: float


def load_table(rows: Sequence[Row]) -> str:
    """Steps in ms, moves a second and what they cost the server process in CPU ms."""
    return _table(_LOAD, [_loaded(row) for row in rows])


def pace_table(rows: Sequence[Row]) -> str:
    """Plain requests a second and CPU ms of each, where a move is a pair of requests."""
    told = [row for row in rows if row.requests_a_second]
    return _table(_PACE, [_paced(row) for row in told])


def first_table(visits: Sequence[First]) -> str:
    """First visits of a browser that has nothing of ours."""
    return _table(_FIRST, [_first(visit) for visit in visits])


def later_table(visits: Sequence[Later]) -> str:
    """Pages that open with a question, cold and again."""
    return _table(_LATER, [_later(visit) for visit in visits])


def code_line(check: CodeCheck) -> str:
    """The code check in words."""
    alone, together = check.alone, check.together
    return (
        f"code check, {check.name}: one at a time p50 {alone.p50:.0f} ms, p95 {alone.p95:.0f} ms; "
        f"{check.at_once} at once p50 {together.p50:.0f} ms,\n"
        f"    p95 {together.p95:.0f} ms; CPU {check.cpu:.1f} ms each"
    )


def save_line(row: Row) -> str:
    """What children waited for the saves between their moves."""
    return (
        f"{row.name}, {row.children} children: a save while answering p50 {row.save.p50:.1f} ms, "
        f"p95 {row.save.p95:.0f} ms"
    )


def ratio(ours: Row, theirs: Row) -> str:
    """One row set against another, in words."""
    return (
        f"{ours.name} against {theirs.name}:\n"
        f"    CPU a move {_times(ours.cpu_a_move, theirs.cpu_a_move)}, "
        f"p50 of a step {_times(ours.step.p50, theirs.step.p50)}, "
        f"p95 {_times(ours.step.p95, theirs.step.p95)}, "
        f"moves a second {_times(ours.moves_a_second, theirs.moves_a_second)}"
    )


def _times(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.2f}x" if theirs else "not to be compared (it did none)"


def _table(heads: Heads, rows: Sequence[Sequence[str]]) -> str:
    lines = [[head for head, _ in heads], ["-" * width for _, width in heads], *rows]
    return "\n".join(_line(heads, line) for line in lines)


def _line(heads: Heads, cells: Sequence[str]) -> str:
    first = cells[0].ljust(heads[0][1])
    others = (cell.rjust(width) for cell, (_, width) in zip(cells[1:], heads[1:], strict=True))
    return " ".join([first, *others])


def _loaded(row: Row) -> list[str]:
    kept = row.kept
    held = [f"{kept.finished:,}", str(kept.lost), str(kept.doubled)] if kept else ["-", "-", "-"]
    return [
        row.name,
        str(row.children),
        f"{row.step.p50:.0f}",
        f"{row.step.p95:.0f}",
        f"{row.step.p99:.0f}",
        f"{row.moves_a_second:.1f}",
        f"{row.cpu_a_move:.2f}",
        f"{row.memory:.0f}",
        *held,
        str(row.errors),
        f"{row.load:.1f}",
    ]


def _paced(row: Row) -> list[str]:
    return [
        row.name,
        str(row.children),
        f"{row.requests_a_second:.0f}",
        f"{row.cpu_a_request:.2f}",
        f"{row.cpu_share:.0f} %",
    ]


def _first(visit: First) -> list[str]:
    started = "-" if visit.started is None else f"{visit.started:.2f}"
    return [
        visit.name,
        f"{visit.read:g}",
        f"{visit.opened:.2f}",
        started,
        f"{visit.agreed:.2f}",
        f"{visit.waited:.2f}",
        f"{visit.page_kb:.1f}",
        f"{visit.whole_kb:.1f}",
        str(visit.requests),
    ]


def _later(visit: Later) -> list[str]:
    cold, again, other = visit.cold, visit.again, visit.new_child
    return [
        visit.name,
        visit.band,
        f"{cold.kb:.1f}",
        str(cold.requests),
        f"{cold.seconds:.2f}",
        f"{again.kb:.1f}",
        str(again.requests),
        f"{again.seconds:.2f}",
        f"{other.kb:.1f}",
    ]
