"""What the letters of a whole round cost: checking the list, making the codes, drawing the PDF.

    python -m tests.benchmarks.letters [--children 300]

A made-up list goes through the use case that the page and the command call, on a fresh SQLite
database; letters, slips and questionnaires are then drawn in a warm worker. The baseline is the
same number of pages with one line each, by Typst as PDF/UA.
"""

# ruff: noqa: T201  (it prints its table)

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.worker import Worker
from data.database import Database
from data.opening import create
from data.settings import Settings, embedded_url
from surveys.paper.letters import DRAWN, Where
from surveys.paper.mail_list import Expected, read_list
from surveys.paper.merge import Batch, write_to
from surveys.rounds import open_round
from tests.benchmarks.documents import bare_pdf
from tests.conftest import actor

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
WHERE = Where("https://heard.example.gov.uk", "Made up")
SURVEY = "out_of_borough"


def a_list(children: int) -> bytes:
    """A made-up list: everybody with a name, an address and an age group; three languages."""
    lines = ["reference,name,address1,address2,postcode,language,band"]
    for number in range(children):
        language, band = ("en", "ur", "pl")[number % 3], ("4-7", "8-10", "11-17")[number % 3]
        lines.append(f"Case {number},Child {number},{number} Lane,Town,ZZ9 9ZZ,{language},{band}")
    return "\n".join(lines).encode()


def timed(what: Callable[[], Any]) -> tuple[Any, float]:
    """What it gives, and the seconds it took."""
    began = time.perf_counter()
    given = what()
    return given, time.perf_counter() - began


def main() -> None:
    """Measure once and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=300)
    children = parser.parse_args().children
    content = a_list(children)
    expected = Expected(("4-7", "8-10", "11-17"), None, ("",))
    _, checking = timed(lambda: read_list(content, expected))
    batch, merging = timed(lambda: merged(content))
    print(f"{children} children | s | MB\n---|---|---")
    print(f"check the list | {checking:.2f} |")
    print(f"check, make and keep the codes | {merging:.2f} |")
    drawn(batch)
    _, bare = timed(bare_pdf)
    print(f"one line by Typst, PDF/UA (a page) | {bare:.2f} |")


def merged(content: bytes) -> Batch:
    """The list through the use case, on a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        var, key = Path(folder) / "var", Path(folder) / "keys" / "master.key"
        settings = Settings(embedded_url(var), var, key, authority="Made up")
        create(settings)
        db = Database.open(settings)
        opened = open_round(db, actor("participation"), SURVEY, now=NOW, closes="2027-03-31").id
        (batch,) = write_to(db, actor("participation"), opened, content, NOW)
        db.close()
        return batch


def drawn(batch: Batch) -> None:
    """Each kind of paper: its content here, its PDF in a warm worker."""
    worker = Worker()
    worker.run("paper", DRAWN["slips"](batch, WHERE))
    for kind, content_of in DRAWN.items():
        content, making = timed(lambda of=content_of: of(batch, WHERE))
        pdf, drawing = timed(lambda of=content: worker.run("paper", of))
        print(
            f"{kind}: content | {making:.2f} |\n{kind}: PDF | {drawing:.2f} | {len(pdf) / 1e6:.1f}"
        )
    worker.stop()


if __name__ == "__main__":
    main()
