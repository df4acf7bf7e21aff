"""Erasing in a packed backup of PostgreSQL: written anew beside it, then put in its place.

Rows are taken apart as COPY wrote them, and every field that stays is put back byte for byte: to
COPY an empty field and a quoted empty one are not the same.
"""

import io
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from data.backup import finished

_FIELD = re.compile(r'(?:^|,)("(?:[^"]|"")*"|[^,"]*)')
_EMPTY, _NULL = "\\x", ""
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Gone:
    """What is to be erased: responses and whole rounds, and what in this backup hangs on them."""

    responses: frozenset[str]
    rounds: frozenset[str]
    invitations: frozenset[str] = frozenset()
    concerns: frozenset[str] = frozenset()

    def left(self, table: str, row: Row) -> Row | None:
        """A row without what is erased; None where all of it goes."""
        match table:
            case "answers" if row["response"] in self.responses:
                return None
            case "keyholders" if row["invitation"] in self.invitations:
                return None
            case "concern_steps" if row["concern"] in self.concerns:
                return row | {"note": _NULL}
            case "responses" if row["id"] in self.responses:
                return row | {"wrapped_key": _EMPTY}
            case "rows_taken" if row["round"] in self.rounds:
                return row | {"wrapped_key": _EMPTY, "reason": _EMPTY}
        return row


def scrub(file: Path, responses: Collection[str], rounds: Collection[str]) -> bool:
    """Erase these in a backup; whether anything of them was there. A fault leaves it as it was."""
    with zipfile.ZipFile(file) as old:
        gone = _in(old, frozenset(responses), frozenset(rounds))
        if gone is None:
            return False
        unfinished = file.with_suffix(".unfinished")
        unfinished.touch(mode=0o600)
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                with new.open(name, "w") as target:
                    target.writelines(_without(old, name, gone))
    finished(unfinished, file)
    return True


def _in(old: zipfile.ZipFile, responses: frozenset[str], rounds: frozenset[str]) -> Gone | None:
    """What of these a backup still holds; None where nothing is left of any of them."""
    mine = [row for row in _rows(old, "responses") if row["id"] in responses]
    held = frozenset(row["id"] for row in mine if row["wrapped_key"] != _EMPTY)
    coded = {row["id"] for row in _rows(old, "invitations") if row["round"] in rounds}
    coded |= {row["invitation"] for row in mine if row["id"] in held} - {_NULL}
    raised = (row["id"] for row in _rows(old, "concerns") if row["response"] in held)
    gone = Gone(held, rounds, frozenset(coded), frozenset(raised))
    changed = any(
        gone.left(table, row) != row
        for table in ("responses", "keyholders", "rows_taken")
        for row in _rows(old, table)
    )
    return gone if changed else None


def _without(old: zipfile.ZipFile, name: str, gone: Gone) -> Iterator[bytes]:
    """The lines of one table without what is erased, as COPY wrote them."""
    table = name.removesuffix(".csv")
    header = next(_lines(old, name), "")
    yield f"{header}\n".encode()
    for row in _rows(old, table):
        left = gone.left(table, row)
        if left is not None:
            yield f"{','.join(left.values())}\n".encode()


def _rows(old: zipfile.ZipFile, table: str) -> Iterator[Row]:
    """The rows of a table, each field as it stands in the file; none in an older backup."""
    lines = _lines(old, f"{table}.csv")
    header = next(lines, "")
    names = [name.strip('"') for name in _FIELD.findall(header)]
    for line in lines:
        yield dict(zip(names, _FIELD.findall(line), strict=True))


def _lines(old: zipfile.ZipFile, name: str) -> Iterator[str]:
    """The lines of a file without their ends; line breaks between quotes end none."""
    if name not in old.namelist():
        return
    with old.open(name) as file:
        begun = ""
        for part in io.TextIOWrapper(file, "utf-8", newline="\n"):
            begun += part
            if begun.count('"') % 2 == 0:
                yield begun.removesuffix("\n")
                begun = ""
