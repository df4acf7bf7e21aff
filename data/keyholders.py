"""Who an invitation belongs to: a name or case number, sealed, kept only where staff gave one."""

from sqlalchemy import insert, select

from data.database import Transaction
from data.tables import keyholders as t
from data.tables import responses

_PLACE = "keyholders|reference"


def add(tx: Transaction, invitation: str, reference: str) -> None:
    """Keep whom an invitation is for, sealed with a key of its own."""
    wrapped, key = tx.new_key(invitation)
    row = {"invitation": invitation, "wrapped_key": wrapped}
    tx.run(insert(t).values(**row, reference=key.seal(reference, _PLACE)))


def is_kept(tx: Transaction, invitation: str) -> bool:
    """Whether it is kept whom an invitation is for, also while nobody has used it."""
    return tx.run(select(t.c.invitation).where(t.c.invitation == invitation)).first() is not None


def of_response(tx: Transaction, response: str) -> str | None:
    """Whom the invitation of a response was for; None where nothing was kept or the link is cut."""
    query = select(t).join(responses, responses.c.invitation == t.c.invitation)
    row = tx.run(query.where(responses.c.id == response)).first()
    if row is None:
        return None
    return tx.vault.open_key(row.wrapped_key, row.invitation).open(row.reference, _PLACE)
