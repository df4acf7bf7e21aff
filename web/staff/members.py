"""Members of staff as rows: finding, naming and adding one, and the one-time link to come in by.

These run inside a transaction of `web/staff/accounts.py`, which asks for permission and audits.
"""

import re
import secrets
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta

from data import people
from data.database import Transaction
from data.records import PersonRecord as PersonRecord
from surveys.permissions import ROLES
from web.sessions import new_token, token_hash

LINK_LIFE = timedelta(hours=24)
TAKEN = frozenset({"heard", "nobody", "the child", "operator", "unknown", "first link"})
"""Whom the trail names where nobody of the staff acted."""
_NAME = re.compile(r"[^\W\d_][\w .,'’()-]{1,79}")


class AccountProblem(ValueError):
    """Something to put right; `field` is name, password, roles, person or link."""

    def __init__(self, field: str, sentence: str) -> None:
        """Say what is wrong and how to fix it, and beside which field."""
        super().__init__(sentence)
        self.field = field


def by_id(tx: Transaction, person: str) -> PersonRecord:
    """The person with this id; raises AccountProblem when there is none."""
    record = people.get(tx, person)
    if record is None:
        raise AccountProblem("person", "There is no such person. Choose again from the list.")
    return record


def by_name(tx: Transaction, name: str) -> PersonRecord | None:
    """The person of this name, however it is spaced or capitalised."""
    wanted = found_as(name)
    return next((p for p in people.listing(tx) if p.name.casefold() == wanted), None)


def found_as(name: str) -> str:
    """A name as people are found by it, however it is spaced, composed or capitalised."""
    return _spaced(name).casefold()


def add(tx: Transaction, name: str, now: datetime) -> str:
    """Add a person, whose name nobody else has; returns the id."""
    tx.in_turn("people")
    if by_name(tx, name):
        raise AccountProblem(
            "name", f"There is already somebody called {name}. Add something that tells them apart."
        )
    person = secrets.token_hex(8)
    people.add(tx, person, name, now)
    return person


def give_link(tx: Transaction, person: str | None, now: datetime) -> str:
    """A one-time token for this person, or for the first administrator when None."""
    token = new_token()
    people.add_link(tx, token_hash(token), person, now + LINK_LIFE)
    return token


def link_address(token: str, origin: str) -> str:
    """The whole address of a one-time link; `origin` is like "https://heard.example"."""
    return f"{origin.rstrip('/')}/staff/welcome/{token}"


def tidy_name(name: str) -> str:
    """A name as it is kept; raises AccountProblem for one that nobody could be called."""
    tidy = _spaced(name)
    if not _NAME.fullmatch(tidy):
        raise AccountProblem(
            "name",
            "Write a name of 2 to 80 letters, such as Asha Rao. It may hold spaces, numbers and "
            "the marks . , ' ( ) and -.",
        )
    if found_as(tidy) in TAKEN:
        raise AccountProblem(
            "name",
            f"The log calls something else “{tidy}”, so nobody can have this name. Write the name "
            "of the person, such as Asha Rao.",
        )
    return tidy


def known_roles(roles: Collection[str]) -> tuple[str, ...]:
    """These roles in our order; raises AccountProblem for none, or for one we do not have."""
    unknown = [role for role in roles if role not in ROLES]
    if unknown or not roles:
        said = f"“{unknown[0]}” is not a role" if unknown else "No role is chosen"
        raise AccountProblem("roles", f"{said}. Choose from {', '.join(ROLES)}.")
    return tuple(role for role in ROLES if role in roles)


def _spaced(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())
