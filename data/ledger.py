"""The ledger: every submission that a child was told is kept, outside the database.

An append-only file beside the backups. Each line is synced to disk before the child reads
"Thank you"; a restored backup is proved against it. It holds no words: the content is there
only as a keyed hash.
"""

import hashlib
import hmac
import json
import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from data.records import AnswerRecord
from data.settings import Settings
from data.words import Vault

_TURN = threading.Lock()


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """One line: a response, its place in the order, and the keyed hash of what was in it."""

    response: str
    sequence: int
    content: str


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
    """Add lines and wait until the disk has them. A line may stand twice after a retry."""
    file = path(settings)
    text = "".join(f"{a.sequence}\t{a.response}\t{a.content}\n" for a in lines)
    with _TURN:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, text.encode())
            os.fsync(handle)
        finally:
            os.close(handle)


def read(settings: Settings) -> tuple[Acknowledged, ...]:
    """Every line once, in order; a last line that a power cut left unfinished is passed over."""
    file = path(settings)
    if not file.exists():
        return ()
    found: dict[str, Acknowledged] = {}
    for line in file.read_text("utf-8").splitlines(keepends=True):
        parts = line.rstrip("\n").split("\t")
        if line.endswith("\n") and len(parts) == 3:
            found[parts[1]] = Acknowledged(parts[1], int(parts[0]), parts[2])
    return tuple(found.values())
