"""Writers and servers killed at random moments: nothing lost, doubled, halved, changed or shown.

A few of each; the long run (`test_long_run.py`) does hundreds.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.conftest import settings_in
from tests.faults.counting import NO_FAULT
from tests.faults.killing import Pgserver, kills, pgserver, restarts

pytestmark = pytest.mark.ci


@pytest.fixture(scope="module")
def server() -> Iterator[Pgserver]:
    """A PostgreSQL that may be stopped in the middle."""
    with pgserver() as running:
        yield running


def test_three_kills_of_a_writer_on_sqlite_cost_nothing(tmp_path: Path) -> None:
    left = kills(settings_in(tmp_path), 3, 20, Random("sqlite"))
    assert left.sent > 0
    assert left.faults == NO_FAULT


def test_two_kills_of_a_writer_on_postgresql_cost_nothing(server: Pgserver, tmp_path: Path) -> None:
    left = kills(server.settings(tmp_path), 2, 20, Random("postgresql"))
    assert left.sent > 0
    assert left.faults == NO_FAULT


def test_no_child_sees_that_postgresql_restarts(server: Pgserver, tmp_path: Path) -> None:
    left = restarts(server, server.settings(tmp_path), 1, 20, Random("restart"))
    assert left.sent > 0
    assert left.faults == NO_FAULT
