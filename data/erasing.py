"""Erasing a response: its key first, so that its words are gone, then everything it hangs on.

What was erased is remembered by id in a file beside the backups: a backup that is restored later
erases it again, and the nightly job erases it in the backups that lie in `var/backups`.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
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


def scrub_backups(settings: Settings) -> int:
    """Erase in every backup here what was erased since; how many files were changed.

    The log of the database in use is emptied besides: it holds what was there before.
    """
    gone = erased(settings)
    if not gone:
        return 0
    _empty_log(settings)
    ids = [one for one in gone if not one.startswith(ROUND)]
    whole = [one.removeprefix(ROUND) for one in gone if one.startswith(ROUND)]
    return sum(
        _scrubbed(file, gone) if file.suffix == ".db" else packed.scrub(file, ids, whole)
        for file in listing(settings)
    )


def _empty_log(settings: Settings) -> None:
    """Write SQLite's log into the database and cut it; what somebody still reads waits a night."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(url.database), timeout=LOCK_WAIT_S)) as live:
            live.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _scrubbed(file: Path, gone: Sequence[str]) -> bool:
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("PRAGMA secure_delete=ON")
        there = [one for one in gone if _is_there(copy, one)]
        with copy:
            for one in there:
                for statement in _scrub_round(copy) if one.startswith(ROUND) else _SCRUB:
                    copy.execute(statement, (one.removeprefix(ROUND),))
        if there:
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
