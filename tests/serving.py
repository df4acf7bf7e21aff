"""A real Heard server in a process of its own, for tests that need one: browsers, load, faults."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import httpx

from data import invitations as kept_invitations
from data import responses, rounds, versions
from data.clock import day, stamp, utc_now
from data.database import Database
from data.records import AnswerRecord, ResponseRecord, RoundRecord
from data.settings import CHECKOUT, Settings
from surveys import invitations, loader
from surveys.collecting.codes import hash_code
from surveys.permissions import Actor
from surveys.schema import Survey

READY_WITHIN_S = 60.0
TINY_SURVEYS = CHECKOUT / "tests" / "surveys"
ASKING = Actor("Participation Person", frozenset({"participation"}))


@dataclass
class Server:
    """`streamlit run streamlit_app.py` on a free loopback port, with its own database and key."""

    settings: Settings
    environment: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    _rounds: dict[tuple[str, str | None, str], str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it wrote on stdout and stderr."""
        return self.settings.var / "server.log"

    @cached_property
    def db(self) -> Database:
        """The server's database, opened by the test as well."""
        return Database.open(self.settings)

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    @property
    def environ(self) -> dict[str, str]:
        """The environment it runs in: this process's without our settings, and the test's."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("HEARD_", "STREAMLIT_"))}
        ours = {
            "HEARD_VAR": str(self.settings.var),
            "HEARD_KEY_FILE": str(self.settings.key_file),
            "HEARD_AUTHORITY": self.settings.authority,
            "DATABASE_URL": self.settings.database_url,
        }
        return kept | ours | self.environment

    def start(self) -> "Server":
        """Start it and wait until it is well."""
        self.settings.var.mkdir(parents=True, exist_ok=True)
        self.port = self.port or _free_port()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "streamlit", "run", "streamlit_app.py"),
                    *("--server.port", str(self.port)),
                ],
                cwd=CHECKOUT,
                env=self.environ,
                stdout=log,
                stderr=log,
            )
        self._wait()
        return self

    def stop(self) -> None:
        """Stop it as an operator does."""
        self._end(signal.SIGTERM)

    def end(self) -> None:
        """Stop it for good: nothing of it stays open."""
        self.stop()
        self.db.close()

    def kill(self) -> None:
        """Kill it in the middle of whatever it does."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Start it again on the same port, after `kill()` or while it runs."""
        if self.alive:
            self.stop()
        self.start()

    def freeze(self) -> None:
        """Let it neither answer nor die."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def code(self, survey: str | Survey, band: str | None = None, mode: str = "code") -> str:
        """A code for a survey: one of ours by id, or one read from a file (`tiny`)."""
        wanted = loader.published()[survey] if isinstance(survey, str) else survey
        key = (wanted.id, band, mode)
        if key not in self._rounds:
            self._rounds[key] = self._open_round(wanted, band, mode)
        made = invitations.make(self.db, ASKING, self._rounds[key], 1, now=utc_now())
        return made.codes[0]

    def response_of(self, code: str) -> ResponseRecord | None:
        """The response that a code began, or None."""
        with self.db.reading() as tx:
            invitation = kept_invitations.by_hash(tx, hash_code(self.db.vault, code))
            return responses.of_invitation(tx, invitation.id) if invitation else None

    def answers_of(self, code: str) -> dict[str, AnswerRecord]:
        """What the database holds of a code's answers, by question."""
        response = self.response_of(code)
        if response is None:
            return {}
        with self.db.reading() as tx:
            return {answer.question: answer for answer in responses.answers(tx, response.id)}

    def round_of(self, survey: str, band: str | None = None, mode: str = "code") -> str:
        """The id of the round that `code` opened."""
        return self._rounds[survey, band, mode]

    def _open_round(self, survey: Survey, band: str | None, mode: str) -> str:
        now = utc_now()
        with self.db.writing() as tx:
            record = RoundRecord(
                id=f"{survey.id}-{len(self._rounds) + 1}",
                survey=survey.id,
                version=survey.version,
                title=f"{survey.title} (a made-up round)",
                mode=mode,
                band=band,
                source="asked",
                opens=day(now),
                closes=None,
                hear_by="2036-06-30",
                closed_at=None,
                opened_at=stamp(now),
                sequence=rounds.next_sequence(tx),
            )
            versions.keep(tx, survey.id, survey.version, survey.title, survey.source, now)
            rounds.add(tx, record, {"": 300})
        return record.id

    def _wait(self) -> None:
        until = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < until:
            if not self.alive:
                raise AssertionError(f"The server did not start:\n{self.log.read_text()[-3000:]}")
            try:
                told = httpx.get(f"{self.url}/health", timeout=5).json()
                if told["database"]["writable"]:  # a test may have damaged what another left
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(f"The server is not well:\n{self.log.read_text()[-3000:]}")

    def _signal(self, number: int) -> None:
        if self.process is not None:
            self.process.send_signal(number)

    def _end(self, number: int) -> None:
        if self.process is not None and self.alive:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(number)
            self.process.wait(timeout=30)
        self.process = None


def tiny(name: str) -> Survey:
    """One of the smallest surveys, in `tests/surveys`, by its file's name without the ending."""
    return loader.load(TINY_SURVEYS / f"{name}.toml")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
