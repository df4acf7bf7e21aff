"""Servers as processes of their own, and what they cost: CPU seconds and memory."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import psutil

from data.settings import Settings

CHECKOUT = Path(__file__).resolve().parent.parent.parent
STARTS_WITHIN_S = 60.0
_SAMPLE_EVERY_S = 0.2
_IDLE_CPU_S = 0.1
"""Seconds of CPU in one second: a server that spends no more has nothing left to do."""


class Server:
    """A server process on a free port of this machine, from ready to stopped; a context manager.

    `cpu()` and `peak_mb` are the process's own: children that it spawns are not counted.
    """

    def __init__(
        self, command: Sequence[str], folder: Path, log: Path, env: Mapping[str, str], ready: str
    ) -> None:
        """Start with `command` in `folder`; "{port}" in it is replaced. `ready` answers 200."""
        self.port = free_port()
        self.log = log
        self.peak_mb = 0.0
        words = [word.replace("{port}", str(self.port)) for word in command]
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                words, cwd=folder, env=_clean_environment() | dict(env), stdout=out, stderr=out
            )
        self._ready = ready
        self._own = psutil.Process(self._process.pid)
        self._stopping = threading.Event()
        self._sampling = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> "Server":
        """Wait until it answers."""
        give_up = time.monotonic() + STARTS_WITHIN_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > give_up:
                self.__exit__()
                raise RuntimeError(f"The server did not start:\n{self.log.read_text('utf-8')}")
            time.sleep(0.1)
        self._sampling.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        """Stop it."""
        self._stopping.set()
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def cpu(self) -> float:
        """User and system seconds so far."""
        spent = self._own.cpu_times()
        return float(spent.user + spent.system)

    def settle(self) -> None:
        """Wait until it has done what it does in the background after its start."""
        before = -1.0
        while self.cpu() - before > _IDLE_CPU_S:
            before = self.cpu()
            time.sleep(1.0)

    def faults(self) -> list[str]:
        """What it logged as a fault: warnings, errors, and every traceback's last line."""
        found, inside = [], False
        for line in self.log.read_text("utf-8", "replace").splitlines():
            if inside and line[:1].strip():
                found.append(line)
            inside = line.startswith("Traceback") or (inside and not line[:1].strip())
            if any(mark in line for mark in ("ERROR", "WARNING", "Warning:")):
                found.append(line)
        return found

    def _answers(self) -> bool:
        try:
            with closing(HTTPConnection("127.0.0.1", self.port, timeout=2)) as connection:
                connection.request("GET", self._ready)
                return connection.getresponse().status == 200
        except OSError:
            return False

    def _sample(self) -> None:
        while not self._stopping.wait(_SAMPLE_EVERY_S):
            try:
                self.peak_mb = max(self.peak_mb, self._own.memory_info().rss / 2**20)
            except psutil.NoSuchProcess:
                return


def heard(settings: Settings, log: Path) -> Server:
    """Heard's own server as `streamlit run streamlit_app.py` starts it, on these settings."""
    env = {
        "DATABASE_URL": settings.database_url,
        "HEARD_VAR": str(settings.var),
        "HEARD_KEY_FILE": str(settings.key_file),
        "HEARD_AUTHORITY": settings.authority,
    }
    return Server(streamlit_run("streamlit_app.py"), CHECKOUT, log, env, "/_stcore/health")


def streamlit_run(script: str, *options: str) -> list[str]:
    """The command that serves a Streamlit script without opening a browser or calling home."""
    run = [sys.executable, "-m", "streamlit", "run", script, "--server.port", "{port}"]
    quiet = ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    return [*run, "--server.address", "127.0.0.1", *quiet, *options]


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _clean_environment() -> dict[str, str]:
    """The environment without what would change a server's settings."""
    ours = ("STREAMLIT_", "HEARD_", "DATABASE_URL")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
