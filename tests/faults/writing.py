"""A process of children who answer and send through the product, until it is killed or done.

What they were told goes into a file, one line for each, written only after `save` returned: the
lines are in the system's hands at once, so that they outlive a kill like the lines of a pipe.

    try R H     about to save words whose SHA-256 is H in the response R
    kept R H    the save was acknowledged
    sent R H    "thank you" was shown
    error R X   the child would have been shown that it did not work, because of X
"""

import hashlib
import itertools
import json
import multiprocessing
import os
import secrets
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from data import database, responses, sittings
from data.clock import stamp, utc_now
from data.database import Database, Transaction, Unavailable
from data.records import ResponseRecord
from data.settings import Settings
from surveys.collect import place, save
from surveys.collecting.codes import hash_token
from tests.faults.ground import BAND, ROUND, WORDS

Tell = Callable[[str, str, str], None]
TEXT = "canary {} {}: I want “more” time, наприклад, and a dog 🐕 <3\nand nobody to shout"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a writer does: `threads` children at a time, `children` in all (0: until killed)."""

    settings: Settings
    told: Path
    threads: int = 4
    children: int = 0
    synchronous: str = "FULL"
    looks: bool = False

    def as_text(self) -> str:
        """As JSON, for another process."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def of(cls, text: str) -> "Plan":
        """The plan that `as_text` gave."""
        kept = json.loads(text)
        settings = kept["settings"]
        paths = {name: Path(settings[name]) for name in ("var", "key_file")}
        told = Path(kept["told"])
        return cls(**kept | {"settings": Settings(**settings | paths), "told": told})


def digest(words: str) -> str:
    """What stands for a child's words in the file of what was told."""
    return hashlib.sha256(words.encode()).hexdigest()


@dataclass
class Child:
    """One child with one device; every message goes through `save`, as from a page."""

    db: Database
    tell: Tell
    looks: bool
    response: str = field(default_factory=lambda: secrets.token_hex(16))
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    words: str = ""
    seq: int = 0

    def begin(self) -> None:
        """A response at its first question, as after the code and the notice."""
        self.db.write(self._begin)

    def write(self, at: str, **more: Any) -> None:
        """Write new words, each with a canary of its own."""
        self.words = TEXT.format(self.response, self.seq)
        self.tell("try", self.response, digest(self.words))
        if self.save({"question": WORDS, "words": self.words, "from": at, **more}) is not None:
            self.tell("kept", self.response, digest(self.words))

    def send(self) -> None:
        """Send, and be thanked."""
        if self.save({"go": "send", "from": "review"}) == "thanks":
            self.tell("sent", self.response, digest(self.words))

    def reopen(self) -> None:
        """Open what was sent, as the four words do (their slow hash left out)."""
        self.token = secrets.token_urlsafe(32)
        self.db.write(self._reopen)

    def save(self, message: Mapping[str, Any]) -> str | None:
        """Where the child is after a message; None where it was not kept."""
        self.seq += 1
        given = {"w": "tab", "seq": self.seq, **message}
        done = save(self.db, self.token, given, utc_now())
        if self.looks:
            place(self.db, self.token, utc_now())
        if done.status != "saved":
            self.tell("error", self.response, done.status)
            return None
        return done.place

    def _begin(self, tx: Transaction) -> None:
        if responses.exists(tx, self.response):
            return  # the commit arrived, its answer did not
        at = stamp(utc_now())
        record = ResponseRecord(
            id=self.response,
            round=ROUND,
            survey="own_words",
            version=1,
            band=BAND,
            language="en",
            door="light",
            team="",
            pair=None,
            state="started",
            place=f"q:{WORDS}",
            started_at=at,
            touched_at=at,
            submitted_at=None,
        )
        responses.begin(tx, record, None)
        self._sit_down(tx, "code")

    def _reopen(self, tx: Transaction) -> None:
        if sittings.by_token(tx, hash_token(self.token)) is None:
            self._sit_down(tx, "receipt")
            responses.move(tx, self.response, utc_now(), place="mine", band=BAND)

    def _sit_down(self, tx: Transaction, kind: str) -> None:
        hashed = hash_token(self.token)
        sittings.add(tx, hashed, secrets.token_hex(8), self.response, utc_now(), kind=kind)


def short(child: Child) -> None:
    """Words, and away."""
    child.write(f"q:{WORDS}", go="to:review")
    child.send()


def every_question(child: Child) -> None:
    """Every question in its turn."""
    child.save({"go": "to:happy", "from": f"q:{WORDS}"})
    child.save({"question": "happy", "choice": "yes", "go": "next", "from": "q:happy"})
    child.write(f"q:{WORDS}", go="next")
    child.save({"question": "short", "words": "quiet", "go": "next", "from": "q:short"})
    child.save({"question": "contact", "passed": "not_answered", "go": "next", "from": "q:contact"})
    child.send()


def second_thoughts(child: Child) -> None:
    """Words written anew before sending, and "send" tapped twice."""
    child.write(f"q:{WORDS}")
    child.write(f"q:{WORDS}", go="to:review")
    child.send()
    child.send()


def changed_later(child: Child) -> None:
    """Words changed after they were sent."""
    short(child)
    child.reopen()
    child.write("mine")


WAYS = (*(short,) * 5, every_question, second_thoughts, changed_later)


def run(plan: Plan) -> None:
    """Be the writer."""
    wanted = tuple(p.replace("= FULL", f"= {plan.synchronous}") for p in database._PRAGMAS)
    setattr(database, "_PRAGMAS", wanted)  # noqa: B010  (its length is part of its type)
    db = Database.open(plan.settings)
    handle = os.open(plan.told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def tell(what: str, response: str, more: str) -> None:
        os.write(handle, f"{what} {response} {more}\n".encode())

    numbers = iter(range(plan.children)) if plan.children else itertools.count()
    turn = threading.Lock()
    threads = [
        threading.Thread(target=_answer, args=(db, plan, tell, numbers, turn))
        for _ in range(plan.threads)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.close()


def _answer(db: Database, plan: Plan, tell: Tell, numbers: Any, turn: threading.Lock) -> None:
    starter = multiprocessing.parent_process()
    while True:
        with turn:
            number = next(numbers, None)
        if number is None or (starter is not None and not starter.is_alive()):
            return  # nobody is left who would kill it
        child = Child(db, tell, plan.looks)
        try:
            child.begin()
            WAYS[number % len(WAYS)](child)
        except Unavailable as problem:
            tell("error", child.response, type(problem).__name__)


class Writer:
    """A writer in a process of its own, from a server that has the imports behind it."""

    def __init__(self, plan: Plan) -> None:
        """Start it."""
        self.log = plan.told.with_suffix(".log")
        self.process = _SPAWNING.Process(target=_run_with_log, args=(plan, self.log), daemon=True)
        self.process.start()

    def kill(self) -> None:
        """Kill -9; fails where it had ended by itself, which is a fault of its own."""
        self.process.kill()
        self.process.join()
        assert self.process.exitcode == -signal.SIGKILL, self.said()

    def finish(self) -> None:
        """Wait until all its children are done."""
        self.process.join()
        assert self.process.exitcode == 0, self.said()

    def said(self) -> str:
        """The end of what it wrote, for whoever asks why it stopped."""
        return self.log.read_text()[-3000:]


_SPAWNING = multiprocessing.get_context("forkserver")
_SPAWNING.set_forkserver_preload(["tests.faults.writing"])


def _run_with_log(plan: Plan, log: Path) -> None:
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(handle, stream)
    run(plan)


if __name__ == "__main__":
    run(Plan.of(sys.argv[1]))
