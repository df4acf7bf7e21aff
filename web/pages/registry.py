"""Every staff page, in the order of the work, with who may open it."""

from collections.abc import Callable
from dataclasses import dataclass

from analysis.pages import actions, board, coding, reports, results, taking_out, themes
from surveys.pages import allegations, held, keying, looked, read, rounds, safeguarding, today
from surveys.permissions import MAY, Actor, Role
from surveys.store import Database
from web.pages import log, people

Draw = Callable[[Database, Actor], None]


@dataclass(frozen=True, slots=True)
class StaffPage:
    """One page: its address ("/today"), its name in the sidebar, who may open it, what draws it."""

    path: str
    title: str
    audience: frozenset[Role]
    draw: Draw
    icon: str


def pages_for(actor: Actor) -> tuple[StaffPage, ...]:
    """The pages that this actor's roles open."""
    return tuple(page for page in PAGES if actor.roles & page.audience)


def _page(path: str, title: str, act: str, draw: Draw, icon: str) -> StaffPage:
    return StaffPage(f"/{path}", title, MAY[act], draw, f":material/{icon}:")


PAGES: tuple[StaffPage, ...] = (
    _page("today", "Today", "see today", today.page, "today"),
    _page("safeguarding", "Keep safe", "read for safety", safeguarding.page, "health_and_safety"),
    _page(
        *("allegations", "About staff", "read concerns about staff"),
        *(allegations.page, "balance"),
    ),
    _page("rounds", "Rounds", "see rounds", rounds.page, "campaign"),
    _page("paper", "Paper", "key in papers", keying.page, "edit_document"),
    _page("read", "Read", "read words", read.page, "menu_book"),
    _page("held", "Without a code", "look at what was held", held.page, "inbox"),
    _page("coding", "Give themes", "give themes", coding.page, "sell"),
    _page("themes", "Themes", "see results", themes.page, "category"),
    _page("results", "Results", "see results", results.page, "bar_chart"),
    _page("actions", "Actions", "keep actions", actions.page, "task_alt"),
    _page("reports", "Reports", "write reports", reports.page, "description"),
    _page("export", "Take out", "take rows out", taking_out.page, "ios_share"),
    _page("board", "Board", "read published reports", board.page, "groups"),
    _page("looked", "Who looked", "see who looked", looked.page, "visibility"),
    _page("log", "Log", "see the audit trail", log.page, "receipt_long"),
    _page("people", "People", "manage people", people.page, "badge"),
)
