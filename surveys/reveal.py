"""Use case: find out whose words these are, when somebody may not be safe.

Only the safeguarding lead, only with a reason, and never without a line in the audit trail.
"""

from datetime import datetime

from data import audit, keyholders
from data.database import Database
from surveys.permissions import Actor, require

SHORTEST_REASON = 10


class RevealRefused(ValueError):
    """It cannot be found out like this; the message says what to do."""


def find_out_who(db: Database, actor: Actor, response: str, reason: str, now: datetime) -> str:
    """The name or case number that staff kept with the child's code; raises RevealRefused.

    The reason is kept in the audit trail, also when nothing was found.
    """
    require(actor, "find out who")
    why = reason.strip()
    if len(why) < SHORTEST_REASON:
        raise RevealRefused(
            "Write in a few words why you need to know. It is kept, with your name."
        )
    with db.writing() as tx:
        audit.record(tx, actor.name, "found out who", response, now, why[:200])
        found = keyholders.of_response(tx, response)
    if found is None:
        raise RevealRefused(
            "No name or case number was kept with this child's code, so Heard cannot tell. Ask "
            "the participation team who was given codes for this round."
        )
    return found
