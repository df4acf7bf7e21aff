"""Use case: what one member of staff must know today, by their roles.

Three questions: what must I read now, what is late, and how are the rounds doing. Counts and
dates only: nobody's words are opened here.
"""

from dataclasses import dataclass
from datetime import datetime

from data import actions, comments, concerns, people, reports
from data import rounds as kept_rounds
from data.clock import day, stamp
from data.database import Database, Transaction
from data.records import ActionRecord
from surveys import rounds
from surveys.days import in_words, working_day_before
from surveys.permissions import Actor, may, require
from surveys.rounds import RoundView

ACTIONS_UNDER_WAY = ("new", "on_track", "late")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: a sentence, and the page where it is done.

    `round` is set where the page opens on one round; `link` says what the page is for; `count`
    is how many comments wait there.
    """

    sentence: str
    page: str
    link: str
    round: str | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Today:
    """What waits for one person. `published` are the newest reports, where they may read them."""

    heading: str
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
        to_read = (*_for_safety(tx, actor, now), *_for_themes(actor, views), *_people(tx, actor))
        late = (*_late_concerns(tx, actor, now), *_late_rounds(tx, actor, views, now))
        late = (*late, *_late_actions(tx, actor, now))
        published = _published(tx, actor)
    return Today(
        heading=_heading(to_read, late, published),
        to_read=to_read,
        late=late,
        rounds=tuple(view for view in views if view.is_open),
        published=published,
    )


def counted(number: int, one: str, many: str) -> str:
    """ "1 comment is" or "1,200 comments are"."""
    return f"{number:,} {one if number == 1 else many}"


def _heading(
    to_read: tuple[Waiting, ...], late: tuple[Waiting, ...], published: tuple[Waiting, ...]
) -> str:
    """The whole day in one sentence."""
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
    unread = comments.unread_count(tx, "safeguarding", now=now)
    open_now = concerns.open_count(tx)
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


def _people(tx: Transaction, actor: Actor) -> tuple[Waiting, ...]:
    if not may(actor, "manage people"):
        return ()
    invited = sum(person.state == "invited" for person in people.listing(tx))
    if not invited:
        return ()
    said = counted(invited, "person has", "people have")
    return (Waiting(f"{said} not set a password yet.", "people", "See people"),)


def _late_concerns(tx: Transaction, actor: Actor, now: datetime) -> tuple[Waiting, ...]:
    if not may(actor, "read for safety"):
        return ()
    since = stamp(working_day_before(now))
    waiting = [c for c in concerns.open_ones(tx) if c.state == "new" and c.raised_at <= since]
    if not waiting:
        return ()
    said = counted(len(waiting), "concern has", "concerns have")
    sentence = f"{said} waited for more than a working day without being seen."
    return (Waiting(sentence, "safeguarding", "See open concerns"),)


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
    return tuple(
        Waiting(_late_action(action), "actions", "See the action", action.round)
        for action in actions.of_round(tx, None)
        if action.status in ACTIONS_UNDER_WAY and action.due < day(now)
    )


def _late_action(action: ActionRecord) -> str:
    return f"“{action.action}” ({action.owner}) was due on {in_words(action.due)}."


def _published(tx: Transaction, actor: Actor) -> tuple[Waiting, ...]:
    if not may(actor, "read published reports"):
        return ()
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
    )
