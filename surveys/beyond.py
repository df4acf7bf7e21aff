"""Reading far beyond one's task: noticed, told to safeguarding leads and auditors, never stopped.

Whoever opens the answers of very many children in an hour, or asks again and again for what is not
among their surveys and teams, may have a good reason. Somebody else should know and ask.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from data import audit
from data.clock import stamp
from data.database import Transaction
from data.records import AuditRecord
from surveys.alerts import HEARD

WITHIN = timedelta(hours=1)
CHILDREN = 120
"""One child every thirty seconds for a whole hour: whoever reads to hear takes a minute or more."""
REFUSALS = 5
"""Pages offer nobody what they may not see: one is a mistake or an old link, five are not."""
SHOWN_FOR = timedelta(days=7)
"""As long as the weekly list that both roles look at."""
REFUSED = "was refused"
MUCH, OUTSIDE = "told of much reading", "told of refusals"
OPENED = (
    "read words",
    "opened answers",
    "gave statement",
    "gave out what is held",
    "found out who",
)


@dataclass(frozen=True, slots=True)
class Beyond:
    """One person who went far beyond a task in the last hour. `what` is MUCH or OUTSIDE."""

    what: str
    person: str
    count: int

    @property
    def said(self) -> str:
        """A sentence with the person and the count, as the trail keeps it and Today says it."""
        if self.what == MUCH:
            return f"{self.person} opened the answers of {self.count} children within an hour"
        return (
            f"{self.person} asked {self.count} times within an hour for what is not theirs to see"
        )


def note_refusal(tx: Transaction, person: str, subject: str, now: datetime) -> None:
    """Write down that somebody asked for what is not among their surveys and teams."""
    audit.record(tx, person, REFUSED, subject, now, "outside their surveys and teams")


def beyond(tx: Transaction, now: datetime) -> tuple[Beyond, ...]:
    """Who went far beyond a task in the last hour, and was not told of in the last day."""
    lines = audit.since(tx, stamp(now - WITHIN), (*OPENED, REFUSED))
    opened = Counter(
        who for who, _ in {(one.actor, one.subject) for one in lines if one.act in OPENED}
    )
    refused = Counter(one.actor for one in lines if one.act == REFUSED)
    found = [Beyond(MUCH, who, count) for who, count in opened.items() if count > CHILDREN]
    found += [Beyond(OUTSIDE, who, count) for who, count in refused.items() if count >= REFUSALS]
    told = audit.since(tx, stamp(now - timedelta(days=1)), (MUCH, OUTSIDE))
    known = {(one.act, re.split(r" (?:opened|asked) ", one.detail)[0]) for one in told}
    return tuple(one for one in found if (one.what, one.person) not in known)


def tell(tx: Transaction, one: Beyond, now: datetime) -> None:
    """Write down that it is told, which is what Today and the weekly list show."""
    audit.record(tx, HEARD, one.what, "", now, one.said)


def told(tx: Transaction, now: datetime) -> tuple[AuditRecord, ...]:
    """What was told within the last week, the newest first."""
    return tuple(reversed(audit.since(tx, stamp(now - SHOWN_FOR), (MUCH, OUTSIDE))))
