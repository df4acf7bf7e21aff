"""A disk that is really full, and has space again: the server goes on without a restart."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.settings import Settings, embedded_url
from tests.conftest import settings_in
from tests.faults.counting import Told, count
from tests.faults.ground import laid, opened
from tests.faults.killing import wait_for
from tests.faults.writing import Plan, Writer

pytestmark = pytest.mark.ci

SIZE, BALLAST = 6 << 20, 3 << 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB, half of it taken; skipped where this account may not mount one."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "heard", str(place)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this account may not mount a small disk; test_disk.py limits the pages")
    (place / "ballast").write_bytes(bytes(BALLAST))
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def settings(tmp_path: Path, small_disk: Path) -> Settings:
    """Settings of a database and a ledger on the small disk."""
    var = small_disk / "var"
    return laid(replace(settings_in(tmp_path), var=var, database_url=embedded_url(var)))


def test_a_full_disk_refuses_and_loses_nothing_and_space_mends_it_without_a_restart(
    settings: Settings, small_disk: Path, tmp_path: Path
) -> None:
    file = tmp_path / "told"
    writer = Writer(Plan(settings, file, threads=2))
    while not Told.read(file).errors:
        wait_for(writer, file, 0)
    full = len(Told.read(file).sent)
    (small_disk / "ballast").unlink()
    wait_for(writer, file, full + 20)
    writer.kill()
    with opened(settings) as db:
        left = count(db, Told.read(file))
    assert full > 0
    assert left.faults == (0, 0, 0, 0, 0, left.shown)
