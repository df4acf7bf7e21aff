"""Every staff page, in the order of the work, with who may open it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module

from surveys.permissions import MAY, Actor, Role
from surveys.store import Database

Draw = Callable[[Database, Actor], None]


@dataclass(frozen=True, slots=True)
class StaffPage:
    """One page: its address ("/today"), its name in the sidebar, who may open it, what draws it."""

    path: str
    title: str
    audience: frozenset[Role]
    draw: Draw
    icon: str
    module: str


def pages_for(actor: Actor) -> tuple[StaffPage, ...]:
    """The pages that this actor's roles open."""
    return tuple(page for page in PAGES if actor.roles & page.audience)


def _page(path: str, title: str, act: str, module: str, icon: str) -> StaffPage:
    draw = partial(_draw, module)
    return StaffPage(f"/{path}", title, MAY[act], draw, f":material/{icon}:", module)


def _draw(module: str, db: Database, actor: Actor) -> None:
    """Import the page when it is first opened, and draw it."""
    import_module(module).page(db, actor)


PAGES: tuple[StaffPage, ...] = (
    _page("today", "Today", "see today", "surveys.pages.today", "today"),
    _page(
        "safeguarding",
        "Keep safe",
        "read for safety",
        "surveys.pages.safeguarding",
        "health_and_safety",
    ),
    _page("rounds", "Rounds", "see rounds", "surveys.pages.rounds", "campaign"),
    _page("read", "Read", "read words", "surveys.pages.read", "menu_book"),
    _page("coding", "Give themes", "give themes", "analysis.pages.coding", "sell"),
    _page("themes", "Themes", "see results", "analysis.pages.themes", "category"),
    _page("results", "Results", "see results", "analysis.pages.results", "bar_chart"),
    _page("actions", "Actions", "keep actions", "analysis.pages.actions", "task_alt"),
    _page("reports", "Reports", "write reports", "analysis.pages.reports", "description"),
    _page("board", "Board", "read published reports", "analysis.pages.board", "groups"),
    _page("people", "People", "manage people", "web.pages.people", "badge"),
)
