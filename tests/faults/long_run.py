"""The long run: every part in pieces, each finished piece one line in a file, so that it can go on.

`.venv/bin/python -m tests.faults.long_run FOLDER [PART]` goes on where it stopped before, with the
parts whose names hold PART where one is given; with `--table` for PART it only prints the table of
what is there. `pytest -m full tests/faults` does the same, from nothing.
"""

import json
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from random import Random

from data.clock import day, utc_now
from tests.conftest import settings_in
from tests.faults import killing, power
from tests.faults.counting import Count

Work = Callable[[Path, Random], Count]


@dataclass(frozen=True, slots=True)
class Part:
    """`pieces` times `events` of one fault. `may_fail`: it shows that the harness can see loss."""

    name: str
    event: str
    pieces: int
    events: int
    work: Callable[[int, Path, Random], Count]
    may_fail: bool = False


def _sqlite_kills(times: int, folder: Path, chance: Random) -> Count:
    return killing.kills(settings_in(folder), times, 500, chance)


def _postgresql_kills(times: int, folder: Path, chance: Random) -> Count:
    with killing.pgserver() as server:
        return killing.kills(server.settings(folder), times, 500, chance)


def _postgresql_restarts(times: int, folder: Path, chance: Random) -> Count:
    with killing.pgserver() as server:
        return killing.restarts(server, server.settings(folder), times, 300, chance)


def _power(synchronous: str, threads: int, points: int, folder: Path, chance: Random) -> Count:
    run = power.record(folder, power.shim(folder), 100, synchronous, threads)
    left = power.cuts(run, points, chance, folder / "after")
    return sum(left, start=Count())


PARTS = (
    Part("SQLite, writer killed", "kills", 20, 5, _sqlite_kills),
    Part("power cut, FULL, 4 writers", "cuts", 20, 100, partial(_power, "FULL", 4)),
    Part("PostgreSQL, writer killed", "kills", 20, 5, _postgresql_kills),
    Part("PostgreSQL, server restarted", "restarts", 10, 3, _postgresql_restarts),
    Part("power cut, FULL, 1 writer", "cuts", 10, 100, partial(_power, "FULL", 1)),
    Part("power cut, NORMAL, 4 writers", "cuts", 3, 100, partial(_power, "NORMAL", 4), True),
)


@dataclass(frozen=True, slots=True)
class Done:
    """One finished piece."""

    part: str
    piece: int
    events: int
    count: Count


def done(file: Path) -> tuple[Done, ...]:
    """What was finished before."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    kept = [json.loads(line) for line in lines]
    return tuple(Done(k["part"], k["piece"], k["events"], Count(**k["count"])) for k in kept)


def go_on(file: Path, wanted: str = "") -> Iterator[Done]:
    """Do every piece that is still to do, the parts in turn, and keep each as it is finished."""
    before = {(one.part, one.piece) for one in done(file)}
    parts = [part for part in PARTS if wanted in part.name]
    for piece in range(max((part.pieces for part in parts), default=0)):
        for part in parts:
            if piece < part.pieces and (part.name, piece) not in before:
                yield _kept(file, _piece(part, piece))


def _piece(part: Part, piece: int) -> Done:
    chance = Random(f"{part.name} {piece}")
    with tempfile.TemporaryDirectory(prefix="heard-faults-") as folder:
        counted = part.work(part.events, Path(folder), chance)
    return Done(part.name, piece, part.events, counted)


def _kept(file: Path, one: Done) -> Done:
    with file.open("a", encoding="utf-8") as kept:
        kept.write(json.dumps(asdict(one)) + "\n")
    return one


_HEAD = (
    "| fault | times | acknowledged submissions | acknowledged saves | lost | doubled "
    "| half-saved | changed | unproved | shown to a child |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)


def table(finished: tuple[Done, ...]) -> str:
    """What was finished, as a table with its day and machine.

    A power cut counts what had been acknowledged before each cut, so that the same submission
    stands in the figures of many cuts.
    """
    rows = [_row(part, [one for one in finished if one.part == part.name]) for part in PARTS]
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return "\n".join((f"{day(utc_now())}, {machine}", "", _HEAD, *rows))


def _row(part: Part, pieces: list[Done]) -> str:
    total = sum((one.count for one in pieces), start=Count())
    events = sum(one.events for one in pieces)
    figures = " | ".join(f"{n:,}" for n in (total.sent, total.saves, *total.faults))
    wanted = part.pieces * part.events
    return f"| {part.name} | {events:,} of {wanted:,} {part.event} | {figures} |"


def main(arguments: list[str]) -> None:
    """Go on, and say what each piece gave."""
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "done.jsonl"
    for one in go_on(file, *arguments[1:]):
        sys.stdout.write(f"{utc_now():%H:%M:%S} {one}\n")
        sys.stdout.flush()
    sys.stdout.write(table(done(file)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
