"""Staff accounts: the first link, passwords, signing in and out, and who has which role.

A password is only ever set through a one-time link, good for 24 hours and kept as a hash.
Every act is audited in its own transaction; names typed at the door, passwords and tokens
are never written down.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from data import audit, people, second_steps
from data.database import Database, Transaction
from data.records import PersonRecord
from surveys.permissions import Actor, require
from web.sessions import new_token, token_hash
from web.staff import members, passwords
from web.staff.members import AccountProblem

_SPENT = "This link has been used or is too old. Ask an administrator for a new one."
_FIRST_SPENT = "This link is for the first account, and that has been made. Sign in instead."


class SignInRefused(AccountProblem):
    """The one answer to every sign-in that does not fit."""

    def __init__(self) -> None:
        """Say nothing about whether the name or the password was wrong."""
        super().__init__(
            "password",
            "This name and password do not fit. Check both, or ask an administrator for a link.",
        )


@dataclass(frozen=True, slots=True)
class Link:
    """What a one-time link is for. `name` is None on the first administrator's link."""

    name: str | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A session's token; `half` while the second step is still to come."""

    token: str
    half: bool


# --- one-time links and passwords -------------------------------------------------------------


def first_link(db: Database, now: datetime) -> str | None:
    """A one-time token for the first administrator; None once somebody has an active account."""
    with db.reading() as tx:
        if people.any_active(tx):
            return None
    with db.writing() as tx:
        audit.record(tx, "heard", "made first link", "", now)
        return members.give_link(tx, None, now)


def look_at_link(db: Database, token: str, now: datetime) -> Link:
    """Whose link this is, without using it; raises AccountProblem when it no longer works."""
    with db.reading() as tx:
        return Link(name=_name_on(tx, token, now))


def set_password(db: Database, token: str, name: str | None, password: str, now: datetime) -> str:
    """Use a one-time link to set a password; returns the person's name.

    `name` is taken on the first administrator's link only. Problems leave the link unused. Every
    session of this person ends: a new password is often the answer to a lost one.
    """
    chosen = look_at_link(db, token, now).name or members.tidy_name(name or "")
    wrong = passwords.problem(password, chosen, db.settings.authority)
    if wrong:
        raise AccountProblem("password", wrong)
    kept = passwords.hashed(password)
    with db.writing() as tx:
        person = _use_link(tx, token, chosen, now)
        people.set_password_hash(tx, person, kept)
        people.end_all_sessions(tx, person, now)
        audit.record(tx, chosen, "set password", person, now)
    return chosen


def _name_on(tx: Transaction, token: str, now: datetime) -> str | None:
    found, person = people.find_link(tx, token_hash(token), now)
    if not found:
        raise AccountProblem("link", _SPENT)
    if person is None:
        if people.any_active(tx):
            raise AccountProblem("link", _FIRST_SPENT)
        return None
    record = members.by_id(tx, person)
    if record.state == "stopped":
        raise AccountProblem("link", _SPENT)
    return record.name


def _use_link(tx: Transaction, token: str, name: str, now: datetime) -> str:
    """Spend the link; the id of the person whose password may be set with it."""
    tx.in_turn("people")
    _name_on(tx, token, now)
    _, person = people.use_link(tx, token_hash(token), now)
    return person or _first_administrator(tx, name, now)


def _first_administrator(tx: Transaction, name: str, now: datetime) -> str:
    person = members.add(tx, name, now)
    people.grant(tx, person, "administrator", "first link", now)
    audit.record(tx, name, "granted role", person, now, "administrator, by the first link")
    return person


# --- signing in and out -----------------------------------------------------------------------


def sign_in(db: Database, name: str, password: str, now: datetime, *, half: bool = False) -> Opened:
    """Open a session; raises SignInRefused, after the same work for any name.

    Where a second step is set up, required or asked for (`half`) the session is a half one, which
    opens no page (`web/staff/second_step.py`).
    """
    with db.reading() as tx:
        person = members.by_name(tx, name)
        kept = _password_hash(tx, person)
    fits = passwords.fits(password[: passwords.LONGEST + 1], kept)
    token = new_token()
    with db.writing() as tx:
        if person is not None and fits and _still(tx, person, kept):
            half = half or _needs_second_step(tx, person)
            people.open_session(
                tx, token_hash(token), person.id, now, kind="half" if half else "full"
            )
            act = "gave the right password" if half else "signed in"
            audit.record(tx, person.name, act, person.id, now)
            return Opened(token, half)
        audit.record(tx, "nobody", "sign-in refused", person.id if person else "unknown", now)
    raise SignInRefused


def sign_out_everywhere(db: Database, actor: Actor, now: datetime) -> None:
    """End every session of the person who asks, this one too."""
    require(actor, "see today")
    with db.writing() as tx:
        person = members.by_name(tx, actor.name)
        if person is not None:
            people.end_all_sessions(tx, person.id, now)
            audit.record(tx, actor.name, "signed out everywhere", person.id, now)


def sign_out(db: Database, token: str, now: datetime) -> None:
    """End one session; a token that opens nothing is let pass."""
    with db.writing() as tx:
        session = people.session(tx, token_hash(token))
        if session is not None:
            people.end_session(tx, token_hash(token), now)
            audit.record(tx, session.person.name, "signed out", session.person.id, now)


def _needs_second_step(tx: Transaction, person: PersonRecord) -> bool:
    step = second_steps.of(tx, person.id)
    return tx.settings.second_step_required or (step is not None and step.confirmed)


def _password_hash(tx: Transaction, person: PersonRecord | None) -> str | None:
    found = people.by_name(tx, person.name) if person else None
    return found[1] if found else None


def _still(tx: Transaction, person: PersonRecord, kept: str | None) -> bool:
    """Whether this person is active and nobody changed the password while it was checked."""
    found = people.by_name(tx, person.name)
    return found is not None and found[0].state == "active" and found[1] == kept


# --- people and roles -------------------------------------------------------------------------


def listing(db: Database, actor: Actor) -> tuple[PersonRecord, ...]:
    """Everybody who has or had an account."""
    require(actor, "manage people")
    with db.reading() as tx:
        return people.listing(tx)


def find(db: Database, actor: Actor, name: str) -> PersonRecord:
    """The person of this name; raises AccountProblem when there is nobody."""
    require(actor, "manage people")
    with db.reading() as tx:
        person = members.by_name(tx, name)
    if person is None:
        raise AccountProblem("name", f"There is nobody called {name}. See `manage.py users list`.")
    return person


def add_person(db: Database, actor: Actor, name: str, roles: Collection[str], now: datetime) -> str:
    """Add a person with these roles; returns the one-time token of their link."""
    require(actor, "manage people")
    tidy, wanted = members.tidy_name(name), members.known_roles(roles)
    with db.writing() as tx:
        person = members.add(tx, tidy, now)
        for role in wanted:
            people.grant(tx, person, role, actor.name, now)
        audit.record(tx, actor.name, "added person", person, now, ", ".join(wanted))
        return members.give_link(tx, person, now)


def new_link(db: Database, actor: Actor, person: str, now: datetime) -> str:
    """A fresh one-time token: for a forgotten password, or to let somebody back in.

    Links made before no longer work. Somebody who was stopped keeps their roles.
    """
    require(actor, "manage people")
    with db.writing() as tx:
        stopped = members.by_id(tx, person).state == "stopped"
        if stopped:
            people.invite_again(tx, person)
        people.void_links(tx, person, now)
        audit.record(tx, actor.name, "let back in" if stopped else "made link", person, now)
        return members.give_link(tx, person, now)


def change_roles(
    db: Database, actor: Actor, person: str, roles: Collection[str], now: datetime
) -> None:
    """Grant and take away until the person has exactly these roles.

    Nobody gives a role to themselves, and the last administrator keeps theirs. Where anything
    changes, the person's sessions end.
    """
    require(actor, "manage people")
    wanted = members.known_roles(roles)
    with db.writing() as tx:
        tx.in_turn("people")
        record = members.by_id(tx, person)
        _not_to_oneself(actor, record, wanted)
        if "administrator" not in wanted:
            _keep_an_administrator(tx, record)
        _grant(tx, actor, record, wanted, now)
        _revoke(tx, actor, record, wanted, now)
        if set(wanted) != set(record.roles):
            people.end_all_sessions(tx, record.id, now)


def end_sessions(db: Database, actor: Actor, person: str, now: datetime) -> None:
    """Sign somebody out wherever they are: a lost laptop, a tablet left open."""
    require(actor, "manage people")
    with db.writing() as tx:
        people.end_all_sessions(tx, members.by_id(tx, person).id, now)
        audit.record(tx, actor.name, "ended sessions", person, now)


def stop_person(db: Database, actor: Actor, person: str, now: datetime) -> None:
    """Let somebody in no more: every session ends now. The last administrator cannot be stopped."""
    require(actor, "manage people")
    with db.writing() as tx:
        tx.in_turn("people")
        _keep_an_administrator(tx, members.by_id(tx, person))
        people.stop(tx, person)
        people.void_links(tx, person, now)
        people.end_all_sessions(tx, person, now)
        audit.record(tx, actor.name, "stopped person", person, now)


def _grant(
    tx: Transaction, actor: Actor, record: PersonRecord, wanted: tuple[str, ...], now: datetime
) -> None:
    for role in wanted:
        if role not in record.roles:
            people.grant(tx, record.id, role, actor.name, now)
            audit.record(tx, actor.name, "granted role", record.id, now, role)


def _revoke(
    tx: Transaction, actor: Actor, record: PersonRecord, wanted: tuple[str, ...], now: datetime
) -> None:
    for role in record.roles:
        if role not in wanted:
            people.revoke(tx, record.id, role)
            audit.record(tx, actor.name, "took role away", record.id, now, role)


def _not_to_oneself(actor: Actor, record: PersonRecord, wanted: tuple[str, ...]) -> None:
    if record.name == actor.name and not set(wanted) <= set(record.roles):
        raise AccountProblem(
            "roles", "You cannot give a role to yourself. Ask another administrator to do it."
        )


def _keep_an_administrator(tx: Transaction, leaving: PersonRecord) -> None:
    others = (p for p in people.listing(tx) if p.id != leaving.id and p.state == "active")
    if "administrator" in leaving.roles and not any("administrator" in p.roles for p in others):
        raise AccountProblem(
            "person",
            f"{leaving.name} is the last administrator who can sign in. "
            "Make somebody else an administrator first.",
        )
