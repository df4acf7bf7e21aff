"""Answers that a child took back: erased here, after a restore again, and in the backups.

The ledger tells of them, so that a backup from before brings nothing of them back. What was
raised as a concern stays, and with it whose code it was.
"""

from datetime import datetime

from sqlalchemy import delete, func, select

from data import codings, concerns, erasing, ledger, receipts, responses, sittings
from data.database import Database, Transaction
from data.tables import keyholders
from data.tables import responses as t


def erase(tx: Transaction, response: str, now: datetime, *, but: str = "") -> None:
    """Erase a response that its child takes back, but for what was raised as a concern.

    Its words open nothing more, nor does any device but the sitting `but`. With nothing to keep
    its key goes, and the name or case number of its code.
    """
    raised = [concern.question for concern in concerns.of_response(tx, response)]
    questions = [one.question for one in responses.answers_of(tx, response, b"", only=())]
    if not raised:
        invitation = select(t.c.invitation).where(t.c.id == response).scalar_subquery()
        tx.run(delete(keyholders).where(keyholders.c.invitation == invitation))
    responses.forget(tx, response, raised)
    codings.forget(tx, response, questions)
    receipts.drop(tx, response)
    sittings.end_all(tx, response, now, but=but)


def erase_again(database: Database, now: datetime) -> int:
    """After a restore: take back what was taken back since the backup; how many came back."""
    told = (line for line in ledger.read(database.settings) if line.content == ledger.TAKEN_BACK)
    back = 0
    with database.writing() as tx:
        for line in told:
            kept = responses.get(tx, line.response)
            if kept is not None and kept.state != "withdrawn":
                erase(tx, line.response, now)
                back += 1
    return back


def remember(database: Database) -> int:
    """Write down what was taken back whole, so that the backups forget it; how many are new."""
    known = set(erasing.erased(database.settings))
    gone = (t.c.state == "withdrawn") & (func.length(t.c.wrapped_key) == 0)
    with database.reading() as tx:
        ids = tx.run(select(t.c.id).where(gone).order_by(t.c.id)).scalars()
        new = [one for one in ids if one not in known]
    if new:
        erasing.remember(database.settings, new)
    return len(new)
