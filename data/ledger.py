"""The ledger: every submission that a child was told is kept, outside the database.

An append-only file beside the backups. Each line is synced to disk before the child reads
"Thank you"; a restored backup is proved against it. It holds no words: the content is there
only as a keyed hash.
"""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from data import synced
from data.database import Unavailable
from data.records import AnswerRecord
from data.settings import Settings
from data.words import Vault

_TURN = threading.Lock()
TAKEN_BACK = "taken-back"
"""Stands in place of the content's hash once a child has taken the answers back."""
NOT_RESTORED = "not-restored"
"""Stands there once a backup was restored that is older than the response: gone, and said so."""
_ANNOUNCED = "?"


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A response, its place in the order, and the keyed hash of what was in it.

    `announced`: contents that were about to be written over it since. A fault between such a
    change and its own line leaves the one or the other, and both are as they should be.
    """

    response: str
    sequence: int
    content: str
    announced: tuple[str, ...] = ()


def path(settings: Settings) -> Path:
    """Where the ledger lives."""
    return settings.var / "backups" / "acknowledged.ledger"


def content_hash(vault: Vault, answers: Iterable[AnswerRecord]) -> str:
    """HMAC-SHA-256 over the answers in the order of their questions, as hex."""
    content = [
        [a.question, a.kind, list(a.choice), a.number, a.all_words]
        for a in sorted(answers, key=lambda a: a.question)
    ]
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return hmac.new(vault.derived("ledger"), text.encode(), hashlib.sha256).hexdigest()


def append(settings: Settings, lines: Iterable[Acknowledged]) -> None:
    """Add lines and wait until the disk has them; a retry may add one twice. Raises OSError."""
    _add(settings, "".join(f"{a.sequence}\t{a.response}\t{a.content}\n" for a in lines))


def announce(settings: Settings, line: Acknowledged) -> None:
    """Say which content is about to take another's place, before the change is committed.

    Raises Unavailable where the ledger cannot be written; the change must not be made then.
    """
    try:
        _add(settings, f"{line.sequence}\t{line.response}\t{_ANNOUNCED}{line.content}\n")
    except OSError as problem:
        raise Unavailable(
            f"The ledger {path(settings)} cannot be written ({problem.strerror}). "
            "Check the disk and who owns the folder."
        ) from None


def read(settings: Settings) -> tuple[Acknowledged, ...]:
    """Every response once, in order, as it was acknowledged last.

    A line that a power cut left unfinished is passed over.
    """
    file = path(settings)
    if not file.exists():
        return ()
    found: dict[str, _History] = {}
    for line in file.read_text("utf-8").splitlines(keepends=True):
        parts = line.rstrip("\n").split("\t")
        if line.endswith("\n") and len(parts) == 3:
            sequence, response, content = parts
            found.setdefault(response, _History(int(sequence))).take(content)
    told = ((response, history) for response, history in found.items() if history.content)
    return tuple(Acknowledged(r, h.sequence, h.content, tuple(h.announced)) for r, h in told)


@dataclass(slots=True)
class _History:
    """What the lines of one response say, read from the first to the last.

    Changes are announced in the order in which they are committed, for that is done while the
    response is held. Their own lines come after the commit, so those of two changes at the same
    instant may stand the other way round: a line whose change was followed by one that is
    acknowledged already is late, and says nothing new.
    """

    sequence: int
    content: str = ""
    announced: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def take(self, content: str) -> None:
        """Read one more line of this response."""
        if content.startswith(_ANNOUNCED):
            self.announced.append(content.removeprefix(_ANNOUNCED))
            return
        if content in self.announced:
            place = self.announced.index(content) + 1
            self.known.update(self.announced[:place])
            self.announced = self.announced[place:]
        elif content in self.known and content != NOT_RESTORED:
            return
        self.known.add(content)
        self.content = content


def _add(settings: Settings, text: str) -> None:
    with _TURN:
        synced.append(path(settings), text)
