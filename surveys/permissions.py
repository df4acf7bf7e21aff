"""Who may do what: one table, deny by default, asked by every use case."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["participation", "safeguarding", "designated", "board", "administrator", "auditor"]
ROLES: tuple[Role, ...] = (
    *("participation", "safeguarding", "designated"),
    *("board", "administrator", "auditor"),
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting. An operator at the command line is `operator:<system user>` with all roles.

    `surveys` and `teams` are the only ones whose rounds they see (`surveys/grants.py`); None: all.
    """

    name: str
    roles: frozenset[str]
    surveys: frozenset[str] | None = None
    teams: frozenset[str] | None = None


class NotAllowed(PermissionError):
    """This actor's roles do not allow this act."""


MAY: dict[str, frozenset[Role]] = {
    "see today": frozenset(ROLES),
    "open rounds": frozenset({"participation"}),
    "see rounds": frozenset({"participation", "safeguarding", "administrator"}),
    "make invitations": frozenset({"participation"}),
    "key in papers": frozenset({"participation"}),
    "give statement": frozenset({"participation", "safeguarding"}),
    "read words": frozenset({"participation", "safeguarding"}),
    "look at what was held": frozenset({"participation"}),
    "read for safety": frozenset({"safeguarding"}),
    "read concerns about staff": frozenset({"designated"}),
    "find out who": frozenset({"safeguarding"}),
    "agree to finding out who": frozenset({"safeguarding", "designated"}),
    "see who looked": frozenset({"safeguarding", "auditor"}),
    "take rows out": frozenset({"participation"}),
    "give themes": frozenset({"participation"}),
    "see results": frozenset({"participation", "safeguarding"}),
    "keep actions": frozenset({"participation"}),
    "write reports": frozenset({"participation"}),
    "read published reports": frozenset({"participation", "safeguarding", "board"}),
    "import responses": frozenset({"participation"}),
    "erase answers": frozenset({"administrator"}),
    "give out what is held": frozenset({"participation", "safeguarding"}),
    "see how the server is": frozenset({"administrator"}),
    "manage people": frozenset({"administrator"}),
    "see the audit trail": frozenset({"auditor"}),
}


def may(actor: Actor, act: str) -> bool:
    """Whether one of the actor's roles allows this act; one that is not listed is never allowed."""
    return bool(actor.roles & MAY.get(act, frozenset()))


def require(actor: Actor, act: str) -> None:
    """Raise NotAllowed, with a sentence for the page, unless the actor may do this."""
    if not may(actor, act):
        raise NotAllowed(f"{actor.name} may not {act}. Ask an administrator if you need to.")


def operator(system_user: str) -> Actor:
    """The person at the command line of the server: the machine's own permissions let them in."""
    return Actor(f"operator:{system_user}", frozenset(ROLES) - {"board"})
