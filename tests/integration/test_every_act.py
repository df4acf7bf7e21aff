"""The audit trail over all acts: each leaves the lines it promises, and no line holds a secret."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.worker import worker
from data import audit
from data.backup import back_up
from data.database import Database
from data.records import AuditRecord
from data.settings import Settings
from tests.conftest import confirmed_times
from tests.door_acts import AT_THE_DOOR
from tests.every_act import CANARY, World
from tests.staff_acts import ACTS, Act
from tests.unit.test_audiences import INSIDE_OTHERS, use_cases
from web.commands import cli

LOOKS = {
    "surveys.keying.drafts.keep",  # one answer of a paper: the paper is the act, begun and saved
    "surveys.paper.merge.slips_for",  # codes that were made, and noted, a moment before
    "surveys.today.today",
    "surveys.rounds.listing",
    "surveys.rounds.view",
    "surveys.besides.besides",
    "surveys.invitations.not_reached",
    "surveys.paper.blanks.of_round",
    "surveys.reveal.my_wish",
    "surveys.reading.response_lines",
    "surveys.keying.papers.desk",
    "surveys.held.listing",
    "surveys.retention.due",
    "analysis.coding.mood_order",
    "analysis.themes.theme_summary",
    "analysis.results.report",
    "analysis.rows.about_rows",
    "analysis.actions.listing",
    "analysis.reports.drafting",
    "analysis.reports.published",
    "analysis.reports.read",
    "analysis.reports.newest",
    "web.staff.accounts.listing",
    "web.staff.accounts.find",
    "web.staff.sight.choices",
    "web.staff.sight.of",
    "web.staff.second_step.codes_left",
}
"""Use cases that show counts, names and protected figures on a page, and change nothing."""


@pytest.fixture(scope="module", autouse=True)
def _worker_stops() -> Iterator[None]:
    yield
    worker().stop()


@pytest.fixture
def world(sqlite_settings: Settings, tmp_path: Path, now: datetime) -> Iterator[World]:
    """An installation whose retention times were confirmed, so that erasing is an act too."""
    settings = replace(sqlite_settings, retention_file=confirmed_times(tmp_path))
    db = Database.open(settings)
    yield World(db, tmp_path, now)
    db.close()


def trail(db: Database) -> list[AuditRecord]:
    with db.reading() as tx:
        return [found.line for found in audit.chain(tx)]


def left_by(world: World, prepare: Callable[[World], Act]) -> tuple[str, ...]:
    """Which lines one act leaves, in order."""
    act = prepare(world)
    with world.db.reading() as tx:
        before, _ = audit.head(tx) or (0, "")
    act()
    with world.db.reading() as tx:
        newest = audit.listing(tx, 5)
    return tuple(line.act for line in reversed(newest) if line.number > before)


def test_every_use_case_is_an_act_or_only_looks() -> None:
    assert set(use_cases()) - INSIDE_OTHERS == set(ACTS) | LOOKS
    assert not set(ACTS) & LOOKS


def test_each_act_leaves_exactly_the_lines_it_promises_and_no_secret(world: World) -> None:
    every = AT_THE_DOOR | ACTS
    left = {name: left_by(world, prepare) for name, (_, prepare) in every.items()}
    assert left == {name: promised for name, (promised, _) in every.items()}
    written = repr(trail(world.db))
    assert len(world.secrets) > 60
    assert [secret for secret in world.secrets if secret in written] == []


@pytest.mark.parametrize(
    ("arguments", "act"),
    [
        (("restore", "BACKUP"), "restored"),
        (("keys", "rotate"), "rotated the master key"),
        (("keys", "shares"), "printed key shares"),
        (("erase", "--response", "RESPONSE", "--reason", CANARY), "erased response"),
        (("held-on", "CODE", "--out", "OUT"), "gave out what is held"),
    ],
    ids=["restore", "rotate", "shares", "erase", "held-on"],
)
def test_an_operators_command_leaves_one_line_with_their_name(
    world: World, arguments: tuple[str, ...], act: str
) -> None:
    response, code = world.settled(), world.kept["code"]
    backup = back_up(world.db.settings)
    meant = {"BACKUP": backup, "RESPONSE": response, "CODE": code, "OUT": world.folder / "out.txt"}
    before = len(trail(world.db))
    world.db.close()
    command = [str(meant.get(word, word)) for word in arguments]
    done = CliRunner(env=world.environment).invoke(cli, command)
    assert done.exit_code == 0, done.output
    after = Database.open(world.db.settings)
    lines = trail(after)[before:]
    after.close()
    assert [(line.actor.split(":")[0], line.act) for line in lines] == [("operator", act)]
    assert [secret for secret in world.secrets if secret in repr(lines)] == []


def test_what_is_held_on_a_code_is_for_its_owner_only_also_over_an_older_file(world: World) -> None:
    assert world.settled()
    out = world.folder / "out.txt"
    for path in (out, world.folder / ".out.txt.part"):
        path.touch(0o644)
    world.db.close()
    command = ["held-on", world.kept["code"], "--out", str(out)]
    done = CliRunner(env=world.environment).invoke(cli, command)
    assert done.exit_code == 0, done.output
    assert out.stat().st_mode & 0o777 == 0o600
    assert CANARY in out.read_text("utf-8")
