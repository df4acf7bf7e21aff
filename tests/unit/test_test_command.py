"""`manage.py test`: what a test does wrong is never a run that stands still."""

import subprocess
import sys
from pathlib import Path

from web.commands.test import none_hangs

WAITS_ONCE = """
import os, pathlib, time
SEEN = pathlib.Path(__file__).with_name("seen")

def test_that_waits_for_ever_the_first_time():
    if not SEEN.exists():
        SEEN.touch()
        time.sleep(3600)

def test_that_comes_after_it():
    pass
"""


def test_a_test_that_hangs_says_where_and_fails_and_the_rest_is_run(tmp_path: Path) -> None:
    (tmp_path / "test_waiting.py").write_text(WAITS_ONCE)
    command = [sys.executable, "-m", "pytest", "-n", "1", "--dist", "loadfile", *none_hangs(3)]
    done = subprocess.run(
        [*command, str(tmp_path)],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "line 8 in test_that_waits_for_ever_the_first_time" in done.stderr
    assert "FAILED test_waiting.py::test_that_waits_for_ever_the_first_time" in done.stdout
    assert "1 failed, 2 passed" in done.stdout
