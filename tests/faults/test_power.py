"""Power cuts, simulated: FULL loses nothing; that NORMAL does shows that the harness can see it."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.faults.counting import NO_FAULT, Count
from tests.faults.power import Disk, Record, cuts, record, shim

pytestmark = pytest.mark.ci

Cut = Callable[[str, int], Count]


@pytest.fixture
def after_cuts(tmp_path: Path) -> Cut:
    """The power cut at so many random moments of 40 children's answers, all counts together."""

    def run(synchronous: str, points: int) -> Count:
        run = record(tmp_path, shim(tmp_path), 40, synchronous, threads=4)
        left = cuts(run, points, Random("power"), tmp_path / "after")
        return sum(left, start=Count())

    return run


def test_a_power_cut_takes_nothing_that_a_child_was_told_is_kept(after_cuts: Cut) -> None:
    left = after_cuts("FULL", 60)
    assert left.sent > 0
    assert left.faults == NO_FAULT


def test_the_same_cuts_lose_answers_where_the_disk_is_not_waited_for(after_cuts: Cut) -> None:
    assert after_cuts("NORMAL", 30).lost > 0


def test_a_write_is_there_only_once_it_was_synced_and_so_was_its_name() -> None:
    disk = Disk()
    found = []
    for kind, path in (("C", "/v/f"), ("W", "/v/f"), ("S", "/v/f"), ("D", "/v")):
        disk.take(Record(kind, path, 0, b"words" if kind == "W" else b""))
        found.append(disk.cut(None))
    assert found == [{}, {}, {}, {"/v/f": b"words"}]
