"""Work accounts: a person's identity at the authority's own sign-in, by (issuer, subject)."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from data.access_tables import identities as t
from data.clock import stamp
from data.database import Transaction
from data.tables import people


def person_of(tx: Transaction, issuer: str, subject: str) -> str | None:
    """The id of the person whose identity this is, or None."""
    here = (t.c.issuer == issuer) & (t.c.subject == subject)
    found: str | None = tx.run(select(t.c.person).where(here)).scalar()
    return found


def link(tx: Transaction, issuer: str, subject: str, person: str, now: datetime) -> None:
    """Keep that this identity is this person's, in the place of one they had; they are active."""
    tx.run(delete(t).where(t.c.person == person))
    row = {"issuer": issuer, "subject": subject, "person": person, "linked_at": stamp(now)}
    tx.run(insert(t).values(row))
    tx.run(update(people).where(people.c.id == person).values(state="active"))
