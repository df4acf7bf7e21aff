"""Power cuts, simulated: what a writer said to the disk, replayed up to a moment and no further.

`power.c` notes every change below a folder in order. At a cut only what was synced is sure to be
there: bytes by a sync of their file, names by a sync of their folder. What was not synced is
forgotten whole, or (every second cut) comes in part: each write or not, by chance, one of them
torn. A disk that says "synced" and lies is outside this model.
"""

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import pytest

from data.settings import CHECKOUT, Settings, embedded_url
from tests.conftest import settings_in
from tests.faults.counting import Count, Told, count
from tests.faults.ground import laid, opened
from tests.faults.writing import Plan

_HEAD = struct.Struct("<cIQQ")
_SECTOR = 512
_SOURCE = Path(__file__).with_suffix(".c")
Change = tuple[int, bytes | None]
"""Bytes at an offset, or (None) cut to a length."""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that was said to the disk (`power.c` lists the kinds)."""

    kind: str
    path: str
    offset: int = 0
    data: bytes = b""
    other: str = ""


def shim(folder: Path) -> Path:
    """The shim, compiled; the test is skipped, and says so, where there is no C compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("simulated power cuts need a C compiler (gcc)")
    made = folder / "power.so"
    options = ("-shared", "-fPIC", "-O2", "-o", str(made), str(_SOURCE))
    subprocess.run([compiler, *options, "-ldl", "-lpthread"], check=True)
    return made


def records(log: Path) -> Iterator[Record]:
    """What a log holds, in order; a last record that is cut short is left out."""
    paths: dict[int, str] = {}
    with log.open("rb") as file:
        while len(head := file.read(_HEAD.size)) == _HEAD.size:
            kind, number, offset, length = _HEAD.unpack(head)
            data = file.read(length)
            if len(data) < length:
                return
            if kind == b"P":
                paths[number] = data.decode()
            else:
                other = paths[offset] if kind == b"R" else ""
                yield Record(kind.decode(), paths[number], offset, data, other)


@dataclass
class _File:
    """A file's bytes as they are sure to be, and what was changed since."""

    sure: bytearray = field(default_factory=bytearray)
    since: list[Change] = field(default_factory=list)

    def synced(self) -> None:
        for change in self.since:
            _apply(self.sure, change)
        self.since = []

    def after_a_cut(self, chance: Random | None) -> bytes:
        left = bytearray(self.sure)
        for change in self.since if chance else ():
            if chance and chance.random() < 0.5:
                _apply(left, _torn(change, chance))
        return bytes(left)


@dataclass
class Disk:
    """Files by path: as programs see them, and as they are sure to be found after a cut."""

    seen: dict[str, _File] = field(default_factory=dict)
    sure: dict[str, _File] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> "Disk":
        """What lies in a folder now, all of it sure."""
        there = {str(p): _File(bytearray(p.read_bytes())) for p in folder.rglob("*") if p.is_file()}
        return cls(dict(there), dict(there))

    def take(self, record: Record) -> None:
        """Live through one record."""
        match record.kind:
            case "C":
                self.seen[record.path] = _File()
            case "W":
                self.seen[record.path].since.append((record.offset, record.data))
            case "T":
                self.seen[record.path].since.append((record.offset, None))
            case "S":
                self.seen[record.path].synced()
            case "U":
                self.seen.pop(record.path, None)
            case "R":
                self.seen[record.other] = self.seen.pop(record.path)
            case "D":
                self._folder_synced(record.path)

    def _folder_synced(self, folder: str) -> None:
        gone = [p for p in self.sure if _folder_of(p) == folder and p not in self.seen]
        for path in gone:
            del self.sure[path]
        self.sure |= {p: file for p, file in self.seen.items() if _folder_of(p) == folder}

    def cut(self, chance: Random | None) -> dict[str, bytes]:
        """What is found after the power went here; with `chance`, unsynced writes by chance."""
        return {path: file.after_a_cut(chance) for path, file in self.sure.items()}


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def _apply(content: bytearray, change: Change) -> None:
    offset, data = change
    if data is None:
        del content[offset:]
        content.extend(bytes(offset - len(content)))
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data


def _torn(change: Change, chance: Random) -> Change:
    """One in four comes in part: whole sectors of a page, any part of a line."""
    offset, data = change
    if not data or chance.random() < 0.75:
        return change
    step = _SECTOR if len(data) > _SECTOR else 1
    return offset, data[: step * chance.randrange(len(data) // step + 1)]


@dataclass(frozen=True, slots=True)
class Recorded:
    """One run of a writer: what lay there before, what was said to the disk, its settings."""

    before: Disk
    log: Path
    told: Path
    settings: Settings


def record(folder: Path, made: Path, children: int, synchronous: str, threads: int) -> Recorded:
    """Let children answer under the shim."""
    folder = folder.resolve()
    settings = laid(settings_in(folder))
    before, log, told = Disk.of(settings.var), folder / "power.log", settings.var / "told"
    plan = Plan(settings, told, threads, children, synchronous)
    below = {"HEARD_POWER_BELOW": str(settings.var), "HEARD_POWER_LOG": str(log)}
    subprocess.run(
        [sys.executable, "-m", "tests.faults.writing", plan.as_text()],
        cwd=CHECKOUT,
        env={**os.environ, "LD_PRELOAD": str(made), **below},
        check=True,
    )
    return Recorded(before, log, told, settings)


def cuts(run: Recorded, points: int, chance: Random, elsewhere: Path) -> Iterator[Count]:
    """Cut the power at random moments of a run, and count what is left after each."""
    said = list(records(run.log))
    wanted = set(chance.sample(range(len(said)), min(points, len(said))))
    told, disk, torn = Told(), run.before, False
    for number, one in enumerate(said):
        if one.path != str(run.told):
            disk.take(one)
        elif one.kind == "W":
            told.add(*one.data.decode().split())
        if number in wanted:
            torn = not torn
            found = disk.cut(chance if torn else None)
            yield _after(found, run.settings, told, elsewhere)


def _after(found: dict[str, bytes], settings: Settings, told: Told, elsewhere: Path) -> Count:
    """Start again on what is left of the disk."""
    shutil.rmtree(elsewhere, ignore_errors=True)
    for path, content in found.items():
        file = elsewhere / Path(path).relative_to(settings.var)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    again = replace(settings, var=elsewhere, database_url=embedded_url(elsewhere))
    with opened(again) as db:
        return count(db, told)
