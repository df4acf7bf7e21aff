"""What the four documents of a 300-response round cost, beside two bare one-paragraph documents.

    python -m tests.benchmarks.documents [--responses 300]

A round of the out-of-borough survey is answered at random (seeded), its figures are worked out,
and each format is made in the worker: first in a cold one, then again with another title in the
warm one. The baselines are made in spawned processes of the same kind: one paragraph by python-docx
with its own template, and one paragraph by Typst as PDF/UA. Aim: all four under 5 s when warm.
"""

# ruff: noqa: T201  (it prints its table)

import argparse
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from random import Random

from analysis import results
from analysis.documents.formats import FORMATS
from analysis.report import Report
from analysis.worker import Worker
from data.database import Database
from data.opening import create
from data.settings import Settings, embedded_url
from surveys import loader
from surveys.schema import Kind, Question
from tests.answering import a_round
from tests.conftest import actor

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
AIM_S = 5.0


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds to make one document in a cold and in a warm worker, and its size."""

    cold: float
    warm: float
    kilobytes: float


def bare_docx() -> bytes:
    """Baseline: one paragraph by python-docx."""
    from io import BytesIO

    import docx

    made, kept = docx.Document(), BytesIO()
    made.add_paragraph("40 of 300 children answered.")
    made.save(kept)
    return kept.getvalue()


def bare_pdf() -> bytes:
    """Baseline: one paragraph by Typst, PDF/UA-1, its own fonts only."""
    import typst

    source = b'#set document(title: "T")\n#set text(lang: "en")\n40 of 300 children answered.'
    made = typst.compile(source, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True)
    return bytes(made)  # type: ignore[arg-type]


def answered_at_random(responses: int) -> tuple[Report, float]:
    """The report of a round with so many responses, and the seconds its figures took."""
    with tempfile.TemporaryDirectory() as folder:
        var, key = Path(folder) / "var", Path(folder) / "keys" / "master.key"
        settings = Settings(embedded_url(var), var, key, authority="Made up")
        create(settings)
        db = Database.open(settings)
        random = Random(20261120)
        questions = loader.published()["out_of_borough"].questionnaire("11-17").questions
        sent = [_sent(random, questions) for _ in range(responses)]
        record = a_round(db, NOW, "out_of_borough", sent, eligible=2 * responses)
        began = time.perf_counter()
        report = results.report(db, actor("participation"), record.id, NOW)
        took = time.perf_counter() - began
        db.close()
        return report, took


def _sent(random: Random, questions: tuple[Question, ...]) -> dict[str, object]:
    given: dict[str, object] = {}
    for question in questions:
        if random.random() < 0.1:
            continue  # passed over
        if question.kind is Kind.TEXT:
            given[question.id] = "made up for the benchmark"
        elif question.scale is not None:
            given[question.id] = random.randint(question.scale.low, question.scale.high)
        else:
            given[question.id] = random.choice(question.options).key
    return given


def measure(report: Report) -> dict[str, Cost]:
    """Every format, each in a worker of its own: cold, and then warm with another title."""
    return {kind: _cost(kind, report) for kind in FORMATS}


def _cost(kind: str, report: Report) -> Cost:
    here = Worker()
    here.run("moods", ())  # its process is there
    again = replace(report, title=f"{report.title} again")
    cold, _ = _timed(lambda: here.run("document", report, kind))
    warm, content = _timed(lambda: here.run("document", again, kind))
    here.stop()
    return Cost(cold, warm, len(content) / 1024)


def baseline(made: Callable[[], bytes]) -> Cost:
    """The same for a bare document."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pool.submit(int).result()
        cold, _ = _timed(lambda: pool.submit(made).result())
        warm, content = _timed(lambda: pool.submit(made).result())
    return Cost(cold, warm, len(content) / 1024)


def _timed(make: Callable[[], bytes]) -> tuple[float, bytes]:
    began = time.perf_counter()
    content = make()
    return time.perf_counter() - began, content


def together(report: Report) -> tuple[float, float]:
    """Seconds for all four one after the other in one worker: cold, and then warm."""
    here = Worker()
    here.run("moods", ())  # its process is there
    took = []
    for title in (report.title, f"{report.title} again"):
        began = time.perf_counter()
        for kind in FORMATS:
            here.run("document", replace(report, title=title), kind)
        took.append(time.perf_counter() - began)
    here.stop()
    return took[0], took[1]


def _row(name: str, cost: Cost, times: str) -> str:
    return f"| {name} | {cost.cold:.2f} | {cost.warm:.3f} | {cost.kilobytes:.0f} | {times} |"


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=300)
    report, figures = answered_at_random(parser.parse_args().responses)
    costs = measure(report)
    bare = {"docx": baseline(bare_docx), "pdf": baseline(bare_pdf)}
    print(f"figures of {report.who.answered} responses: {figures:.2f} s\n")
    print("| document | cold s | warm s | kB | warm / baseline |\n|---|---|---|---|---|")
    for kind, cost in costs.items():
        times = f"{cost.warm / bare[kind].warm:.1f} x bare {kind}" if kind in bare else ""
        print(_row(kind, cost, times))
    for kind, cost in bare.items():
        print(_row(f"bare {kind}", cost, ""))
    cold, warm = together(report)
    print(f"\nall four: {cold:.2f} s cold, {warm:.2f} s warm (aim: {AIM_S:.0f} s)")


if __name__ == "__main__":
    main()
