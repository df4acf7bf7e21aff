"""The second step at sign-in, as rows: each person's secret, sealed, and their recovery codes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from data.access_tables import recovery_codes as codes_table
from data.access_tables import second_steps as t
from data.clock import stamp
from data.database import Transaction

_PLACE = "second_steps|secret"


@dataclass(frozen=True, slots=True)
class SecondStep:
    """A person's second step. `last_step` is the newest half minute whose code was used."""

    secret: bytes = field(repr=False)
    confirmed: bool
    last_step: int
    wrong: int


def keep(tx: Transaction, person: str, secret: bytes, now: datetime) -> None:
    """Keep a secret, not confirmed yet, in the place of one there was; recovery codes go."""
    forget(tx, person)
    wrapped, key = tx.new_key(person)
    row = {"person": person, "wrapped_key": wrapped, "secret": key.seal(secret.hex(), _PLACE)}
    tx.run(insert(t).values(**row, made_at=stamp(now)))


def of(tx: Transaction, person: str) -> SecondStep | None:
    """The second step of a person, or None."""
    row = tx.run(select(t).where(t.c.person == person)).first()
    if row is None:
        return None
    secret = tx.vault.open_key(row.wrapped_key, person).open(row.secret, _PLACE)
    return SecondStep(bytes.fromhex(secret), row.confirmed_at is not None, row.last_step, row.wrong)


def used(tx: Transaction, person: str, step: int, now: datetime) -> bool:
    """Use up the code of a half minute: False when it, or a later one, was used before."""
    fresh = (t.c.person == person) & (t.c.last_step < step)
    values = {"last_step": step, "wrong": 0}
    done = tx.run(update(t).where(fresh).values(values).returning(t.c.person)).first()
    if done is not None:
        unconfirmed = (t.c.person == person) & t.c.confirmed_at.is_(None)
        tx.run(update(t).where(unconfirmed).values(confirmed_at=stamp(now)))
    return done is not None


def count_wrong(tx: Transaction, person: str) -> None:
    """Count a code that did not fit."""
    tx.run(update(t).where(t.c.person == person).values(wrong=t.c.wrong + 1))


def forget(tx: Transaction, person: str) -> None:
    """Take away a person's secret and recovery codes."""
    tx.run(delete(t).where(t.c.person == person))
    tx.run(delete(codes_table).where(codes_table.c.person == person))


def keep_recovery(tx: Transaction, person: str, hashes: Sequence[str]) -> None:
    """Keep the hashes of recovery codes 1, 2, 3 … in the place of those there were."""
    tx.run(delete(codes_table).where(codes_table.c.person == person))
    rows = [{"person": person, "number": n, "code_hash": h} for n, h in enumerate(hashes, start=1)]
    tx.run(insert(codes_table), rows)


def recovery_hash(tx: Transaction, person: str, number: int) -> str | None:
    """The hash of an unused recovery code."""
    here = (codes_table.c.person == person) & (codes_table.c.number == number)
    query = select(codes_table.c.code_hash).where(here, codes_table.c.used_at.is_(None))
    found: str | None = tx.run(query).scalar()
    return found


def recovery_left(tx: Transaction, person: str) -> int:
    """How many recovery codes can still be used."""
    here = (codes_table.c.person == person) & codes_table.c.used_at.is_(None)
    return len(tx.run(select(codes_table.c.number).where(here)).all())


def use_recovery(tx: Transaction, person: str, number: int, now: datetime) -> bool:
    """Use a recovery code up; False when it was used meanwhile."""
    here = (codes_table.c.person == person) & (codes_table.c.number == number)
    used_up = update(codes_table).where(here, codes_table.c.used_at.is_(None))
    row = tx.run(used_up.values(used_at=stamp(now)).returning(codes_table.c.number)).first()
    if row is not None:
        tx.run(update(t).where(t.c.person == person).values(wrong=0))
    return row is not None
