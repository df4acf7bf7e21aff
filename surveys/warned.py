"""What one person is warned of on Today, by what they may do: never more than their own part."""

from collections.abc import Iterator
from datetime import datetime

from data.database import Database, Transaction
from surveys import alerts, beyond, retention
from surveys.days import in_words
from surveys.grants import sees_response
from surveys.kept_for import TimesProblem, times
from surveys.permissions import Actor, may
from surveys.safeguarding.allegations import is_about_staff
from surveys.safeguarding.late import late
from surveys.safeguarding.waiting import everything
from surveys.waits import Waiting, counted

FOR_AUDITORS = frozenset({"chain_broken", "clock_behind", "clock_jumped"})
"""What an auditor has to know too: whether the log can be trusted, and its times."""


def warnings(db: Database, actor: Actor, now: datetime) -> tuple[Waiting, ...]:
    """What has to be looked at before anything else: children first, then the server."""
    with db.reading() as tx:
        found = [*_late_concerns(tx, actor, now), *_of_server(tx, actor, now)]
        found += _of_reading(tx, actor, now)
    return (*found, *_of_erasing(db, actor, now))


def _late_concerns(tx: Transaction, actor: Actor, now: datetime) -> tuple[Waiting, ...]:
    """Concerns that nobody took within a working hour, for each person who can act on them."""
    found = late(tx, now)
    if may(actor, "read for safety"):
        page, link = "safeguarding", "See open concerns"
        mine = {one.id for one in found.every if sees_response(tx, actor, one.response)}
    elif may(actor, "read concerns about staff"):
        page, link = "allegations", "See what may be about staff"
        mine = _about_staff(tx, actor, now)
    else:
        return ()
    unread, unowned = (
        len([o for o in kind if o.id in mine]) for kind in (found.unread, found.unowned)
    )
    said = [_unread(unread)] if unread else []
    said += [_unowned(unowned)] if unowned else []
    return tuple(Waiting(one, page, link) for one in said)


def about_staff(tx: Transaction, actor: Actor, now: datetime) -> tuple[Waiting, ...]:
    """What waits for the designated officer."""
    if not may(actor, "read concerns about staff"):
        return ()
    count = len(_about_staff(tx, actor, now))
    said = f"{counted(count, 'concern', 'concerns')} may be about somebody who works with children."
    return (Waiting(said, "allegations", "Read what was written"),) if count else ()


def _about_staff(tx: Transaction, actor: Actor, now: datetime) -> set[str]:
    """The ids of open concerns that a designated officer sees."""
    return {
        concern.id
        for one in everything(tx, now)
        if one.concerns and sees_response(tx, actor, one.response) and is_about_staff(tx, one)
        for concern in one.concerns
    }


def _unread(count: int) -> str:
    waits = counted(count, "concern has", "concerns have")
    return f"{waits} waited for more than a working hour, and nobody has read {_them(count)}."


def _unowned(count: int) -> str:
    waits = counted(count, "concern was", "concerns were")
    return (
        f"{waits} read, and for more than a working hour nobody has passed {_them(count)} on or "
        f"closed {_them(count)}."
    )


def _them(count: int) -> str:
    return "it" if count == 1 else "them"


def _of_server(tx: Transaction, actor: Actor, now: datetime) -> Iterator[Waiting]:
    """Operations: all of it for administrators, what the log rests on for auditors."""
    whole = may(actor, "see how the server is")
    if not whole and not may(actor, "see the audit trail"):
        return
    for one in alerts.every(tx, now):
        if whole or one.kind in FOR_AUDITORS:
            yield Waiting(one.sentence, *(("", "") if whole else ("log", "See the log")))


def _of_reading(tx: Transaction, actor: Actor, now: datetime) -> Iterator[Waiting]:
    """Who went far beyond a task this week; they are told of to others than themselves too."""
    if may(actor, "see who looked"):
        for line in beyond.told(tx, now):
            said = f"{line.detail}, on {in_words(line.at)}. Ask what it was about."
            yield Waiting(said, "looked", "See who looked")


def _of_erasing(db: Database, actor: Actor, now: datetime) -> tuple[Waiting, ...]:
    """Answers that are over while nobody has confirmed the times."""
    if not may(actor, "erase answers"):
        return ()
    try:
        if times(db.settings).confirmed:
            return ()
        count = len(retention.due(db, actor, now))
    except TimesProblem as problem:
        return (Waiting(str(problem), "", ""),)
    kept = counted(count, "round was", "rounds were")
    said = f"The answers of {kept} kept for as long as is proposed. {retention.CONFIRM}"
    return (Waiting(said, "", ""),) if count else ()
