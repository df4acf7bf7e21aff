"""`manage.py test`: run the tests with everything set that they need."""

import os
import shutil
import subprocess
import sys
import tempfile

import click

from data.settings import CHECKOUT

_ROOM = 4 * 2**30
"""What the tests may need at once, in bytes, with much to spare."""

_LONGEST_S = 300


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("pytest_args", nargs=-1, type=click.UNPROCESSED)
def test(pytest_args: tuple[str, ...]) -> None:
    """Run the tests, on every processor; PYTEST_ARGS go to pytest (`-k code`, `-m ci`, a file).

    Browser tests are skipped, saying so, only where no Chromium is found; REQUIRE_BROWSER=1
    makes that a failure. Nothing of your own database or key is touched.
    """
    with tempfile.TemporaryDirectory(prefix="heard-test-", dir=_memory()) as folder:
        command = [sys.executable, "-m", "pytest", *_in_parallel(pytest_args), *pytest_args]
        done = subprocess.run(command, cwd=CHECKOUT, env=environment(folder))  # noqa: S603
    sys.exit(done.returncode)


def _in_parallel(pytest_args: tuple[str, ...]) -> tuple[str, ...]:
    """One process for each processor, a file to each; what names a test starts sooner in one."""
    named = any(
        not one.startswith("-") and one.partition("::")[0].endswith(".py") for one in pytest_args
    )
    return () if named else ("-n", "auto", "--dist", "loadfile", *none_hangs(_LONGEST_S))


def none_hangs(longest_s: float) -> tuple[str, ...]:
    """Options with which a test that waits for ever says where it stands, and fails by name.

    It takes its process with it; another goes on with the rest, and tries it once more.
    """
    stop = ("-o", f"faulthandler_timeout={longest_s}", "-o", "faulthandler_exit_on_timeout=true")
    return ("--max-worker-restart=1", *stop)


def _memory() -> str | None:
    """A folder in memory with plenty of room, or None: a slow disk took half of the tests' time."""
    place = "/dev/shm"  # noqa: S108 (the folder made in it has a name of its own and is ours alone)
    roomy = os.access(place, os.W_OK) and shutil.disk_usage(place).free >= _ROOM
    return place if roomy else None


def environment(folder: str) -> dict[str, str]:
    """The environment without this installation's settings, and with places of its own."""
    ours = {n for n in os.environ if n.startswith("HEARD_")} - {"HEARD_SCREENSHOTS"}
    kept = {n: v for n, v in os.environ.items() if n not in ours | {"DATABASE_URL"}}
    runtime = os.path.join(folder, "run")
    os.mkdir(runtime, 0o700)  # PostgreSQL's socket; a longer path would not fit into its address
    own = {"HEARD_VAR": os.path.join(folder, "var"), "XDG_RUNTIME_DIR": runtime}
    own["TMPDIR"] = os.path.join(folder, "tmp")
    os.mkdir(own["TMPDIR"], 0o700)
    own["HEARD_KEY_FILE"] = os.path.join(folder, "keys", "master.key")
    return kept | own | {"PYTHONUTF8": "1"}
