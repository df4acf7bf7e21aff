"""From a CSV of 3,020 real comments to figures and themes: how long each part takes.

    python -m tests.benchmarks.importing [--file FILE.csv] [--map MAP.toml]

The commands run as a person runs them, start included; themes run in this process.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from analysis import coding, suggestions, themes
from data import codings
from data.clock import utc_now
from data.database import Database
from data.settings import CHECKOUT, Settings
from tests.benchmarks import rooms
from tests.benchmarks.figures import load_now

SURVEY = "service_feedback"
CASE = CHECKOUT.parent / "shared" / "cases" / "text" / "nhs_fft_dev.csv"
MAP = CHECKOUT / "surveys" / "mappings" / "nhs_fft.toml"
AIM_S = 10.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part: seconds by the clock, seconds of CPU, and what it said of its outcome."""

    name: str
    wall: float
    cpu: float
    outcome: str


def main(arguments: list[str] | None = None) -> int:
    """Measure every part and print the table."""
    asked = _arguments().parse_args(arguments)
    if not asked.file.exists():
        click.echo(f"{asked.file.name} is not here: the third-party cases lie beside the checkout.")
        return 2
    with tempfile.TemporaryDirectory(prefix="heard-benchmark-") as made:
        folder = Path(made)
        settings = rooms.sqlite_settings(folder)
        ours = [*_commands(asked.file, asked.map, settings), *_themes(settings)]
        bare = ["-m", "tests.benchmarks.bare_import", str(asked.file), str(folder / "bare.db")]
        baseline = _command("baseline: csv.DictReader, one insert a row", bare, {}, _counted)
    click.echo(_table(ours, baseline))
    return 0


def _commands(file: Path, rules: Path, settings: Settings) -> list[Part]:
    env = {
        "DATABASE_URL": settings.database_url,
        "HEARD_VAR": str(settings.var),
        "HEARD_KEY_FILE": str(settings.key_file),
    }
    take_in = ["manage.py", "import-responses", SURVEY, str(file), "--map", str(rules)]
    return [
        _command("import-responses", take_in, env, _last_line),
        _command("results --json", ["manage.py", "results", f"{SURVEY}-1", "--json"], env, _base),
        _command("import-responses again (all known)", take_in, env, _last_line),
    ]


def _themes(settings: Settings) -> list[Part]:
    db, round_id = Database.open(settings), f"{SURVEY}-1"
    suggested = _here(
        "theme suggestions",
        lambda: f"{coding.make_suggestions(db, rooms.STAFF, round_id, utc_now()):,} suggestions",
    )
    _accept_all(db, round_id)
    summary = _here(
        "theme summary",
        lambda: f"{len(themes.theme_summary(db, rooms.STAFF, round_id).lines)} themes",
    )
    moods = _here(
        "a reading order by TextBlob (import included)",
        lambda: (
            f"{len(coding.mood_order(db, rooms.STAFF, round_id, suggestions.moods)):,} comments"
        ),
    )
    db.close()
    return [suggested, summary, moods]


def _accept_all(db: Database, round_id: str) -> None:
    """A person gives every suggested theme, so that there is something to sum up; not timed."""
    with db.writing() as tx:
        for one in codings.suggestions_of_round(tx, round_id):
            codings.decide(tx, one.response, one.question, one.theme, "given", "Person", utc_now())


def _command(
    name: str, words: Sequence[str], env: dict[str, str], said: Callable[[str], str]
) -> Part:
    """Run a command as a process of its own; raises RuntimeError with its words where it fails."""
    before, began = _children_cpu(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, *words],
        cwd=CHECKOUT,
        env=os.environ | env,
        check=False,
        capture_output=True,
        text=True,
    )
    wall = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr or done.stdout}")
    return Part(name, wall, _children_cpu() - before, said(done.stdout))


def _here(name: str, work: Callable[[], str]) -> Part:
    cpu, began = time.process_time(), time.perf_counter()
    outcome = work()
    return Part(name, time.perf_counter() - began, time.process_time() - cpu, outcome)


def _children_cpu() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _last_line(said: str) -> str:
    return said.strip().splitlines()[-1]


def _base(said: str) -> str:
    read = json.loads(said)
    return f"{read['response']['answered']:,} answered, {len(read['questions'])} questions"


def _counted(said: str) -> str:
    return f"{sum(json.loads(said).values()):,} rows"


def _table(ours: Sequence[Part], baseline: Part) -> str:
    whole = Part("import, results, suggestions, summary", _sum(ours, "wall"), _sum(ours, "cpu"), "")
    verdict = "within" if whole.wall < AIM_S else "over"
    lines = [f"{'':48} {'seconds':>8} {'CPU s':>7}   outcome"]
    lines += [
        f"{part.name:48} {part.wall:8.2f} {part.cpu:7.2f}   {part.outcome}"
        for part in (*ours, whole, baseline)
    ]
    lines += [
        f"aim {AIM_S:g} s: {verdict}; import against the baseline: "
        f"{ours[0].wall / baseline.wall:.1f}x by the clock, {ours[0].cpu / baseline.cpu:.1f}x CPU; "
        f"load average {load_now():.1f}"
    ]
    return "\n".join(lines)


def _sum(parts: Sequence[Part], what: str) -> float:
    counted = ("import-responses", "results --json", "theme suggestions", "theme summary")
    return sum(getattr(part, what) for part in parts if part.name in counted)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--file", type=Path, default=CASE)
    parser.add_argument("--map", type=Path, default=MAP)
    return parser


if __name__ == "__main__":
    sys.exit(main())
