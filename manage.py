"""Heard's command line: `python3 manage.py run`, `python3 manage.py test` and the rest.

Needs only Python. The first use makes `.venv` beside this file and installs exactly what the
lock files pin; later uses start at once. Then every command is `web/commands/`'s. Until the
environment is there nothing but the standard library is imported, and the syntax stays that of
Python 3.6, so that an old Python can still say which one is needed.
"""
# ruff: noqa: S603, S606 (the programs started are this Python, its venv's and its launcher)

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
WINDOWS = os.name == "nt"
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if WINDOWS else VENV + "/bin/python"
OLDEST, NEWEST = (3, 11), (3, 13)
LOCK, DEV_LOCK = "requirements.txt", "requirements-dev.txt"
ASK_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"


class SetupError(Exception):
    """Setting up cannot go on; the message says what to do."""


def main(arguments: "list[str]") -> int:
    """Set up what the command needs, then run it with the Python of `.venv`."""
    try:
        prepare(DEV_LOCK if arguments[:1] == ["test"] else LOCK)
    except SetupError as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        say("Stopped. Run this again when you like: what was downloaded is kept.")
        return 130
    if not os.path.samefile(sys.prefix, VENV):
        return hand_over(arguments)
    from web.commands import main as run_command

    return run_command(arguments)


def prepare(lock: str) -> None:
    """Make `.venv` and install `lock`, unless that is done already."""
    for name in (LOCK, DEV_LOCK):
        if not os.path.exists(os.path.join(HERE, name)):
            raise SetupError(f"{name} is missing beside manage.py. Get a whole copy of Heard.")
    if ready(lock):
        return
    with only_one():
        if ready(lock):
            return
        if not usable():
            make_environment()
        install(lock)


def ready(lock: str) -> bool:
    """Whether `.venv` works and holds what this lock file pins today."""
    return os.path.exists(PYTHON) and installed().get(lock) == fingerprint(lock)


def installed() -> "dict[str, str]":
    """Which lock files were installed whole: their names and fingerprints."""
    try:
        with open(stamp_file(), encoding="utf-8") as file:
            kept = json.load(file)
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def stamp_file() -> str:
    """The file that remembers what was installed; it goes when `.venv` goes."""
    return os.path.join(VENV, "heard-installed.json")


def started_file() -> str:
    """A mark that an install is under way; one that is still there was cut off."""
    return os.path.join(VENV, "heard-installing")


def fingerprint(lock: str) -> str:
    """What a lock file holds, in short; line ends do not count, as git may change them."""
    with open(os.path.join(HERE, lock), "rb") as file:
        return hashlib.sha256(file.read().replace(b"\r\n", b"\n")).hexdigest()


@contextlib.contextmanager
def only_one() -> "Iterator[None]":
    """Let one process at a time set up; the system lets go of the lock when a process dies."""
    path = os.path.join(HERE, ".venv.lock")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as problem:
        raise SetupError(
            f"Heard cannot write into its folder {HERE} ({problem.strerror}). Change who owns "
            "it, or move Heard into a folder of yours."
        ) from None
    try:
        while not locked(handle):
            say("Another Heard is setting up. Waiting for it ...")
            time.sleep(2)
        yield
    finally:
        os.close(handle)


def locked(handle: int) -> bool:
    """Try to take the lock; False while another process holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def usable() -> bool:
    """Whether the `.venv` that is there can be built on: whole, and of a Python we support."""
    return not os.path.exists(started_file()) and supported(version_of([PYTHON]))


def make_environment() -> None:
    """Make `.venv` afresh with this Python, or with another supported one on this machine."""
    python = a_supported_python()
    check_venv_module(python)
    say(f"Making .venv with Python {version_of(python)} ...")
    shutil.rmtree(VENV, ignore_errors=True)
    done = subprocess.run([*python, "-m", "venv", VENV], stdout=sys.stderr.fileno())
    if done.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupError("Python could not make .venv: the lines above say why.")


def a_supported_python() -> "list[str]":
    """The command for a Python that Heard runs on: this one, else another that is found."""
    candidates = [[sys.executable]]
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        candidates.append(["py", f"-3.{minor}"] if WINDOWS else [f"python3.{minor}"])
    for python in candidates:
        if supported(version_of(python)):
            return python
    this = ".".join(str(part) for part in sys.version_info[:2])
    raise SetupError(
        f"Heard needs Python 3.{OLDEST[1]} to 3.{NEWEST[1]}; this is Python {this}. Install one "
        "of them from https://www.python.org/downloads/ (it can live beside this one), then run "
        "this again."
    )


def version_of(python: "list[str]") -> str:
    """The version of a Python, as "3.11"; "" where it does not start."""
    try:
        said = subprocess.check_output([*python, "-c", ASK_VERSION], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return said.decode().strip()


def supported(version: str) -> bool:
    """Whether Heard runs on this version of Python, given as "3.11"."""
    numbers = re.findall(r"\d+", version)[:2]
    return OLDEST <= tuple(int(number) for number in numbers) <= NEWEST


def check_venv_module(python: "list[str]") -> None:
    """Stop, naming the package, on a Python without `venv` (Debian and Ubuntu ship it apart)."""
    test = [*python, "-c", "import venv, ensurepip"]
    if subprocess.run(test, stderr=subprocess.DEVNULL).returncode != 0:
        raise SetupError(
            "This Python comes without its venv part. Install it (on Debian and Ubuntu: "
            "sudo apt install python3-venv), then run this again."
        )


def install(lock: str) -> None:
    """Install what `lock` pins, checked by hash, and remember that it is there."""
    what = "Heard and its tests need" if lock == DEV_LOCK else "Heard needs"
    say(f"Installing what {what}; this takes a few minutes the first time ...")
    with open(started_file(), "w", encoding="utf-8"):
        pass
    if subprocess.run([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL).returncode != 0:
        subprocess.run([PYTHON, "-m", "ensurepip"], stdout=sys.stderr.fileno())
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-input"]
    command += ["--disable-pip-version-check", "-r", os.path.join(HERE, lock)]
    done = subprocess.run(command, stdout=sys.stderr.fileno())
    if done.returncode == 0:
        remember(lock)
    os.remove(started_file())
    if done.returncode != 0:
        raise SetupError(
            "The install did not finish: the lines above say why. Most often the internet cannot "
            "be reached, or needs a proxy (set HTTPS_PROXY). Then run this again."
        )
    say("Everything is installed.")


def remember(lock: str) -> None:
    """Note that this lock is installed; the one for testing holds all of the other."""
    kept = installed()
    kept.update({name: fingerprint(name) for name in {lock, LOCK}})
    with open(stamp_file() + ".new", "w", encoding="utf-8") as file:
        json.dump(kept, file)
    os.replace(stamp_file() + ".new", stamp_file())


def hand_over(arguments: "list[str]") -> int:
    """Run this file again with the Python of `.venv`; on POSIX in the place of this process."""
    command = [PYTHON, os.path.abspath(__file__), *arguments]
    os.environ["PYTHONUTF8"] = "1"  # the same text everywhere, also for what a command starts
    if not WINDOWS:
        os.execv(PYTHON, command)
    child = subprocess.Popen(command)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # Ctrl+C reaches the child as well: wait for what it says


def say(sentence: str) -> None:
    """Tell the person at the keyboard; never on stdout, which a program may be reading."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
