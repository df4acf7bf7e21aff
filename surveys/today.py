"""Use case: what one member of staff must know today, by their roles.

What is wrong, what must I read now, what is late, and how are the rounds doing. Counts and dates
only: nobody's words are shown here.
"""

from dataclasses import dataclass
from datetime import datetime

from data import actions, comments, concerns, people, reports, responses
from data import rounds as kept_rounds
from data.clock import day
from data.database import Database, Transaction
from data.records import ActionRecord
from surveys import reveal, rounds
from surveys.days import in_words
from surveys.grants import hidden_in, sees_response
from surveys.permissions import Actor, may, require
from surveys.rounds import RoundView
from surveys.waits import Waiting as Waiting
from surveys.waits import counted
from surveys.warned import about_staff, warnings

ACTIONS_UNDER_WAY = ("new", "on_track", "late")


@dataclass(frozen=True, slots=True)
class Today:
    """What waits for one person. `published` are the newest reports, where they may read them."""

    heading: str
    warned: tuple[Waiting, ...]
    to_read: tuple[Waiting, ...]
    late: tuple[Waiting, ...]
    rounds: tuple[RoundView, ...]
    published: tuple[Waiting, ...]


def today(db: Database, actor: Actor, now: datetime) -> Today:
    """What this person must read, what is late and how the open rounds are doing."""
    require(actor, "see today")
    purpose = "safeguarding" if may(actor, "read for safety") else "participation"
    views = rounds.listing(db, actor, purpose) if may(actor, "see rounds") else ()
    with db.reading() as tx:
        to_read = (*_for_safety(tx, actor, now), *_for_themes(actor, views))
        to_read = (*to_read, *about_staff(tx, actor, now), *_held(tx, actor), *_people(tx, actor))
        to_read = (*_wishes(tx, actor, now), *to_read)
        late = (*_late_rounds(tx, actor, views, now), *_late_actions(tx, actor, now))
        published = _published(tx, actor)
    warned = warnings(db, actor, now)
    return Today(
        heading=_heading(warned, to_read, late, published),
        warned=warned,
        to_read=to_read,
        late=late,
        rounds=tuple(view for view in views if view.is_open),
        published=published,
    )


def _heading(
    warned: tuple[Waiting, ...],
    to_read: tuple[Waiting, ...],
    late: tuple[Waiting, ...],
    published: tuple[Waiting, ...],
) -> str:
    """The whole day in one sentence."""
    if warned:
        said = f"{counted(len(warned), 'thing comes', 'things come')} first."
        return warned[0].sentence if len(warned) == 1 and warned[0].page == "safeguarding" else said
    things = counted(len(late), "thing is", "things are")
    if to_read:
        first = _in_short(to_read)
        return f"{first}, and {things} late." if late else f"{first}."
    if late:
        return f"Nothing waits to be read, and {things} late."
    return published[0].sentence if published else "Nothing is waiting for you today."


def _in_short(to_read: tuple[Waiting, ...]) -> str:
    """The first thing to read; comments of several rounds are added up."""
    rounds_to_read = [line for line in to_read if line.round]
    if to_read[0].round and len(rounds_to_read) > 1:
        comments_in_all = sum(line.count for line in rounds_to_read)
        return f"{comments_in_all:,} comments wait to be read in {len(rounds_to_read)} rounds"
    return to_read[0].sentence.rstrip(".")


def _for_safety(tx: Transaction, actor: Actor, now: datetime) -> tuple[Waiting, ...]:
    if not may(actor, "read for safety"):
        return ()
    unseen = hidden_in(tx, actor)
    unread = (
        comments.unread_count(tx, "safeguarding", now=now)
        if not unseen
        else sum(
            comment.round not in unseen for comment in comments.unread(tx, "safeguarding", now=now)
        )
    )
    open_now = len([c for c in concerns.open_ones(tx) if sees_response(tx, actor, c.response)])
    lines = []
    if unread:
        said = counted(unread, "comment has", "comments have")
        lines.append(
            Waiting(f"{said} not been read for safety.", "safeguarding", "Read for safety")
        )
    if open_now:
        said = counted(open_now, "concern is", "concerns are")
        lines.append(Waiting(f"{said} open.", "safeguarding", "See open concerns"))
    return tuple(lines)


def _wishes(tx: Transaction, actor: Actor, now: datetime) -> tuple[Waiting, ...]:
    """Colleagues who ask to find out who a code belongs to: a child may not be safe, so first."""
    if not may(actor, "agree to finding out who"):
        return ()
    waiting = len(reveal.waiting(tx, actor, now))
    if not waiting:
        return ()
    said = counted(waiting, "colleague asks", "wishes of colleagues wait")
    page = "safeguarding" if may(actor, "read for safety") else "allegations"
    return (Waiting(f"{said} to find out who a child is.", page, "Agree or not"),)


def _for_themes(actor: Actor, views: tuple[RoundView, ...]) -> tuple[Waiting, ...]:
    if not may(actor, "give themes"):
        return ()
    return tuple(
        Waiting(
            f"{counted(view.unread, 'comment waits', 'comments wait')} to be read in "
            f"“{view.record.title}”.",
            "read",
            "Read them",
            view.record.id,
            view.unread,
        )
        for view in views
        if view.unread
    )


def _held(tx: Transaction, actor: Actor) -> tuple[Waiting, ...]:
    """What came without a code and nobody has looked at."""
    if not may(actor, "look at what was held"):
        return ()
    waiting = sum(sees_response(tx, actor, one) for one in responses.in_state(tx, "held"))
    if not waiting:
        return ()
    said = counted(waiting, "entry came", "entries came")
    waits = "waits" if waiting == 1 else "wait"
    sentence = f"{said} without a code and {waits} for somebody to look."
    return (Waiting(sentence, "held", "Look at them"),)


def _people(tx: Transaction, actor: Actor) -> tuple[Waiting, ...]:
    if not may(actor, "manage people"):
        return ()
    invited = sum(person.state == "invited" for person in people.listing(tx))
    if not invited:
        return ()
    said = counted(invited, "person has", "people have")
    return (Waiting(f"{said} not set a password yet.", "people", "See people"),)


def _late_rounds(
    tx: Transaction, actor: Actor, views: tuple[RoundView, ...], now: datetime
) -> tuple[Waiting, ...]:
    if not may(actor, "open rounds"):
        return ()
    reported = {report.round for report in reports.published(tx)}
    late = []
    for view in views:
        record = view.record
        if view.is_open and record.closes and record.closes < day(now):
            said = f"“{record.title}” was to close on {in_words(record.closes)} and is still open."
            late.append(Waiting(said, "rounds", "Close it", record.id))
        if record.hear_by and record.hear_by < day(now) and record.id not in reported:
            said = (
                f"Children in “{record.title}” were told they would hear by "
                f"{in_words(record.hear_by)}, and no report is published."
            )
            late.append(Waiting(said, "reports", "Write the report", record.id))
    return tuple(late)


def _late_actions(tx: Transaction, actor: Actor, now: datetime) -> tuple[Waiting, ...]:
    if not may(actor, "keep actions"):
        return ()
    unseen = hidden_in(tx, actor)
    return tuple(
        Waiting(_late_action(action), "actions", "See the action", action.round)
        for action in actions.of_round(tx, None)
        if action.round not in unseen
        if action.status in ACTIONS_UNDER_WAY and action.due < day(now)
    )


def _late_action(action: ActionRecord) -> str:
    return f"“{action.action}” ({action.owner}) was due on {in_words(action.due)}."


def _published(tx: Transaction, actor: Actor) -> tuple[Waiting, ...]:
    if not may(actor, "read published reports"):
        return ()
    unseen = hidden_in(tx, actor)
    titles = {record.id: record.title for record in kept_rounds.listing(tx)}
    return tuple(
        Waiting(
            f"The report on “{titles.get(report.round, report.round)}” was published on "
            f"{in_words(report.published_at)}.",
            "board",
            "Read the report",
            report.round,
        )
        for report in reports.published(tx)
        if report.round not in unseen
    )
