"""Erasing a response: its key first, so that its words are gone, then everything it hangs on.

What was erased is remembered by id in a file beside the backups: a backup that is restored later
erases it again, and the nightly job erases it in the backups that lie in `var/backups`. Which of
those could not be cleared is kept in a file too, so that it is told for as long as it is so.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from data import packed, responses, rounds, rows_taken, synced
from data.backup import folder, listing
from data.database import LOCK_WAIT_S, Database, Transaction
from data.settings import Settings

ROUND = "round:"
"""Before a round's id: everything that its codes were for is gone, also where nobody answered."""
_SCRUB = (
    "DELETE FROM keyholders WHERE invitation = (SELECT invitation FROM responses WHERE id = ?)",
    "DELETE FROM answers WHERE response = ?",
    "UPDATE concern_steps SET note = NULL"
    " WHERE concern IN (SELECT id FROM concerns WHERE response = ?)",
    "UPDATE responses SET wrapped_key = X'' WHERE id = ?",
)
_SCRUB_ROUND = (
    "DELETE FROM keyholders WHERE invitation IN (SELECT id FROM invitations WHERE round = ?)"
)
_NAMED = (
    "SELECT count(*) FROM keyholders k JOIN invitations i ON i.id = k.invitation WHERE round = ?"
)
_SCRUB_TAKEN = "UPDATE rows_taken SET wrapped_key = X'', reason = X'' WHERE round = ?"
_TAKEN = "SELECT count(*) FROM rows_taken WHERE round = ? AND length(wrapped_key) > 0"
_KEYED = "SELECT length(wrapped_key) FROM responses WHERE id = ?"
_LOG_WAITS = (
    "The log of the database in use could not be emptied while somebody was reading: the next "
    "night does it."
)


@dataclass(frozen=True, slots=True)
class Cleared:
    """What became of the backups: how many were changed, and the names of those that could not be.

    `log`: whether the log of the database in use was emptied too.
    """

    changed: int = 0
    left: tuple[str, ...] = ()
    log: bool = True

    @property
    def told(self) -> str:
        """What is not done, and what to do about it; "" where all is done."""
        return " ".join([*([left_in(self.left)] if self.left else []), *_log_waits(self.log)])


def path(settings: Settings) -> Path:
    """Where the ids of what was erased are kept."""
    return folder(settings) / "erased.ids"


def erased(settings: Settings) -> tuple[str, ...]:
    """The ids of every response that was erased, oldest first."""
    file = path(settings)
    return tuple(file.read_text("utf-8").split()) if file.exists() else ()


def remember(settings: Settings, ids: Iterable[str]) -> None:
    """Write ids down before the rows go, so that a fault between leaves nothing forgotten."""
    synced.append(path(settings), "".join(f"{one}\n" for one in ids))


def erase(tx: Transaction, ids: Sequence[str]) -> None:
    """Erase responses with all that hangs on them; `remember` them first.

    An id that begins with `ROUND` stands for whom the codes of that round were for.
    """
    for one in ids:
        if one.startswith(ROUND):
            rounds.forget_keyholders(tx, one.removeprefix(ROUND))
            rows_taken.forget(tx, one.removeprefix(ROUND))
        else:
            responses.erase_whole(tx, one)


def erase_again(database: Database) -> int:
    """After a restore: erase what was erased since the backup was made; how many came back."""
    gone = erased(database.settings)
    with database.writing() as tx:
        back = [one for one in gone if one.startswith(ROUND) or responses.exists(tx, one)]
        erase(tx, back)
    return len(back)


def left(settings: Settings) -> tuple[str, ...]:
    """The names of the backups that could not be cleared when that was last tried; oldest first."""
    file = _left_path(settings)
    names = file.read_text("utf-8").split() if file.exists() else ()
    return tuple(name for name in names if (folder(settings) / name).exists())


def left_in(names: Sequence[str]) -> str:
    """Say that backups could not be cleared, and what to do."""
    which = f"the backup {names[0]}" if len(names) == 1 else f"these backups: {', '.join(names)}"
    return (
        f"What was erased may still be in {which}. It could not be taken out there: the file is "
        "damaged, or cannot be written. Make a new backup (python3 manage.py backup), then look "
        "at the disk and at who owns the file; if it is damaged, delete it by hand. Heard tries "
        "again every night and at every erasing."
    )


def scrub_backups(settings: Settings) -> Cleared:
    """Erase in every backup here what was erased since; which files were changed or could not be.

    The log of the database in use is emptied besides: it holds what was there before. One backup's
    fault stops nothing: what is erased is erased, and whoever waits for that has to be told so.
    """
    gone = erased(settings)
    if not gone:
        return Cleared()
    log, before = _empty_log(settings), left(settings)
    changed, failed = 0, []
    for file in listing(settings):
        try:
            changed += _scrubbed(file, gone, again=file.name in before)
        except Exception:  # noqa: BLE001  rot raises whatever is read in it
            failed.append(file.name)
    found = Cleared(
        changed, tuple(name for name in failed if (folder(settings) / name).exists()), log
    )
    if found.left != before:
        with suppress(OSError):  # told by `found` all the same, and tried again
            synced.replace(_left_path(settings), "".join(f"{name}\n" for name in found.left))
    return found


def _left_path(settings: Settings) -> Path:
    return folder(settings) / "uncleared.names"


def _log_waits(emptied: bool) -> tuple[str, ...]:
    return () if emptied else (_LOG_WAITS,)


def _empty_log(settings: Settings) -> bool:
    """Write SQLite's log into the database and cut it; what somebody still reads waits a night."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        return True
    try:
        with closing(sqlite3.connect(str(url.database), timeout=LOCK_WAIT_S)) as live:
            (busy, *_) = live.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        return False
    return not busy


def _scrubbed(file: Path, gone: Sequence[str], *, again: bool) -> bool:
    """Erase in one backup; whether anything was there. Raises whatever a damaged file leads to."""
    if file.suffix == ".db":
        return _scrubbed_file(file, gone, again=again)
    ids = [one for one in gone if not one.startswith(ROUND)]
    whole = [one.removeprefix(ROUND) for one in gone if one.startswith(ROUND)]
    return packed.scrub(file, ids, whole)


def _scrubbed_file(file: Path, gone: Sequence[str], *, again: bool) -> bool:
    """`again`: a try before this one failed, perhaps when the rows were gone already."""
    address = f"{file.resolve().as_uri()}?mode=rw"  # one that was pruned meanwhile is not made anew
    with closing(sqlite3.connect(address, uri=True)) as copy:
        copy.execute("PRAGMA secure_delete=ON")
        there = [one for one in gone if _is_there(copy, one)]
        with copy:
            for one in there:
                for statement in _scrub_round(copy) if one.startswith(ROUND) else _SCRUB:
                    copy.execute(statement, (one.removeprefix(ROUND),))
        if there or again:
            copy.execute("VACUUM")
    return bool(there)


def _is_there(copy: sqlite3.Connection, one: str) -> bool:
    """Whether a backup still holds words of a response, or whom a round's codes were for.

    Of a round also why its answers were taken out, which may quote a child.
    """
    of_round = (_NAMED, _TAKEN) if _knows_taken(copy) else (_NAMED,)
    queries = of_round if one.startswith(ROUND) else (_KEYED,)
    found = (copy.execute(query, (one.removeprefix(ROUND),)).fetchone() for query in queries)
    return any(row and row[0] for row in found)


def _scrub_round(copy: sqlite3.Connection) -> tuple[str, ...]:
    return (_SCRUB_ROUND, _SCRUB_TAKEN) if _knows_taken(copy) else (_SCRUB_ROUND,)


def _knows_taken(copy: sqlite3.Connection) -> bool:
    """Whether a backup is of a version that keeps who took rows out."""
    query = "SELECT 1 FROM sqlite_master WHERE name = 'rows_taken'"
    return copy.execute(query).fetchone() is not None
