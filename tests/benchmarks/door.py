"""What children wait for and what it costs, at both doors: bytes, many at once, the code check.

    python -m tests.benchmarks.door [--part bytes|load|code] [--door light|streamlit|both]
        [--children 1,50,100,200] [--seconds 25] [--database sqlite|postgresql|both]

Everything runs against real servers in processes of their own; after each crowd the database is
held against what every child was told is saved. docs/benchmarks.md says how to read the tables.
"""

import argparse
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import click

from data.settings import Settings
from surveys.loader import DEFINITIONS
from surveys.schema import Band
from tests.benchmarks import browsing, crowd, rooms, tables
from tests.benchmarks.crowd import Place, say
from tests.benchmarks.figures import Row, load_now
from tests.benchmarks.meter import NETWORKS, a_browser
from tests.benchmarks.playground import Door, Load
from tests.benchmarks.serving import heard

_PARTS = ("bytes", "load", "code")
_DOORS: tuple[Door, ...] = ("light", "streamlit")
_BANDS: tuple[Band, ...] = ("4-7", "8-10", "11-17")
_READS_S = (0.0, 5.0, 15.0)
_SATURATED = 32
"""How many children without a pause keep one process busy all the time."""
_AT_POSTGRESQL = 100
_REAL_SURVEY = DEFINITIONS / "out_of_borough.v2.toml"
Fresh = Callable[[], Place]


def main(arguments: list[str] | None = None) -> int:
    """Run everything that was asked for and print the tables."""
    asked = _arguments().parse_args(arguments)
    doors = _DOORS if asked.door == "both" else (asked.door,)
    click.echo(_where())
    rows: list[Row] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="heard-benchmark-")))
        databases = stack.enter_context(_databases(asked.database, folder))
        if "bytes" in asked.part:
            click.echo(_bytes(doors, rooms.sqlite_settings(folder / "bytes"), folder))
        if "code" in asked.part:
            checks = [crowd.code_check(fresh()) for fresh in databases.values()]
            click.echo("\n" + "\n".join(tables.code_line(check) for check in checks))
        if "load" in asked.part:
            rows = _crowds(asked, doors, databases)
            baselines = _baselines(asked, folder) if asked.baselines else []
            click.echo(_loads(rows, baselines))
    click.echo(_where())
    return 1 if any(row.failed for row in rows) else 0


# --- bytes and waiting -------------------------------------------------------------------------


def _bytes(doors: tuple[Door, ...], settings: Settings, folder: Path) -> str:
    first, later = [], []
    with heard(settings, folder / "bytes.log") as server, a_browser() as browser:
        codes = {
            band: iter(rooms.open_room(settings, 40, _REAL_SURVEY, band).codes) for band in _BANDS
        }
        url = f"http://127.0.0.1:{server.port}"
        server.settle()
        for door in doors:
            for network in NETWORKS:
                for read in _READS_S:
                    say(f"{door}, {network.name}, first page read for {read:g} s …")
                    code = next(codes[_BANDS[-1]])
                    first.append(browsing.first_visit(browser, network, door, url, code, read))
                bands = _BANDS if door == "light" else _BANDS[-1:]
                for band in bands:
                    say(f"{door}, {network.name}, straight to a question, {band} …")
                    pair = (next(codes[band]), next(codes[band]))
                    later.append(browsing.later_visits(browser, network, door, url, pair, band))
    return f"\n{tables.first_table(first)}\n\n{tables.later_table(later)}"


# --- many at once ------------------------------------------------------------------------------


def _crowds(
    asked: argparse.Namespace, doors: tuple[Door, ...], databases: dict[str, Fresh]
) -> list[Row]:
    """Both doors on SQLite with each number of children, and on PostgreSQL with a hundred."""
    load = Load(0, asked.seconds, asked.think, together=asked.together)
    rows = []
    for door in doors:
        for name, fresh in databases.items():
            counts = asked.children
            if name == "PostgreSQL" and len(databases) > 1:
                counts = [_AT_POSTGRESQL] if _AT_POSTGRESQL in counts else []
            loads = [replace(load, children=children) for children in counts]
            if door == "light" and name == "SQLite" and asked.saturated:
                loads.append(replace(load, children=_SATURATED, think=0.0))
            rows += [crowd.at_door(door, each, fresh(), asked.survey) for each in loads]
    return rows


def _baselines(asked: argparse.Namespace, folder: Path) -> list[Row]:
    """The bare form, and the bare page under the same load and without a pause."""
    children = _AT_POSTGRESQL if _AT_POSTGRESQL in asked.children else asked.children[-1]
    load = Load(children, asked.seconds, asked.think)
    rows = [
        crowd.bare_form(folder, load, asked.survey),
        crowd.bare_page(folder, load, asked.survey),
    ]
    if asked.saturated:
        flat_out = replace(load, children=_SATURATED, think=0.0)
        row = crowd.bare_page(folder / "flat-out", flat_out, asked.survey)
        rows.append(replace(row, name=f"{row.name}, no pause"))
    return rows


def _loads(rows: list[Row], baselines: list[Row]) -> str:
    whole = [*rows, *baselines]
    lines = ["", tables.load_table(whole), "", tables.pace_table(whole), ""]
    lines += [tables.save_line(row) for row in rows if row.save.count]
    for theirs in baselines:
        same = [
            row
            for row in rows
            if (row.children, row.name.endswith("no pause"))
            == (theirs.children, theirs.name.endswith("no pause"))
        ]
        lines += [tables.ratio(ours, theirs) for ours in same]
    return "\n".join(lines)


# --- parts ------------------------------------------------------------------------------------


@contextmanager
def _databases(asked: str, folder: Path) -> Iterator[dict[str, Fresh]]:
    """The databases to run on, by name: each a function that makes a fresh one."""
    number = count(1)

    def fresh(name: str, settings: Callable[[Path], Settings]) -> Fresh:
        def make() -> Place:
            place = folder / f"{name}-{next(number)}"
            return Place(name, settings(place), place)

        return make

    found: dict[str, Fresh] = {}
    with ExitStack() as stack:
        if asked in ("sqlite", "both"):
            found["SQLite"] = fresh("SQLite", rooms.sqlite_settings)
        if asked in ("postgresql", "both"):
            server = stack.enter_context(rooms.postgresql_server(folder))
            found["PostgreSQL"] = fresh("PostgreSQL", server)
        yield found


def _where() -> str:
    now = datetime.now(UTC).isoformat(timespec="minutes")
    python = platform.python_version()
    return f"{now}  {platform.machine()}  Python {python}  load average {load_now():.1f}"


def _counts(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    add = parser.add_argument
    add("--part", choices=_PARTS, nargs="+", default=_PARTS, help="what to measure; all of it")
    add("--door", choices=("light", "streamlit", "both"), default="both")
    add("--children", type=_counts, default=[1, 50, 100, 200], help="how many at once: 1,50,…")
    add("--seconds", type=float, default=25.0, help="how long each crowd is measured")
    add("--think", type=float, default=0.75, help="mean seconds a question")
    add("--database", choices=("sqlite", "postgresql", "both"), default="both")
    add("--survey", type=Path, default=rooms.TEN_QUESTIONS, help="what the crowds answer")
    add("--together", action="store_true", help="Streamlit: a choice and Next in one post")
    add("--no-baselines", dest="baselines", action="store_false")
    add("--not-saturated", dest="saturated", action="store_false", help="no run without a pause")
    return parser


if __name__ == "__main__":
    sys.exit(main())
