"""Members of staff: their roles, their one-time links and their sessions."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from data.clock import stamp
from data.database import Transaction
from data.records import PersonRecord, SessionRecord
from data.tables import people, person_roles, setup_links, staff_sessions


def add(tx: Transaction, person: str, name: str, now: datetime) -> None:
    """Keep a new person, invited and without a password or a role."""
    row = {"id": person, "name": name, "state": "invited", "made_at": stamp(now)}
    tx.run(insert(people).values(row))


def set_password_hash(tx: Transaction, person: str, password_hash: str) -> None:
    """Keep a person's password hash; with it they are active."""
    values = {"password_hash": password_hash, "state": "active"}
    tx.run(update(people).where(people.c.id == person).values(values))


def stop(tx: Transaction, person: str) -> None:
    """Let a person in no more."""
    tx.run(update(people).where(people.c.id == person).values(state="stopped"))


def invite_again(tx: Transaction, person: str) -> None:
    """Let a person who was stopped choose a new password; the old one is gone."""
    values = {"password_hash": None, "state": "invited"}
    tx.run(update(people).where(people.c.id == person).values(values))


def by_name(tx: Transaction, name: str) -> tuple[PersonRecord, str | None] | None:
    """A person and their password hash, or None."""
    row = tx.run(select(people).where(people.c.name == name)).first()
    return (_person(tx, row.id, row.name, row.state), row.password_hash) if row else None


def get(tx: Transaction, person: str) -> PersonRecord | None:
    """The person with this id, or None."""
    row = tx.run(select(people).where(people.c.id == person)).first()
    return _person(tx, row.id, row.name, row.state) if row else None


def listing(tx: Transaction) -> tuple[PersonRecord, ...]:
    """Everybody, by name."""
    rows = tx.run(select(people).order_by(people.c.name)).all()
    return tuple(_person(tx, row.id, row.name, row.state) for row in rows)


def any_active(tx: Transaction) -> bool:
    """Whether anybody can sign in yet."""
    active = select(people.c.id).where(people.c.state == "active").limit(1)
    return tx.run(active).first() is not None


def grant(tx: Transaction, person: str, role: str, by: str, now: datetime) -> None:
    """Give a role; one that is held already is left as it is."""
    row = {"person": person, "role": role, "granted_by": by, "granted_at": stamp(now)}
    upsert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    tx.run(upsert(person_roles).values(row).on_conflict_do_nothing())


def revoke(tx: Transaction, person: str, role: str) -> None:
    """Take a role away."""
    here = (person_roles.c.person == person) & (person_roles.c.role == role)
    tx.run(delete(person_roles).where(here))


def add_link(tx: Transaction, token_hash: str, person: str | None, expires_at: datetime) -> None:
    """Keep a one-time link; without a person it is the first administrator's."""
    row = {"token_hash": token_hash, "person": person, "expires_at": stamp(expires_at)}
    tx.run(insert(setup_links).values(row))


def find_link(tx: Transaction, token_hash: str, now: datetime) -> tuple[bool, str | None]:
    """Look at a link without using it: whether it works, and whose it is, as `use_link` says."""
    row = tx.run(select(setup_links.c.person).where(_live(token_hash, now))).first()
    return (True, row.person) if row else (False, None)


def void_links(tx: Transaction, person: str, now: datetime) -> None:
    """Let no link of this person work any more."""
    here = (setup_links.c.person == person) & setup_links.c.used_at.is_(None)
    tx.run(update(setup_links).where(here).values(used_at=stamp(now)))


def use_link(tx: Transaction, token_hash: str, now: datetime) -> tuple[bool, str | None]:
    """Use a link up: whether it worked, and whose it is (None: the first administrator's)."""
    used = update(setup_links).where(_live(token_hash, now)).values(used_at=stamp(now))
    row = tx.run(used.returning(setup_links.c.person)).first()
    return (True, row.person) if row else (False, None)


def open_session(
    tx: Transaction, token_hash: str, person: str, now: datetime, kind: str = "full"
) -> None:
    """Begin a session; only the hash of its token is kept. `half` waits for the second step."""
    at = stamp(now)
    row = {"token_hash": token_hash, "person": person, "began_at": at, "seen_at": at}
    tx.run(insert(staff_sessions).values(row | {"kind": kind}))


def session(tx: Transaction, token_hash: str, kind: str = "full") -> SessionRecord | None:
    """A session that was not ended, of a person who is active; times are the caller's to judge."""
    here = (staff_sessions.c.token_hash == token_hash) & staff_sessions.c.ended_at.is_(None)
    here &= staff_sessions.c.kind == kind
    query = select(staff_sessions, people.c.name, people.c.state).join(
        people, people.c.id == staff_sessions.c.person
    )
    row = tx.run(query.where(here, people.c.state == "active")).first()
    if row is None:
        return None
    person = _person(tx, row.person, row.name, row.state)
    return SessionRecord(person, row.began_at, row.seen_at)


def touch_session(tx: Transaction, token_hash: str, now: datetime) -> None:
    """Keep when a session was last used."""
    here = staff_sessions.c.token_hash == token_hash
    tx.run(update(staff_sessions).where(here).values(seen_at=stamp(now)))


def end_session(tx: Transaction, token_hash: str, now: datetime) -> None:
    """End one session."""
    _end(tx, staff_sessions.c.token_hash == token_hash, now)


def end_all_sessions(tx: Transaction, person: str, now: datetime) -> None:
    """End every session of a person."""
    _end(tx, staff_sessions.c.person == person, now)


def _end(tx: Transaction, here: ColumnElement[bool], now: datetime) -> None:
    live = staff_sessions.c.ended_at.is_(None)
    tx.run(update(staff_sessions).where(here, live).values(ended_at=stamp(now)))


def _live(token_hash: str, now: datetime) -> ColumnElement[bool]:
    return (
        (setup_links.c.token_hash == token_hash)
        & setup_links.c.used_at.is_(None)
        & (setup_links.c.expires_at > stamp(now))
    )


def _person(tx: Transaction, person: str, name: str, state: str) -> PersonRecord:
    query = select(person_roles.c.role).where(person_roles.c.person == person)
    roles = tuple(tx.run(query.order_by(person_roles.c.role)).scalars())
    return PersonRecord(person, name, state, roles)
