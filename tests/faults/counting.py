"""What is left after a fault, held against what children were told: the four figures and more."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from data import ledger, responses
from data.database import Database, Transaction
from data.restore import prove
from data.words import WordsDamaged
from tests.faults.ground import ASKED, WORDS
from tests.faults.writing import digest


@dataclass
class Told:
    """What children were told. `may_stand`: the words acknowledged last, and any tried since."""

    may_stand: dict[str, set[str]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    sent: set[str] = field(default_factory=set)
    saves: int = 0
    errors: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, file: Path) -> "Told":
        """Of the file that writers wrote; a line that a kill cut short tells nothing."""
        if not file.exists():
            return cls()
        lines = file.read_text("utf-8").splitlines(keepends=True)
        return cls.of(line for line in lines if line.endswith("\n"))

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Told":
        """Of lines."""
        told = cls()
        for line in lines:
            told.add(*line.split())
        return told

    def add(self, what: str, response: str, more: str) -> None:
        """Take in one line."""
        if what == "try":
            self.may_stand.setdefault(response, set()).add(more)
        elif what == "error":
            self.errors.append(more)
        else:
            self.saves += 1
            self.may_stand[response] = {more}
            (self.kept if what == "kept" else self.sent).add(response)


@dataclass(frozen=True, slots=True)
class Count:
    """Submissions and saves that were acknowledged, and what became of them: all else is 0.

    `unproved`: what `data.restore.prove` and the ledger itself find. `shown`: how often a child
    would have been told that it did not work.
    """

    sent: int = 0
    saves: int = 0
    lost: int = 0
    doubled: int = 0
    halved: int = 0
    changed: int = 0
    unproved: int = 0
    shown: int = 0

    @property
    def faults(self) -> tuple[int, ...]:
        """Lost, doubled, half-saved, changed, unproved and shown."""
        return (
            *(self.lost, self.doubled, self.halved),
            *(self.changed, self.unproved, self.shown),
        )

    def __add__(self, other: "Count") -> "Count":
        """Both together."""
        names = self.__dataclass_fields__
        return Count(**{name: getattr(self, name) + getattr(other, name) for name in names})


NO_FAULT = (0, 0, 0, 0, 0, 0)


def count(db: Database, told: Told) -> Count:
    """Hold a database against what children were told."""
    with db.reading() as tx:
        found = _found(tx, told)
        doubled, halved = _doubled(tx, found), _halved(tx)
    lost = [response for response in told.kept | told.sent if found.get(response) is None]
    changed = [r for r, h in found.items() if h and h not in told.may_stand.get(r, ())]
    return Count(
        sent=len(told.sent),
        saves=told.saves,
        lost=len(lost) + _unsent(db, told, lost),
        doubled=doubled,
        halved=halved,
        changed=len(changed),
        unproved=_unproved(db, told),
        shown=len(told.errors),
    )


def _found(tx: Transaction, told: Told) -> dict[str, str | None]:
    """By response: the digest of the words that can be read there, None where they cannot."""
    keys = tx.run(text("SELECT id, wrapped_key FROM responses"))
    wrapped = {row[0]: bytes(row[1]) for row in keys}
    return {one: _digest(tx, one, wrapped[one]) for one in wrapped if one in told.may_stand}


def _digest(tx: Transaction, response: str, wrapped: bytes) -> str | None:
    try:
        kept = responses.answers_of(tx, response, wrapped, only=(WORDS,))
    except WordsDamaged:
        return None
    return next((digest(a.all_words or "") for a in kept if a.question == WORDS), None)


def _unsent(db: Database, told: Told, lost: list[str]) -> int:
    """Thanked for, there, and yet not among what was sent."""
    with db.reading() as tx:
        sent = set(responses.in_state(tx, "submitted"))
    return len(told.sent - sent - set(lost))


def _doubled(tx: Transaction, found: dict[str, str | None]) -> int:
    """The same words in two responses, or one question answered twice."""
    there = [one for one in found.values() if one]
    query = "SELECT count(*) FROM answers GROUP BY response, question HAVING count(*) > 1"
    twice = len(tx.run(text(query)).all())
    return twice + len(there) - len(set(there))


_HALVES = (
    # sent, but without an answer or a silence for every question, its number or its four words
    "SELECT count(*) FROM responses r WHERE state = 'submitted' AND "
    f"(SELECT count(*) FROM answers a WHERE a.response = r.id) <> {ASKED}",
    "SELECT count(*) FROM responses WHERE state = 'submitted' AND "
    "(sequence IS NULL OR submitted_at IS NULL)",
    "SELECT count(*) FROM responses WHERE state = 'submitted' "
    "AND id NOT IN (SELECT response FROM receipts)",
    # begun, but no device was let in
    "SELECT count(*) FROM responses WHERE id NOT IN (SELECT response FROM sittings)",
    # answers of nobody
    "SELECT count(*) FROM answers WHERE response NOT IN (SELECT id FROM responses)",
    # at the end of the questions, but what was written on the way there is missing
    "SELECT count(*) FROM responses WHERE place IN ('review', 'q:short', 'q:contact') AND state = "
    f"'started' AND id NOT IN (SELECT response FROM answers WHERE question = '{WORDS}')",
)


def _halved(tx: Transaction) -> int:
    return sum(int(tx.run(text(query)).scalar_one()) for query in _HALVES)


def _unproved(db: Database, told: Told) -> int:
    """What the product's own proof finds, and thanks that the ledger does not know of."""
    proof = prove(db)
    known = {line.response for line in ledger.read(db.settings)}
    return len(proof.missing) + len(proof.changed) + proof.later + len(told.sent - known)
