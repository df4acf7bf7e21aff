"""`manage.py test`: run the tests with everything set that they need."""

import os
import subprocess
import sys
import tempfile

import click

from data.settings import CHECKOUT


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("pytest_args", nargs=-1, type=click.UNPROCESSED)
def test(pytest_args: tuple[str, ...]) -> None:
    """Run the tests; PYTEST_ARGS go to pytest (`-k code`, `-m ci`, a file).

    Browser tests are skipped, saying so, only where no Chromium is found; REQUIRE_BROWSER=1
    makes that a failure. Nothing of your own database or key is touched.
    """
    with tempfile.TemporaryDirectory(prefix="heard-test-") as folder:
        command = [sys.executable, "-m", "pytest", *pytest_args]
        done = subprocess.run(command, cwd=CHECKOUT, env=environment(folder))  # noqa: S603
    sys.exit(done.returncode)


def environment(folder: str) -> dict[str, str]:
    """The environment without this installation's settings, and with places of its own."""
    ours = {n for n in os.environ if n.startswith("HEARD_")} - {"HEARD_SCREENSHOTS"}
    kept = {n: v for n, v in os.environ.items() if n not in ours | {"DATABASE_URL"}}
    runtime = os.path.join(folder, "run")
    os.mkdir(runtime, 0o700)  # PostgreSQL's socket; a longer path would not fit into its address
    own = {"HEARD_VAR": os.path.join(folder, "var"), "XDG_RUNTIME_DIR": runtime}
    own["HEARD_KEY_FILE"] = os.path.join(folder, "keys", "master.key")
    return kept | own | {"PYTHONUTF8": "1"}
