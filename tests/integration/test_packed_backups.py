"""A packed backup of PostgreSQL forgets what was erased, and keeps all the rest byte for byte."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data import concerns, erasing, responses, rows_taken
from data.backup import back_up, folder
from data.database import Database
from data.restore import restore
from data.settings import Settings
from surveys.collect import enter
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.retention import erase_due, erase_response
from surveys.rounds import close_round, open_round
from tests.children import Device
from tests.conftest import confirmed_times

TITLE = 'synthetic: "Oak",\n\n=1+1 ä€😭 \\x \\N'
YEARS = timedelta(days=365 * 2 + 40)


@pytest.fixture
def packed(postgresql_settings: Settings, tmp_path: Path) -> Iterator[Database]:
    """A database whose backups are packed."""
    confirmed = replace(postgresql_settings, retention_file=confirmed_times(tmp_path))
    database = Database.open(confirmed)
    yield database
    database.close()


@pytest.fixture
def two(packed: Database, participation: Actor, now: datetime) -> list[Device]:
    """Two children who wrote, with a closed concern each and a case number."""
    opened = open_round(packed, participation, "service_feedback", now=now, title=TITLE)
    names = ["CASE-1", "CASE-2"]
    made = []
    for code in make(packed, participation, opened.id, 2, now=now, references=names).codes:
        child = Device(packed, enter(packed, code, door="light", now=now), now).to_questions()
        child.to("good").answer(words="synthetic: the canary sang")
        response = child.send_all().response
        with packed.writing() as tx:
            raised = concerns.raise_(tx, response, "good", "words", "Sam", now)
            concerns.step(tx, raised, "closed", "Sam", now, "", "synthetic: well")
            rows_taken.add(tx, opened.id, "synthetic: a study", "Sam", 1, now)
        made.append(child)
    return made


def tables(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_was_erased_is_in_no_packed_backup_and_the_rest_is_as_it_was(
    packed: Database, two: list[Device], administrator: Actor, now: datetime
) -> None:
    gone, stays = (child.here.response for child in two)
    file = back_up(packed.settings)
    before = tables(file)
    erase_response(packed, administrator, gone, "The child asked us to.", now)
    after = tables(file)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {f"{t}.csv" for t in ("answers", "keyholders", "responses", "concern_steps")}
    assert gone.encode() not in after["answers.csv"]
    assert set(after["answers.csv"].split(b"\n")) < set(before["answers.csv"].split(b"\n"))
    assert erasing.scrub_backups(packed.settings) == erasing.Cleared()
    packed.close()
    restore(packed.settings, file)
    with packed.reading() as tx:
        assert not responses.exists(tx, gone)
        assert {a.words for a in responses.answers(tx, stays)} >= {"synthetic: the canary sang"}


def test_a_whole_round_is_erased_in_a_packed_backup(
    packed: Database, two: list[Device], administrator: Actor, participation: Actor, now: datetime
) -> None:
    file = back_up(packed.settings)
    close_round(packed, participation, two[0].here.round.id, now)
    erase_due(packed, administrator, now + YEARS)
    after = tables(file)
    assert [len(after[f"{t}.csv"].splitlines()) for t in ("answers", "keyholders")] == [1, 1]
    assert after["rows_taken.csv"].count(b",\\x,\\x,") == 2
    assert TITLE.replace('"', '""').encode() in after["rounds.csv"]
    assert [one.name for one in folder(packed.settings).glob("*.unfinished")] == []
