"""Anchors: the audit trail's newest line at a time, kept outside the database.

An append-only file beside the backups. Whoever cuts lines off the end of the trail cannot take
them out of an anchor that was copied elsewhere, which `audit verify --anchor` takes.
"""

import hmac
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data import audit, synced
from data.clock import stamp
from data.database import Database, Transaction
from data.records import ChainedRecord
from data.settings import Settings
from data.words import Vault

_TYPED = re.compile(
    r"(?:line )?(?P<number>[\d,]+)(?: at (?P<at>\S+):)?\s+(?P<mac>[0-9a-f]{64})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """That line `number` had the hash `mac` at a time."""

    at: str
    number: int
    mac: str

    def __str__(self) -> str:
        """How a sentence calls it: one that somebody kept elsewhere may say no time."""
        return f"anchored on {self.at}" if self.at else "anchored elsewhere"


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of a check: how many lines, how many from before the chain, and the faults."""

    lines: int
    unchained: int
    anchors: int
    faults: tuple[str, ...]


def path(settings: Settings) -> Path:
    """Where the anchors live."""
    return settings.var / "backups" / "audit.anchors"


def put(db: Database, now: datetime) -> Anchor | None:
    """Write the newest line down; None while the trail is empty. Synced before it returns."""
    with db.reading() as tx:
        newest = audit.head(tx)
    if newest is None:
        return None
    anchor = Anchor(stamp(now), *newest)
    synced.append(path(db.settings), f"{anchor.at}\t{anchor.number}\t{anchor.mac}\n")
    return anchor


def read(settings: Settings) -> tuple[Anchor, ...]:
    """Every anchor, oldest first."""
    return tuple(Anchor(p[0], int(p[1]), p[2]) for p in _parts(settings) if len(p) == 3)


def supersede(db: Database, now: datetime) -> int:
    """After a restore: name the anchors that the restored trail does not hold; how many.

    They are named under the key, with the hash of the newest line, which tells of the restore. For
    as long as the trail has that line they are void: nobody writes one without the key.
    """
    with db.reading() as tx:
        newest = audit.head(tx)
        macs = audit.macs(tx, {anchor.number for anchor in read(db.settings)})
        gone = [one for one in read(db.settings) if macs.get(one.number) != one.mac]
        if newest is None or not gone:
            return 0
        named = ",".join(f"{one.number} {one.mac}" for one in gone)
        signed = _signed(tx.vault, newest[1], named)
    synced.append(path(db.settings), f"{stamp(now)}\t{newest[0]}\t{named}\t{signed}\n")
    return len(gone)


def _superseded(tx: Transaction) -> frozenset[tuple[int, str]]:
    """Number and hash of every anchor that a restore made void which the trail still tells of."""
    said = [part for part in _parts(tx.settings) if len(part) == 4]
    macs = audit.macs(tx, {int(part[1]) for part in said})
    true = (
        named
        for _, number, named, signed in said
        if hmac.compare_digest(signed, _signed(tx.vault, macs.get(int(number), ""), named))
    )
    names = (one.split() for named in true for one in named.split(","))
    return frozenset((int(number), mac) for number, mac in names)


def _signed(vault: Vault, restored: str, named: str) -> str:
    text = f"{restored}\t{named}".encode()
    return hmac.new(vault.derived("superseded anchors"), text, "sha256").hexdigest()


def _parts(settings: Settings) -> list[list[str]]:
    """What stands in the file, line by line, without what a power cut left unfinished."""
    file = path(settings)
    text = file.read_text("utf-8") if file.exists() else ""
    whole = (line for line in text.splitlines(keepends=True) if line[-1] == "\n")
    parts = (line.rstrip("\n").split("\t") for line in whole)
    return [one for one in parts if len(one) > 2 and one[1].isdigit()]


def typed(text: str) -> Anchor:
    """An anchor as somebody kept it: as `audit anchor` prints it, or its number and hash alone.

    Raises ValueError with a sentence.
    """
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        raise ValueError(
            f"“{text}” is no anchor. Give the line that `audit anchor` printed, or its number and "
            'hash: --anchor "1234 0a1b…", with all 64 signs of the hash.'
        )
    return Anchor(found["at"] or "", int(found["number"].replace(",", "")), found["mac"].lower())


def verify(db: Database, kept: Iterable[Anchor] = ()) -> Verified:
    """Go through the whole trail and hold it against every anchor, and those `kept` elsewhere.

    Anchors that a restore made void (`supersede`) are left out.
    """
    with db.reading() as tx:
        void = _superseded(tx)
        anchored = {*read(db.settings), *kept}
        walk = _Walk(tx, [one for one in anchored if (one.number, one.mac) not in void])
        for found in audit.chain(tx):
            walk.take(found)
    return walk.ended()


class _Walk:
    """The way through the trail, line by line: what came before, and what was found so far."""

    def __init__(self, tx: Transaction, anchored: Collection[Anchor]) -> None:
        """Begin before the first line."""
        self._vault, self._anchored = tx.vault, anchored
        self._waiting: dict[int, list[Anchor]] = {}
        for anchor in anchored:
            self._waiting.setdefault(anchor.number, []).append(anchor)
        self._beginning = audit.beginning(tx)
        self._faults: list[str] = []
        self._lost: list[int] = []
        self._lines = self._unchained = self._last = 0
        self._before = audit.BEGINNING

    def take(self, found: ChainedRecord) -> None:
        """Hold one more line against the one before and against its anchors."""
        number = found.line.number
        if self._last and number != self._last + 1:
            said = f"Between line {self._last} and line {number} lines are missing."
            self._faults.append(said)
        self._lines, self._last = self._lines + 1, number
        if not found.mac and number <= self._beginning:
            self._unchained += 1
        elif not found.mac:
            self._lost.append(number)
            self._before = audit.LOST
        else:
            if found.mac != audit.mac(self._vault, self._before, found.line):
                self._faults.append(f"Line {number} is not as it was written.")
            self._before = found.mac
        for anchor in self._waiting.pop(number, []):
            if anchor.mac != found.mac:
                self._faults.append(f"Line {number} is not the one that was {anchor}.")

    def ended(self) -> Verified:
        """What the whole way showed; an anchor whose line did not come is a fault."""
        for left in self._waiting.values():
            self._faults += [f"Line {one.number}, {one}, is not there any more." for one in left]
        faults = (*_told(self._lost), *self._faults)
        return Verified(self._lines, self._unchained, len(self._anchored), faults)


def _told(lost: Sequence[int]) -> list[str]:
    """The lines whose hash was taken away, each run of them in one sentence."""
    runs: list[list[int]] = []
    for number in lost:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = (f"Line {r[0]} has" if len(r) == 1 else f"Lines {r[0]} to {r[-1]} have" for r in runs)
    return [f"{one} no hash, and the chain had begun: it was taken away." for one in named]
