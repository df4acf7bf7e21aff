"""What many children at once wait for, and what a move costs: Heard beside two baselines.

    python -m tests.benchmarks.door [--children 100] [--seconds 25] [--database both]

Every child speaks Streamlit's own websocket protocol to a real server and answers ten questions;
afterwards the database is held against what each was told is saved. docs/benchmarks.md says how
to read the table.
"""

import argparse
import asyncio
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import click

from data.settings import Settings
from tests.benchmarks import elsewhere, playground, rooms
from tests.benchmarks.figures import Log, Row, Spread, load_now, ratio, row_of, table
from tests.benchmarks.playground import Load, SignedIn, Visitor
from tests.benchmarks.serving import Server, heard

ALONE, TOGETHER = 20, 30
"""How many codes are checked one at a time, and how many at once: a class at the door."""
_MOST_A_SECOND = 200
"""Moves: no run has come near it, so codes for that many are enough."""


@dataclass(frozen=True, slots=True)
class CodeChecks:
    """The row of the code check: it costs 17 CPU ms on purpose and is in no other row."""

    name: str
    alone: Spread
    together: Spread
    cpu: float


def main(arguments: list[str] | None = None) -> int:
    """Run everything that was asked for and print the table."""
    asked = _arguments().parse_args(arguments)
    load = Load(asked.children, asked.seconds, asked.think, together=asked.together)
    crowd = replace(load, children=asked.crowd) if asked.crowd else None
    rows: list[Row] = []
    checks: list[CodeChecks] = []
    click.echo(_where())
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="heard-benchmark-")))
        for name, fresh in stack.enter_context(_databases(asked.database, folder)):
            for each in filter(None, (load, crowd)):
                place = folder / f"{name}-{each.children}"
                row, check = at_heard(f"Heard, {name}", fresh(place), each, asked.survey, place)
                rows.append(row)
                checks.append(check)
        if asked.baselines:
            rows += baselines(folder, load, asked.survey)
    click.echo(_printed(rows, checks, asked.baselines))
    failed = any(row.errors or (row.kept and row.kept.lost + row.kept.doubled) for row in rows)
    return 1 if failed else 0


def at_heard(
    name: str, settings: Settings, load: Load, definition: Path, folder: Path
) -> tuple[Row, CodeChecks]:
    """Heard's own server on this database, under this load."""
    _say(f"{name}: {load.children} children, making codes …")
    room = rooms.open_room(settings, _codes(load, definition), definition)
    log = Log()
    with heard(settings, folder / "server.log") as server:
        alone = asyncio.run(playground.sign_in(server, room.codes[:ALONE]))
        rest = asyncio.run(playground.sign_in(server, room.codes[ALONE:], TOGETHER))
        _say(f"{name}: answering for {load.seconds} s …")
        cookies = [*alone.cookies, *rest.cookies]
        came, window = asyncio.run(playground.run_heard(server, cookies, load, log))
        log.errors += server.faults()
    _tell(log)
    found = rooms.kept(room, came, entered=len(room.codes))
    row = row_of(name, load.children, load.think, log, window, server.peak_mb, found)
    _say(table([row]))
    return row, _checks(name, alone, rest)


def baselines(folder: Path, load: Load, definition: Path) -> list[Row]:
    """The bare Streamlit form and the bare Starlette page, under the same load."""
    _say("baselines …")
    questions = elsewhere.questions_of(definition)
    with elsewhere.bare_form(folder / "form", definition) as server:

        def at_form(name: str, log: Log, stop: Callable[[], bool]) -> Visitor:
            random = Random(f"{load.seed} {name}")
            return elsewhere.FormChild(name, server.port, random, log, load.think, stop, questions)

        form = _elsewhere("(a) bare Streamlit form", server, load, at_form)
    pages: list[elsewhere.PageChild] = []
    with elsewhere.bare_page(folder / "page", definition) as server:

        def at_page(name: str, log: Log, stop: Callable[[], bool]) -> Visitor:
            random = Random(f"{load.seed} {name}")
            child = elsewhere.PageChild(
                name, server.port, random, log, load.think, stop, questions, {}
            )
            pages.append(child)
            return child

        page = _elsewhere("(b) bare Starlette page", server, load, at_page)
    return [form, replace(page, kept=elsewhere.kept_by_page(folder / "page", pages))]


def _elsewhere(
    name: str, server: Server, load: Load, child: Callable[[str, Log, Callable[[], bool]], Visitor]
) -> Row:
    log, came = Log(), 0

    def next_one(stop: Callable[[], bool]) -> Visitor:
        nonlocal came
        came += 1
        return child(f"child-{came}", log, stop)

    window = asyncio.run(playground.occupy(server, load, next_one))
    log.errors += server.faults()
    _tell(log)
    row = row_of(name, load.children, load.think, log, window, server.peak_mb, None)
    _say(table([row]))
    return row


@contextmanager
def _databases(asked: str, folder: Path) -> Iterator[list[tuple[str, Callable[[Path], Settings]]]]:
    """The databases to run on: a name, and what makes a fresh one."""
    found: list[tuple[str, Callable[[Path], Settings]]] = []
    with ExitStack() as stack:
        if asked in ("sqlite", "both"):
            found.append(("SQLite", rooms.sqlite_settings))
        if asked in ("postgresql", "both"):
            found.append(("PostgreSQL", stack.enter_context(rooms.postgresql_server(folder))))
        yield found


def _codes(load: Load, definition: Path) -> int:
    moves = len(elsewhere.questions_of(definition)) + 2
    rate = min(_MOST_A_SECOND, load.children / load.think if load.think else _MOST_A_SECOND)
    whole = (load.seconds or 0) + load.arrive
    return ALONE + TOGETHER + load.children + int(whole * rate / moves)


def _checks(name: str, alone: SignedIn, rest: SignedIn) -> CodeChecks:
    return CodeChecks(name, Spread.of(alone.taken), Spread.of(rest.taken), 1000 * rest.cpu)


def _printed(rows: list[Row], checks: list[CodeChecks], with_baselines: bool) -> str:
    lines = ["", table(rows), ""]
    lines += [
        f"code check, {check.name}: one at a time p50 {check.alone.p50:.0f} ms, "
        f"p95 {check.alone.p95:.0f} ms; {TOGETHER} at once p50 {check.together.p50:.0f} ms, "
        f"p95 {check.together.p95:.0f} ms; CPU {check.cpu:.1f} ms each"
        for check in checks
    ]
    if with_baselines:
        ours, (form, page) = rows[:-2], rows[-2:]
        same = [row for row in ours if row.children == form.children]
        lines += ["", *(ratio(row, form) for row in same), *(ratio(row, page) for row in same)]
    return "\n".join(lines)


def _where() -> str:
    now = datetime.now(UTC).isoformat(timespec="minutes")
    python = platform.python_version()
    return f"{now}  {platform.machine()}  Python {python}  load average {load_now():.1f}"


def _tell(log: Log) -> None:
    for error in log.errors[:5]:
        _say(f"  {error}")


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--children", type=int, default=100, help="how many at once")
    parser.add_argument("--crowd", type=int, default=200, help="a second, larger run; 0: none")
    parser.add_argument("--seconds", type=float, default=25.0, help="how long each run measures")
    parser.add_argument("--think", type=float, default=0.75, help="mean seconds a question")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--survey", type=Path, default=rooms.TEN_QUESTIONS, help="a definition")
    parser.add_argument("--together", action="store_true", help="a choice and Next in one post")
    parser.add_argument("--no-baselines", dest="baselines", action="store_false")
    return parser


if __name__ == "__main__":
    sys.exit(main())
