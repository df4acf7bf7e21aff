"""Use cases about actions: what adults will do about what children said, owned and dated.

"Done" is not "made a difference": the status says what was done, `difference` what came of it,
and `told_children_on` when the children heard. What was done and what difference it made are
changed separately.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime

from data import actions, audit
from data.clock import day, stamp
from data.database import Database, Transaction
from data.records import ActionRecord as ActionRecord
from surveys.grants import hidden_in, within
from surveys.permissions import Actor, require
from surveys.rounds import known

MOVES: dict[str, frozenset[str]] = {
    "new": frozenset({"on_track", "late", "done", "cannot"}),
    "on_track": frozenset({"late", "done", "cannot"}),
    "late": frozenset({"on_track", "done", "cannot"}),
    "done": frozenset({"on_track"}),
    "cannot": frozenset({"on_track"}),
}
"""The states of an action and where each may go; the diagram in the docs is made from this."""

NAMES = {
    "new": "New",
    "on_track": "On track",
    "late": "Late",
    "done": "Done",
    "cannot": "Cannot be done",
}
LONGEST = 500
CHANGED = (
    "Somebody else has changed this action since you opened it, so yours was not kept. Look at it "
    "as it stands now, and begin again from there."
)


class ActionRefused(ValueError):
    """An action cannot be kept like this. `problems`: each says where, what and how to fix it."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """Keep every problem; the message is all of them."""
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person writes for an action. `due` and `told_children_on` are days, "" for none."""

    said: str
    action: str
    owner: str
    due: str
    measure: str
    theme: str | None = None
    status: str = "new"
    reason: str = ""
    difference: str = ""
    told_children_on: str = ""


def add(db: Database, actor: Actor, round_id: str, wanted: Wanted, now: datetime) -> ActionRecord:
    """Keep a new action; raises ActionRefused with everything that is missing."""
    require(actor, "keep actions")
    within(db, actor, round_id)
    _refuse(_problems(wanted, now))
    with db.writing() as tx:
        known(tx, actor, round_id)
        new = ActionRecord(
            id=secrets.token_hex(8),
            round=round_id,
            theme=wanted.theme,
            said="",
            action="",
            owner="",
            due="",
            measure="",
            status="new",
            reason="",
            difference="",
            told_children_on=None,
            made_at=stamp(now),
            made_by=actor.name,
        )
        record = _written(new, replace(wanted, status="new"))
        actions.add(tx, record)
        audit.record(tx, actor.name, "added action", record.id, now, round_id)
    return record


def change(
    db: Database, actor: Actor, seen: ActionRecord, wanted: Wanted, now: datetime
) -> ActionRecord:
    """Write over an action as it was `seen`, moving its status where that is allowed.

    Raises ActionRefused, also where somebody else has changed the action since it was seen.
    """
    require(actor, "keep actions")
    with db.reading() as tx:
        about = _standing(tx, seen.id).round
    within(db, actor, about)
    with db.writing() as tx:
        tx.in_turn("actions")
        standing = _standing(tx, seen.id)
        if standing != seen:
            raise ActionRefused((CHANGED,))
        _refuse((*_problems(wanted, now), *_move_problems(standing, wanted)))
        record = _written(standing, wanted)
        actions.change(tx, record)
        audit.record(tx, actor.name, "changed action", record.id, now, record.status)
    return record


def listing(db: Database, actor: Actor, round_id: str | None = None) -> tuple[ActionRecord, ...]:
    """The actions of a round, or of all rounds, the earliest due first."""
    require(actor, "keep actions")
    within(db, actor, round_id)
    with db.reading() as tx:
        unseen = hidden_in(tx, actor)
        return tuple(one for one in actions.of_round(tx, round_id) if one.round not in unseen)


def is_late(record: ActionRecord, now: datetime) -> bool:
    """Whether its day has passed, or somebody marked it late, and it is still to be done."""
    return record.status not in ("done", "cannot") and (
        record.status == "late" or record.due < day(now)
    )


def _standing(tx: Transaction, action: str) -> ActionRecord:
    standing = actions.get(tx, action)
    if standing is None:
        raise ActionRefused((f"There is no action “{action}”. Choose one from the list.",))
    return standing


def _written(standing: ActionRecord, wanted: Wanted) -> ActionRecord:
    return replace(
        standing,
        theme=wanted.theme,
        said=wanted.said.strip(),
        action=wanted.action.strip(),
        owner=wanted.owner.strip(),
        due=wanted.due,
        measure=wanted.measure.strip(),
        status=wanted.status,
        reason=wanted.reason.strip(),
        difference=wanted.difference.strip(),
        told_children_on=wanted.told_children_on or None,
    )


_NEEDED = {
    "said": "What children said is empty. Say in a sentence what this action answers.",
    "action": "The action is empty. Say what adults will do.",
    "owner": "The owner is empty. Name the person or post who answers for it.",
    "due": "The due date is empty. Give the day by which it is done, like 2027-01-31.",
    "measure": "The measure is empty. Say now how anybody will know that it worked.",
}


def _problems(wanted: Wanted, now: datetime) -> tuple[str, ...]:
    """Everything that is missing or does not fit, each as a sentence with its fix."""
    found = [problem for name, problem in _NEEDED.items() if not getattr(wanted, name).strip()]
    for name in ("said", "action", "owner", "measure", "reason", "difference"):
        if len(getattr(wanted, name)) > LONGEST:
            found.append(f"The text of “{name}” is longer than {LONGEST} characters. Shorten it.")
    for name, text in (
        ("due date", wanted.due),
        ("day children were told", wanted.told_children_on),
    ):
        if text and not _is_day(text):
            found.append(f"“{text}” ({name}) is not a day. Write it like 2027-01-31.")
    if wanted.told_children_on > day(now) and _is_day(wanted.told_children_on):
        found.append("The day children were told is still to come. Fill it in when they have been.")
    if wanted.status == "cannot" and not wanted.reason.strip():
        found.append(
            "This cannot be done, but no reason is given. Say why, as children may read it."
        )
    return tuple(found)


def _move_problems(standing: ActionRecord, wanted: Wanted) -> tuple[str, ...]:
    allowed = MOVES[standing.status] | {standing.status}
    if wanted.status in allowed:
        return ()
    names = ", ".join(NAMES[status].lower() for status in MOVES if status in allowed)
    now = NAMES[standing.status].lower()
    return (f"The status is “{now}” and can become: {names}. Choose one of these.",)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _refuse(problems: tuple[str, ...]) -> None:
    if problems:
        raise ActionRefused(problems)
