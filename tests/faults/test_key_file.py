"""The key file is made whole or not at all: a kill at any line, a full disk, two starts at once."""

import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from data import keys
from data.settings import Settings
from tests.conftest import settings_in

SPAWNING = multiprocessing.get_context("forkserver")
LINES = range(20, 500)
"""How many lines making a key file may take before it was killed nowhere."""


def _in_a_process(work: Callable[[Settings], None], settings: Settings) -> int | None:
    process = SPAWNING.Process(target=work, args=(settings,))
    process.start()
    process.join()
    return process.exitcode


def _make_and_be_killed(settings: Settings, at: int) -> int:
    """Make the key file in a process that is killed before this line of it; how it ended."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    left = count(at, -1)

    def line(frame: FrameType, _event: str, _more: Any) -> Any:
        if Path(frame.f_code.co_filename).name not in ("keys.py", "synced.py"):
            return None
        if next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return line

    sys.settrace(line)
    keys.make(settings)
    os._exit(0)


def _kill_at_every_line(settings: Settings) -> None:
    for at in count():
        ended = _make_and_be_killed(settings, at)
        if settings.key_file.exists():
            keys.read(settings)
            settings.key_file.unlink()
        if ended == 0:
            sys.exit(at not in LINES)


def test_a_kill_at_any_line_leaves_a_whole_key_file_or_none(tmp_path: Path) -> None:
    assert _in_a_process(_kill_at_every_line, settings_in(tmp_path)) == 0


def _make_on_a_full_disk(settings: Settings) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
    try:
        keys.make(settings)
    except OSError:
        sys.exit(len(list(settings.key_file.parent.iterdir())))
    sys.exit(99)


def test_a_full_disk_leaves_nothing_and_the_next_start_makes_the_key_file(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    assert _in_a_process(_make_on_a_full_disk, settings) == 0
    keys.make(settings)
    assert keys.read(settings).current == 1


def test_of_two_that_start_at_once_both_have_the_same_key(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)

    def start(_: int) -> keys.Keys:
        keys.make(settings)
        return keys.read(settings)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(start, range(16)))
    assert found == [found[0]] * 16
    assert list(settings.key_file.parent.iterdir()) == [settings.key_file]


def test_what_a_fault_left_beside_the_key_file_goes_with_the_next_rotation(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    keys.make(settings)
    left = settings.key_file.with_name("master.key.0a1b2c3d.new")
    left.write_bytes(settings.key_file.read_bytes())
    keys.add_master(settings)
    assert not left.exists()


@pytest.mark.parametrize("content", ["", "{", '{"masters": {"1": "QUJD"}, "current": 1}'])
def test_a_key_file_that_is_not_whole_is_said_and_left_alone(tmp_path: Path, content: str) -> None:
    settings = settings_in(tmp_path)
    settings.key_file.parent.mkdir()
    settings.key_file.write_text(content)
    keys.make(settings)
    with pytest.raises(keys.KeyProblem, match="Put its copy back"):
        keys.read(settings)
