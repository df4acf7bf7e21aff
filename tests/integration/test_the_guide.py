"""What the administrator's guide says about keys, backups and erasing, run as it is written."""

import re
import shlex
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from data.backup import listing
from data.database import Database
from data.settings import CHECKOUT, Settings
from surveys.collect import enter
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import open_round
from tests.children import Device
from tests.conftest import settings_in
from web.commands import cli

GUIDE = (CHECKOUT / "docs" / "administrator.md").read_text("utf-8")
SERVES = "run"


def commands(section: str) -> list[list[str]]:
    """The commands of one section, in order; the server itself is not started."""
    text = GUIDE.split(f"\n## {section}\n", 1)[1].split("\n## ", 1)[0]
    blocks = "".join(re.findall(r"```sh\n(.*?)```", text, re.S))
    lines = [shlex.split(one.split("manage.py ", 1)[1]) for one in blocks.splitlines()]
    return [line for line in lines if line[0] != SERVES]


class Operator:
    """Somebody with the guide and an installation in a folder."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder, self.settings = folder, settings
        self.code = self.response = ""

    def types(self, arguments: list[str], answers: str = "") -> Result:
        """Run one command as written, with the names of this installation in it."""
        given = {"ABCDE-23456": self.code, "0a1b2c3d4e5f": self.response}
        typed = [given.get(one, one) for one in arguments]
        if "restore" in typed:
            typed[-1] = str(listing(self.settings)[-1])
        if "--out" in typed:
            typed[-1] = str(self.folder / "held.txt")
        env = {"HEARD_VAR": str(self.settings.var), "HEARD_KEY_FILE": str(self.settings.key_file)}
        return CliRunner().invoke(cli, typed, env=env, input=answers)


@pytest.fixture
def operator(tmp_path: Path, participation: Actor, now: datetime) -> Operator:
    """An installation with one child's answers in it."""
    settings = settings_in(tmp_path)
    made = Operator(tmp_path, settings)
    db = Database.open(settings)
    opened = open_round(db, participation, "service_feedback", now=now)
    (made.code,) = make(db, participation, opened.id, 1, now=now, references=["CASE-1"]).codes
    child = Device(db, enter(db, made.code, door="light", now=now), now).to_questions()
    child.to("good").answer(words="synthetic: the slide")
    made.response = child.send_all().response
    db.close()
    return made


def test_backing_up_restoring_and_erasing_work_as_the_guide_has_them(operator: Operator) -> None:
    sections = ("Back up", "Restore", "Let answers end")
    done = [operator.types(one) for section in sections for one in commands(section)]
    assert [one.output for one in done if one.exit_code] == []
    assert len(done) == 10
    assert "1 responses that children were told are kept are there" in done[5].output


def test_the_key_is_changed_lost_and_joined_as_the_guide_has_it(operator: Operator) -> None:
    asked = commands("The key")
    join = asked.index(["keys", "join"])
    done = {" ".join(one): operator.types(one) for one in asked[join + 1 :]}
    assert [one.output for one in done.values() if one.exit_code] == []
    shares = re.findall(r"^\d+ [a-z ]+$", done["keys shares"].output, re.M)
    operator.settings.key_file.unlink()
    assert operator.types(asked[join], "\n".join(shares[1:])).exit_code == 0
    assert operator.types(["drill"]).exit_code == 0


def test_the_guide_says_how_much_can_be_lost_and_how_long_a_restore_takes() -> None:
    said = " ".join(GUIDE.split("### How much can be lost", 1)[1].split("\n## ", 1)[0].split())
    measured = (CHECKOUT / "docs" / "benchmarks.md").read_text("utf-8")
    assert re.search(r"at most a day of answers .* the aim is 15 minutes", said)
    assert re.search(r"\d+ to \d+ seconds on SQLite and \d+ to \d+ on PostgreSQL", said)
    assert "python -m tests.benchmarks.restoring" in measured
