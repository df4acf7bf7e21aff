"""Who may do what: one table, deny by default, asked by every use case."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["participation", "safeguarding", "board", "administrator"]
ROLES: tuple[Role, ...] = ("participation", "safeguarding", "board", "administrator")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting. An operator at the command line is `operator:<system user>` with all roles."""

    name: str
    roles: frozenset[str]


class NotAllowed(PermissionError):
    """This actor's roles do not allow this act."""


MAY: dict[str, frozenset[Role]] = {
    "see today": frozenset(ROLES),
    "open rounds": frozenset({"participation"}),
    "see rounds": frozenset({"participation", "safeguarding", "administrator"}),
    "make invitations": frozenset({"participation"}),
    "read words": frozenset({"participation", "safeguarding"}),
    "read for safety": frozenset({"safeguarding"}),
    "find out who": frozenset({"safeguarding"}),
    "give themes": frozenset({"participation"}),
    "see results": frozenset({"participation", "safeguarding"}),
    "keep actions": frozenset({"participation"}),
    "write reports": frozenset({"participation"}),
    "read published reports": frozenset({"participation", "safeguarding", "board"}),
    "import responses": frozenset({"participation"}),
    "manage people": frozenset({"administrator"}),
    "see the audit trail": frozenset({"administrator"}),
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
