"""Restoring: a backup put in the database's place, or elsewhere to prove that it can be.

What was erased since the backup was made is erased again (`data/erasing.py`), so that a restore
brings nobody's words back. What children were told is kept is held against the ledger.
"""

import json
import secrets
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from data import anchors, audit, erasing, holding, ledger, responses, synced, taken_back
from data.backup import NotSound, back_up, folder
from data.clock import utc_now
from data.database import Database, Transaction, Unavailable
from data.loading import damaged_aside, forget_copy, load, mark_of
from data.migrating import NotReady
from data.opening import open_database
from data.restorable import CannotRestore as CannotRestore
from data.restorable import check
from data.settings import Settings
from data.words import WordsDamaged

_SAY_NO_WORDS = (OSError, sqlite3.Error, Unavailable, NotReady, CannotRestore)
"""Whose messages can be told; those of a server's driver quote what is stored."""
_DONE = "A restore that was cut off is finished now: what was erased since is erased again."
_NOT_LOADED = (
    "A restore was cut off before its backup was loaded. The database is the one from before; "
    "restore again if that is still wanted."
)


@dataclass(frozen=True, slots=True)
class Proof:
    """A database held against the ledger of what children were told is kept.

    `later`: sent after the backup was made, so not in it; in the database that is in use that
    must be 0 too. `missing` and `changed` must be 0 always.
    """

    found: int
    later: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything that should be there is there, as it was sent."""
        return not self.missing and not self.changed


@dataclass(frozen=True, slots=True)
class _Begun:
    """A restore that is under way: of which file, by whom, and the mark that comes in with it."""

    file: str
    by: str
    mark: str


class NotFinished(RuntimeError):
    """A restore stopped half way; the message says in which state, and what to do."""


def restore(settings: Settings, file: Path, by: str = "operator") -> tuple[Path, Proof]:
    """Put a backup in the database's place; the backup of what was there before, and the proof.

    What was there may be too damaged for a backup: then it is a folder with its files as they were.
    Raises CannotRestore where nothing was changed, also while a server runs; NotFinished where the
    backup is in the database's place, or may be, and `finish` has to do the rest.
    """
    check(settings, file)
    try:
        with holding.alone(settings):
            before = _put_aside(settings)
            begun = _Begun(file.name, by, secrets.token_hex(16))
            _keep(settings, (*_all_begun(settings), begun))
            try:
                load(settings, file, begun.mark)
                return before, _finished(settings, begun)
            except Exception as problem:  # noqa: BLE001  whatever it was, its state is to be said
                raise _stopped(settings, begun, before, problem) from None
    except holding.Held as held:
        raise CannotRestore(str(held)) from None


def _put_aside(settings: Settings) -> Path:
    """A backup of what is there; where that is too damaged for one, a folder with its files."""
    try:
        return back_up(settings)
    except NotSound:
        return damaged_aside(settings)
    except Exception as problem:  # noqa: BLE001  nothing was changed yet, and that is to be said
        raise CannotRestore(
            f"What is there now could not be backed up ({_why(problem)}), so nothing was changed. "
            "Put right what stopped it, then restore again."
        ) from None


def _finished(settings: Settings, begun: _Begun) -> Proof:
    with closing(open_database(settings)) as database:
        return _finish(database, begun)


def _stopped(settings: Settings, begun: _Begun, before: Path, problem: Exception) -> RuntimeError:
    """What to tell of a restore that a fault stopped: which database is there, and what to do."""
    why = _why(problem)
    if _is_untouched(settings, begun):
        _keep(settings, [one for one in _all_begun(settings) if one != begun])
        return CannotRestore(
            f"{begun.file} could not be loaded ({why}). The database is as it was before. Put "
            "right what stopped it, then restore again."
        )
    return NotFinished(
        f"The restore of {begun.file} stopped half way ({why}). The backup is in the database's "
        "place, or it cannot be looked whether it is. Put right what stopped it, then restore "
        "again; or start Heard (after manage.py migrate, where it says so), which looks and does "
        f"the rest before it serves anybody. What was there before is {before}"
    )


def _why(problem: Exception) -> str:
    return str(problem) if isinstance(problem, _SAY_NO_WORDS) else type(problem).__name__


def _is_untouched(settings: Settings, begun: _Begun) -> bool:
    """Whether it is certain that the backup did not get into the database."""
    try:
        return mark_of(settings) != begun.mark
    except Exception:  # noqa: BLE001  a server or a disk that does not answer says neither
        return False


def finish(database: Database) -> str:
    """Do what is left of a restore that was cut off; what to tell of it, "" where none was.

    Until then what was erased since that backup is there again: nothing is to be served before.
    One that was cut off before its backup was loaded has changed nothing, and is not told as done.
    """
    settings = database.settings
    under_way = _all_begun(settings)
    if not under_way:
        return ""
    forget_copy(settings)
    mark = mark_of(settings)
    for one in under_way:
        if one.mark == mark:
            _finish(database, one)
            return _DONE
    _keep(settings, ())
    return _NOT_LOADED


def _finish(database: Database, begun: _Begun) -> Proof:
    """Erase again, prove, and tell: the trail says who did it, anchors of what is gone are void."""
    erasing.erase_again(database)
    taken_back.erase_again(database, utc_now())
    proof = prove(database)
    _give_up_later(database)
    with database.writing() as tx:
        audit.record(tx, begun.by, "restored", begun.file, utc_now())
    anchors.supersede(database, utc_now())
    _keep(database.settings, ())
    return proof


def _path(settings: Settings) -> Path:
    """A file that says which restores are under way: one may follow another that was cut off."""
    return folder(settings) / "restoring.json"


def _all_begun(settings: Settings) -> tuple[_Begun, ...]:
    file = _path(settings)
    said = json.loads(file.read_text("utf-8")) if file.exists() else []
    if said and isinstance(said[0], str):  # an older Heard wrote one, without a mark
        said = [[*said, ""]]
    return tuple(_Begun(*one) for one in said)


def _keep(settings: Settings, begun: Sequence[_Begun]) -> None:
    """Write down which restores are under way; no file where none is."""
    if begun:
        synced.replace(_path(settings), json.dumps([astuple(one) for one in begun]))
        return
    _path(settings).unlink(missing_ok=True)
    synced.folder(folder(settings))


def _give_up_later(database: Database) -> None:
    """Write down what the restored backup is too old for, so that no later proof looks for it."""
    with database.reading() as tx:
        newest = responses.newest_sequence(tx)
    lines = [line for line in ledger.read(database.settings) if line.sequence > newest]
    given_up = [replace(line, content=ledger.NOT_RESTORED, announced=()) for line in lines]
    if given_up:
        ledger.append(database.settings, given_up)


def prove(database: Database) -> Proof:
    """Hold every line of the ledger against the database."""
    kept = ledger.read(database.settings)  # read first: what is sent meanwhile is not looked for
    acknowledged = [line for line in kept if line.content != ledger.NOT_RESTORED]
    erased = set(erasing.erased(database.settings))
    missing, changed, later = [], [], 0
    with database.reading() as tx:
        newest = responses.newest_sequence(tx)
        for line in acknowledged:
            if line.response in erased:  # first: the newest of all may be among these
                continue
            if line.sequence > newest:
                later += 1
            elif line.content == ledger.TAKEN_BACK:
                continue
            elif not responses.exists(tx, line.response):
                missing.append(line.response)
            elif not _as_sent(tx, line):
                changed.append(line.response)
    found = len(acknowledged) - later - len(missing)
    return Proof(found, later, tuple(missing), tuple(changed))


def _as_sent(tx: Transaction, line: ledger.Acknowledged) -> bool:
    kept = responses.get(tx, line.response)
    if kept is not None and kept.state == "withdrawn":
        return ledger.TAKEN_BACK in line.announced
    try:
        opened = responses.answers_of(tx, line.response, responses.wrapped_key(tx, line.response))
    except WordsDamaged:
        return False
    return ledger.content_hash(tx.vault, opened) in (line.content, *line.announced)
