"""A new master key: every key that the old one wrapped is wrapped anew; no word is touched."""

from collections.abc import Callable, Iterator

from sqlalchemy import Table, func, select, update

from data import keys
from data.access_tables import metadata  # with those tables in it, whatever else was imported
from data.database import Database, Transaction
from data.tables import KEY_CHECK, installation
from data.words import Vault

BATCH = 500
Progress = Callable[[int, int], None]


class StillNeeded(RuntimeError):
    """An old master key cannot go yet; the message says why and what to do."""


def rotate(database: Database, progress: Progress = lambda done, of: None) -> int:
    """Make a new master key and wrap every key with it; how many were wrapped anew.

    Safe to stop and begin again: what is wrapped already is left alone. A server that runs reads
    the key file again when it meets the new number, and meets it before it wraps another key.
    """
    keys.add_master(database.settings)
    return wrap_all(database, progress)


def wrap_all(database: Database, progress: Progress = lambda done, of: None) -> int:
    """Wrap every key that an older master key wrapped with the newest.

    The key check goes first and waits for whoever is making a key: from then on every new key is
    under the newest (`Transaction.new_key`), so that none is made behind our back.
    """
    vault = keys_now(database)
    checked = _wrap_check(database, vault)
    with database.reading() as tx:
        total = sum(_count(tx, table) for table in tables_with_keys())
    done, wrapped = 0, checked
    for table in tables_with_keys():
        for owners in _batches(database, table):
            wrapped += _wrap(database, table, owners, vault)
            done += len(owners)
            progress(done, total)
    return wrapped


def retire(database: Database) -> tuple[int, ...]:
    """Take the old master keys out of the file; raises StillNeeded where a row needs one."""
    left = wrap_all(database)
    if left:
        raise StillNeeded(
            f"{left} keys were still under an old master key and are wrapped anew now. Run this "
            "again when no older server is running."
        )
    return keys.retire(database.settings)


def keys_now(database: Database) -> Vault:
    """A vault with the key file as it is now."""
    return Vault(keys.read(database.settings))


def tables_with_keys() -> tuple[Table, ...]:
    """Every table whose rows hold a wrapped key; its one primary key column is the owner."""
    return tuple(t for t in metadata.sorted_tables if "wrapped_key" in t.c)


def _count(tx: Transaction, table: Table) -> int:
    return int(tx.run(select(func.count()).select_from(table)).scalar_one())


def _batches(database: Database, table: Table) -> Iterator[list[str]]:
    (owner,) = table.primary_key.columns
    last = ""
    while True:
        with database.reading() as tx:
            query = select(owner).where(owner > last).order_by(owner).limit(BATCH)
            found = list(tx.run(query).scalars())
        if not found:
            return
        yield found
        last = found[-1]


def _wrap(database: Database, table: Table, owners: list[str], vault: Vault) -> int:
    (owner,) = table.primary_key.columns
    changed = 0
    with database.writing() as tx:
        rows = tx.run(select(owner, table.c.wrapped_key).where(owner.in_(owners))).all()
        for who, wrapped in rows:
            anew = vault.wrapped_anew(bytes(wrapped), who) if wrapped else None
            if anew is not None:
                as_read = (owner == who) & (table.c.wrapped_key == wrapped)  # not erased meanwhile
                changed += tx.run(update(table).where(as_read).values(wrapped_key=anew)).rowcount
    return changed


def _wrap_check(database: Database, vault: Vault) -> int:
    """The key check follows the newest master key too, so that an old file alone is refused."""
    here = installation.c.name == KEY_CHECK
    with database.writing() as tx:
        kept = bytes(tx.run(select(installation.c.value).where(here)).scalar_one())
        anew = vault.wrapped_anew(kept, KEY_CHECK)
        if anew is not None:
            tx.run(update(installation).where(here).values(value=anew))
    return int(anew is not None)
