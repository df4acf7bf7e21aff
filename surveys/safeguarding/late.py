"""Concerns that nobody has taken within a working hour: new and unread, or read and left.

Words that raise a concern while a child still writes them count from when the safeguarding team
can see them: when they are sent, or after the idle hour that every notice names.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from data import concerns, responses
from data.clock import moment
from data.comments import IDLE
from data.database import Transaction
from data.records import ConcernRecord
from surveys.days import working_time

WITHIN = timedelta(hours=1)
"""Of working time: out of hours nobody is promised, and the child was told so before starting."""


@dataclass(frozen=True, slots=True)
class Late:
    """`unread`: nobody has opened them. `unowned`: read, and neither passed on nor closed."""

    unread: tuple[ConcernRecord, ...]
    unowned: tuple[ConcernRecord, ...]

    @property
    def every(self) -> tuple[ConcernRecord, ...]:
        """Both kinds."""
        return self.unread + self.unowned


def late(tx: Transaction, now: datetime) -> Late:
    """Every concern that has waited for a working hour without an owner, oldest first."""
    waiting = [
        one
        for one in concerns.open_ones(tx)
        if one.state in ("new", "seen") and working_time(_since(tx, one), now) >= WITHIN
    ]
    return Late(
        unread=tuple(one for one in waiting if one.state == "new"),
        unowned=tuple(one for one in waiting if one.state == "seen"),
    )


def _since(tx: Transaction, one: ConcernRecord) -> datetime:
    """From when on the safeguarding team could see it."""
    raised = moment(_raised_at(tx, one))
    response = responses.get(tx, one.response)
    if response is None or one.cause != "words" or one.state != "new":
        return raised
    if response.state == "started":
        return moment(response.touched_at) + IDLE
    return max(raised, moment(response.submitted_at or one.raised_at))


def _raised_at(tx: Transaction, one: ConcernRecord) -> str:
    """When it came, or came again after a person had taken it up."""
    again = [step.at for step in concerns.steps(tx, one.id) if step.state == "new"]
    return again[-1] if again else one.raised_at
