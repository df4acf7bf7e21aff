"""The long run: 100,000 thanks and more, 200 kills, 3,000 power cuts.

Its table is in docs/faults.md. It takes hours; `python -m tests.faults.long_run FOLDER` does the
same in pieces that can be interrupted.
"""

from collections import Counter
from pathlib import Path

import pytest

from data.settings import CHECKOUT
from tests.faults import long_run
from tests.faults.counting import NO_FAULT

KEPT = Path(__file__).with_name("done.jsonl")
"""What was run by hand; docs/faults.md has its table."""


@pytest.mark.full
def test_nothing_is_lost_doubled_halved_changed_or_shown(tmp_path: Path) -> None:
    file = tmp_path / "done.jsonl"
    may_fail = {part.name for part in long_run.PARTS if part.may_fail}
    finished = tuple(long_run.go_on(file))
    print(long_run.table(finished))  # noqa: T201  (the table is what this is run for)
    faulty = [one for one in finished if one.count.faults != NO_FAULT]
    assert {one.part for one in faulty} == may_fail


def test_the_run_that_was_kept_was_long_enough_and_lost_nothing() -> None:
    may_fail = {part.name for part in long_run.PARTS if part.may_fail}
    kept = [one for one in long_run.done(KEPT) if one.part not in may_fail]
    events = Counter[str]()
    for one in kept:
        events[next(part.event for part in long_run.PARTS if part.name == one.part)] += one.events
    sent = sum(one.count.sent for one in kept if not one.part.startswith("power cut"))
    assert events == {"kills": 200, "cuts": 3000, "restarts": 30}
    assert sent >= 100_000
    assert {one.count.faults for one in kept} == {NO_FAULT}


def test_its_table_stands_in_the_docs() -> None:
    rows = long_run.table(long_run.done(KEPT)).splitlines()
    told = (CHECKOUT / "docs" / "faults.md").read_text("utf-8")
    assert [row for row in rows if row.startswith("| ") and row not in told] == []
