"""Use cases of work accounts: come in with one, and tie one to a person by their one-time link."""

from datetime import datetime

from data import audit, identities, people
from data.database import Database, Transaction
from web.oidc import Identity
from web.sessions import new_token, token_hash
from web.staff import members
from web.staff.accounts import Opened
from web.staff.members import AccountProblem

UNKNOWN = (
    "This work account is not known here. Ask an administrator of Heard for a link, open it, and "
    "choose your work account there."
)


def come_in(db: Database, who: Identity, link: str, now: datetime) -> Opened:
    """A session for the person whose work account this is; raises AccountProblem.

    A one-time link that is open in the same browser ties the account to its person first. Where
    the provider tells of no second step the session is a half one: our own step follows.
    """
    token = new_token()
    with db.writing() as tx:
        person = _tied(tx, who, link, now) or identities.person_of(tx, who.issuer, who.subject)
        record = people.get(tx, person) if person else None
        if record is not None and record.state == "active":
            kind = "full" if who.mfa else "half"
            people.open_session(tx, token_hash(token), record.id, now, kind=kind)
            act = "signed in" if who.mfa else "came with a work account"
            audit.record(tx, record.name, act, record.id, now, "by work account")
            return Opened(token, half=not who.mfa)
        audit.record(tx, "nobody", "sign-in refused", person or "unknown", now, "by work account")
    raise AccountProblem("link", UNKNOWN)


def _tied(tx: Transaction, who: Identity, link: str, now: datetime) -> str | None:
    """The person of a one-time link that works, now with this account; None without such a link."""
    tx.in_turn("people")
    works, person = people.find_link(tx, token_hash(link), now)
    if not works or person is None or members.by_id(tx, person).state == "stopped":
        return None
    owner = identities.person_of(tx, who.issuer, who.subject)
    if owner not in (None, person):
        return None
    people.use_link(tx, token_hash(link), now)
    identities.link(tx, who.issuer, who.subject, person, now)
    people.end_all_sessions(tx, person, now)
    audit.record(tx, members.by_id(tx, person).name, "tied work account", person, now)
    return person
