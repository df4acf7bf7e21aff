"""A copy of a live database file loses answers; our backup, made at the same moment, none."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from data import ledger
from data.backup import back_up
from data.loading import load
from data.settings import Settings, embedded_url
from tests.conftest import settings_in
from tests.faults.counting import Told, count
from tests.faults.ground import laid, opened
from tests.faults.killing import wait_for
from tests.faults.writing import Plan, Writer

pytestmark = pytest.mark.ci


def _lost(settings: Settings, file: Path, told: Told, elsewhere: Path) -> int:
    """How much of what was acknowledged is not in a copy, put in place elsewhere."""
    (elsewhere / "backups").mkdir(parents=True)
    shutil.copy(ledger.path(settings), elsewhere / "backups")
    there = replace(settings, var=elsewhere, database_url=embedded_url(elsewhere))
    load(there, file, "elsewhere")
    with opened(there) as db:
        return count(db, told).lost


def test_a_copied_file_loses_what_a_backup_keeps(tmp_path: Path) -> None:
    settings = laid(settings_in(tmp_path))
    file = tmp_path / "told"
    writer = Writer(Plan(settings, file, threads=4))
    wait_for(writer, file, 150)
    told = Told.read(file)
    copied = tmp_path / "copied.db"
    shutil.copy(settings.var / "heard.db", copied)  # what nobody should do
    backup = back_up(settings)
    writer.kill()
    by_copy = _lost(settings, copied, told, tmp_path / "a")
    by_backup = _lost(settings, backup, told, tmp_path / "b")
    acknowledged = len(told.kept | told.sent)
    print(f"of {acknowledged} acknowledged: a copy lost {by_copy}, our backup {by_backup}")  # noqa: T201
    assert by_backup == 0
    assert by_copy > 0
