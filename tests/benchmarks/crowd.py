"""Many children at once: what they wait for, and what a move costs, beside two baselines."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import click

from data.settings import Settings
from tests.benchmarks import elsewhere, playground, rooms
from tests.benchmarks.figures import Log, Row, Spread, row_of
from tests.benchmarks.playground import Door, Load, Visitor
from tests.benchmarks.serving import Server, heard
from tests.benchmarks.tables import CodeCheck, load_table

ALONE, TOGETHER = 20, 30
"""How many codes are checked one at a time, and how many at once: a class at the door."""
NAMES: dict[Door, str] = {"streamlit": "Streamlit", "light": "light"}
_MOST_A_SECOND: dict[Door, int] = {"streamlit": 200, "light": 400}
"""Moves: no run has come near it, so children for that many are enough."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run takes place: a name for its database, its settings, and a folder."""

    database: str
    settings: Settings
    folder: Path


def at_door(door: Door, load: Load, at: Place, definition: Path) -> Row:
    """One of Heard's doors on this database, under this load."""
    name = f"{NAMES[door]}, {at.database}{'' if load.think else ', no pause'}"
    say(f"{name}: {load.children} children …")
    seats = rooms.seated(at.settings, _children(door, load, definition), door, definition)
    log = Log()
    with heard(at.settings, at.folder / "server.log") as server:
        server.settle()
        came, window = asyncio.run(playground.run_heard(server, seats.cookies, load, log, door))
        log.errors += server.faults()
    _tell(log)
    row = row_of(name, load.children, log, window, server.peak_mb)
    return shown(replace(row, kept=rooms.kept(seats.room, came, entered=len(seats.cookies))))


def code_check(at: Place) -> CodeCheck:
    """Let children in, one at a time and a class at once."""
    say(f"code check, {at.database} …")
    room = rooms.open_room(at.settings, ALONE + TOGETHER)
    with heard(at.settings, at.folder / "server.log") as server:
        server.settle()
        alone = asyncio.run(playground.sign_in(server, room.codes[:ALONE]))
        together = asyncio.run(playground.sign_in(server, room.codes[ALONE:], TOGETHER))
    cpu = 1000 * (alone.cpu * ALONE + together.cpu * TOGETHER) / (ALONE + TOGETHER)
    spread = Spread.of(alone.taken), Spread.of(together.taken)
    return CodeCheck(at.database, *spread, TOGETHER, cpu)


def bare_form(folder: Path, load: Load, definition: Path) -> Row:
    """Baseline: a bare Streamlit form, under the same load."""
    questions = elsewhere.questions_of(definition)
    with elsewhere.bare_form(folder / "form", definition) as server:

        def child(name: str, log: Log, stop: Callable[[], bool]) -> Visitor:
            random = Random(f"{load.seed} {name}")
            return elsewhere.FormChild(name, server.port, random, log, load.think, stop, questions)

        return shown(_elsewhere("bare Streamlit form", server, load, child))


def bare_page(folder: Path, load: Load, definition: Path) -> Row:
    """Baseline: a bare Starlette page with one SQLite write, under the same load."""
    questions = elsewhere.questions_of(definition)
    pages: list[elsewhere.PageChild] = []
    with elsewhere.bare_page(folder / "page", definition) as server:

        def child(name: str, log: Log, stop: Callable[[], bool]) -> Visitor:
            random = Random(f"{load.seed} {name}")
            pages.append(
                elsewhere.PageChild(name, server.port, random, log, load.think, stop, questions, {})
            )
            return pages[-1]

        row = _elsewhere("bare Starlette page", server, load, child)
    return shown(replace(row, kept=elsewhere.kept_by_page(folder / "page", pages)))


def shown(row: Row) -> Row:
    """The row, which is told as soon as it is there."""
    say(load_table([row]))
    return row


def say(sentence: str) -> None:
    """Tell whoever waits how far it is."""
    click.echo(sentence, err=True)


def _elsewhere(
    name: str, server: Server, load: Load, child: Callable[[str, Log, Callable[[], bool]], Visitor]
) -> Row:
    say(f"{name}: {load.children} children …")
    log, came = Log(), 0

    def next_one(stop: Callable[[], bool]) -> Visitor:
        nonlocal came
        came += 1
        return child(f"child-{came}", log, stop)

    window = asyncio.run(playground.occupy(server, load, next_one))
    log.errors += server.faults()
    _tell(log)
    return row_of(name, load.children, log, window, server.peak_mb)


def _children(door: Door, load: Load, definition: Path) -> int:
    moves = len(elsewhere.questions_of(definition)) + 2
    most = _MOST_A_SECOND[door]
    rate = min(most, load.children / load.think) if load.think else most
    return load.children + int(((load.seconds or 0) + load.arrive) * rate * 1.1 / moves) + 1


def _tell(log: Log) -> None:
    for error in log.errors[:5]:
        say(f"  {error}")
