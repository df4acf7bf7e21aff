"""Many children at once, at both doors: nothing lost, nothing doubled, nobody turned away.

No time is asserted.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from data.settings import Settings
from tests.benchmarks import playground, rooms
from tests.benchmarks.figures import Kept, Log
from tests.benchmarks.playground import Door, Load
from tests.benchmarks.serving import heard
from tests.conftest import finished

pytestmark = pytest.mark.ci
CHILDREN = 25


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What 25 children lived through, and what the database holds of it."""

    errors: list[str]
    kept: Kept


@pytest.fixture(params=["streamlit", "light"])
def door(request: pytest.FixtureRequest) -> Door:
    """The door that the children come in by; every test runs at both."""
    door: Door = request.param
    return door


@pytest.fixture
def afterwards(settings: Settings, tmp_path: Path, door: Door) -> Afterwards:
    """25 children answer ten questions at once, fast, on a real server; on both databases."""
    room = rooms.open_room(settings, CHILDREN)
    log, load = Log(), Load(CHILDREN, seconds=None, think=0.2, arrive=1.0)
    with heard(settings, tmp_path / "server.log") as server:
        entered = finished(playground.sign_in(server, room.codes, at_once=5, door=door))
        came, _ = finished(playground.run_heard(server, entered.cookies, load, log, door))
        errors = [*log.errors, *server.faults()]
    return Afterwards(errors, rooms.kept(room, came, CHILDREN))


def test_every_answer_of_25_children_at_once_is_there_once_and_word_for_word(
    afterwards: Afterwards,
) -> None:
    assert afterwards.errors == []
    assert afterwards.kept == Kept(finished=CHILDREN, answers=10 * CHILDREN, lost=0, doubled=0)
