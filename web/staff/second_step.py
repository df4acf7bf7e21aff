"""Use cases of the second step at sign-in: set it up, answer with a code, recover, reset.

They act on a half session: the password was right minutes ago, and nothing is open yet. A code
is taken once, a recovery code too; a full session is a new one with a token of its own.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from data import audit, people, second_steps
from data.clock import moment
from data.database import Database, Transaction
from data.records import PersonRecord
from data.second_steps import SecondStep
from surveys.permissions import Actor, require
from web.sessions import new_token, token_hash
from web.staff import members, recovery, totp
from web.staff.members import AccountProblem

HALF_LIFE = timedelta(minutes=10)
"""How long after the password the second step may come."""
MOST_WRONG = 50
"""Codes that may not fit, one after another, before only an administrator can help."""

_OVER = "Too much time has passed since your password. Sign in again."
_BARRED = (
    f"{MOST_WRONG} codes in a row did not fit. Ask an administrator to reset your second step."
)
_MISFIT = (
    "This code does not fit, or was used before. Wait for the next one in your app; the phone's "
    "time must be right."
)


@dataclass(frozen=True, slots=True)
class Half:
    """Whose second step is next; `secret` while it is still to be set up, else None."""

    name: str
    secret: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Full:
    """The token of a session that opens pages, and recovery codes to show this once."""

    token: str = field(repr=False)
    codes: tuple[str, ...] = field(default=(), repr=False)


def look(db: Database, half: str, now: datetime) -> Half:
    """What comes next for this half session; a secret is made where there is none.

    Raises AccountProblem ("link") when the half session is over.
    """
    with db.writing() as tx:
        person = _half(tx, half, now)
        step = second_steps.of(tx, person.id)
        if step is None:
            second_steps.keep(tx, person.id, totp.new_secret(), now)
            step = _known(tx, person)
        return Half(person.name, None if step.confirmed else step.secret)


def answer(db: Database, half: str, typed: str, now: datetime) -> Full:
    """Take the code of an app, or a recovery code, for a full session.

    The first code of all sets the second step up and makes the recovery codes. Raises
    AccountProblem ("code") for a code that does not fit, was used, or one too many.
    """
    number = recovery.number_of(typed)
    fits = _recovers(db, half, number, typed, now) if number else False
    made = _first_codes(db, half, typed, now)
    with db.writing() as tx:
        person = _half(tx, half, now)
        step = _known(tx, person)
        how = _accepted(tx, person, step, typed, number if fits else None, now)
        if how is not None:
            return _opened(tx, person, half, how, made if not step.confirmed else None, now)
        second_steps.count_wrong(tx, person.id)
        audit.record(tx, person.name, "second step refused", person.id, now)
    raise AccountProblem("code", _MISFIT)


def codes_left(db: Database, actor: Actor) -> int | None:
    """How many recovery codes the person who asks still has; None without a second step."""
    require(actor, "see today")
    with db.reading() as tx:
        person = members.by_name(tx, actor.name)
        step = second_steps.of(tx, person.id) if person else None
        if person is None or step is None or not step.confirmed:
            return None
        return second_steps.recovery_left(tx, person.id)


def reset(db: Database, actor: Actor, person: str, now: datetime) -> None:
    """Take somebody's second step and recovery codes away: they set it up at the next sign-in.

    Every session of theirs ends. Nobody resets their own: who has found an open session could.
    """
    require(actor, "manage people")
    with db.writing() as tx:
        record = members.by_id(tx, person)
        if record.name == actor.name:
            raise AccountProblem("person", "Ask another administrator to reset your second step.")
        second_steps.forget(tx, person)
        people.end_all_sessions(tx, person, now)
        audit.record(tx, actor.name, "reset second step", person, now)


def _accepted(
    tx: Transaction,
    person: PersonRecord,
    step: SecondStep,
    typed: str,
    recovered: int | None,
    now: datetime,
) -> str | None:
    """How the code lets in, used up; None when it does not."""
    if step.wrong >= MOST_WRONG:
        raise AccountProblem("code", _BARRED)
    if recovered is not None and step.confirmed:
        used = second_steps.use_recovery(tx, person.id, recovered, now)
        return "by recovery code" if used else None
    fitting = totp.fitting_step(step.secret, typed, now)
    if fitting is None or not second_steps.used(tx, person.id, fitting, now):
        return None
    return "by second step"


def _opened(
    tx: Transaction,
    person: PersonRecord,
    half: str,
    how: str,
    made: tuple[tuple[str, ...], tuple[str, ...]] | None,
    now: datetime,
) -> Full:
    if made is not None:
        second_steps.keep_recovery(tx, person.id, made[1])
        audit.record(tx, person.name, "set up second step", person.id, now)
    token = new_token()
    people.end_session(tx, token_hash(half), now)
    people.open_session(tx, token_hash(token), person.id, now)
    audit.record(tx, person.name, "signed in", person.id, now, how)
    return Full(token, made[0] if made else ())


def _first_codes(
    db: Database, half: str, typed: str, now: datetime
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Recovery codes and their hashes where this code will set the second step up.

    Made before the transaction that keeps them: eight Argon2id would hold up everybody's writing.
    """
    with db.reading() as tx:
        step = _known(tx, _half(tx, half, now))
    if step.confirmed or totp.fitting_step(step.secret, typed, now) is None:
        return None
    codes = recovery.make()
    return codes, recovery.hashed(codes)


def _recovers(db: Database, half: str, number: int, typed: str, now: datetime) -> bool:
    with db.reading() as tx:
        kept = second_steps.recovery_hash(tx, _half(tx, half, now).id, number)
    return recovery.fits(typed, kept)


def _half(tx: Transaction, half: str, now: datetime) -> PersonRecord:
    session = people.session(tx, token_hash(half), "half")
    if session is None or now - moment(session.began_at) >= HALF_LIFE:
        raise AccountProblem("link", _OVER)
    return session.person


def _known(tx: Transaction, person: PersonRecord) -> SecondStep:
    step = second_steps.of(tx, person.id)
    if step is None:  # reset meanwhile
        raise AccountProblem("link", _OVER)
    return step
