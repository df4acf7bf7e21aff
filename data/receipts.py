"""Queries about receipts: the four words that open a sent response again, as a keyed hash."""

from sqlalchemy import delete, insert, select

from data.database import Transaction
from data.tables import receipts as t


def keep(tx: Transaction, response: str, lookup: str, number: int, sitting: str) -> None:
    """Keep the hash of a response's words, and which sitting was told them."""
    row = {"response": response, "lookup": lookup, "number": number, "sitting": sitting}
    tx.run(insert(t).values(row))


def is_taken(tx: Transaction, lookup: str) -> bool:
    """Whether another response has these words."""
    return tx.run(select(t.c.response).where(t.c.lookup == lookup)).first() is not None


def number_of(tx: Transaction, response: str, sitting: str) -> int | None:
    """Which try gave this response its words; None where this sitting was not told them."""
    query = select(t.c.number).where(t.c.response == response, t.c.sitting == sitting)
    number: int | None = tx.run(query).scalar()
    return number


def response_of(tx: Transaction, lookup: str) -> str | None:
    """The response that these words open, or None."""
    found: str | None = tx.run(select(t.c.response).where(t.c.lookup == lookup)).scalar()
    return found


def drop(tx: Transaction, response: str) -> None:
    """Make a response's words open nothing any more."""
    tx.run(delete(t).where(t.c.response == response))
