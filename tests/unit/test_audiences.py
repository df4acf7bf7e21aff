"""Who may open which page and use which use case: the whole list, held against the roles.

A page hidden in the sidebar is no protection, so the use cases are called, not the pages. Every
public function of the layers that takes a database and an actor is found by its signature; a
new one has to be entered here before this test passes.
"""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

import analysis
import surveys
import web
from surveys.permissions import MAY, ROLES, Actor, NotAllowed, operator
from web.pages.registry import PAGES, pages_for

P, S, B, A = "participation", "safeguarding", "board", "administrator"
D, L = "designated", "auditor"
EVERYBODY = {P, S, D, B, A, L}

PAGE_AUDIENCES = {
    "/today": EVERYBODY,
    "/safeguarding": {S},
    "/allegations": {D},
    "/rounds": {P, S, A},
    "/paper": {P},
    "/read": {P, S},
    "/held": {P},
    "/coding": {P},
    "/themes": {P, S},
    "/results": {P, S},
    "/actions": {P},
    "/reports": {P},
    "/export": {P},
    "/board": {P, S, B},
    "/looked": {S, L},
    "/log": {L},
    "/people": {A},
}
FIRST_USE_CASE = {
    "/today": "surveys.today.today",
    "/safeguarding": "surveys.safeguarding.queue.queue",
    "/allegations": "surveys.safeguarding.allegations.allegations",
    "/rounds": "surveys.rounds.listing",
    "/read": "surveys.reading.response_lines",
    "/paper": "surveys.keying.papers.desk",
    "/held": "surveys.held.listing",
    "/coding": "analysis.coding.comments_to_code",
    "/themes": "analysis.themes.theme_summary",
    "/results": "analysis.results.report",
    "/actions": "analysis.actions.listing",
    "/reports": "analysis.reports.drafting",
    "/export": "analysis.rows.about_rows",
    "/board": "analysis.reports.published",
    "/log": "surveys.log.look_through",
    "/looked": "surveys.looked.looked",
    "/people": "web.staff.accounts.listing",
}
USE_CASES = {
    "surveys.today.today": EVERYBODY,
    "surveys.rounds.open_round": {P},
    "surveys.rounds.listing": {P, S, A},
    "surveys.rounds.view": {P, S, A},
    "surveys.rounds.set_counts": {P},
    "surveys.rounds.close_round": {P},
    "surveys.besides.besides": {P, S, A},
    "surveys.invitations.make": {P},
    "surveys.invitations.not_reached": {P, S, A},
    "surveys.paper.merge.write_to": {P},
    "surveys.paper.merge.slips_for": {P},
    "surveys.paper.blanks.of_round": {P, S, A},
    "surveys.paper.statement.statement": {P, S},
    "surveys.importing.taking.import_responses": {P},
    "surveys.reveal.ask_who": {S},
    "surveys.reveal.my_wish": {S},
    "surveys.reveal.to_agree": {S, D},
    "surveys.reveal.decide_wish": {S, D},
    "surveys.reveal.find_out_who": {S},
    "surveys.looked.looked": {S, L},
    "surveys.log.look_through": {L},
    "surveys.log.take_out": {L},
    "surveys.log.verify": {L},
    "surveys.reading.response_lines": {P, S},
    "surveys.reading.open_response": {P, S},
    "surveys.reading.words_to_read": {P, S},
    "surveys.reading.mark_read": {P, S},
    "surveys.keying.papers.desk": {P},
    "surveys.keying.drafts.begin": {P},
    "surveys.keying.drafts.keep": {P},
    "surveys.keying.drafts.finish": {P},
    "surveys.keying.drafts.throw_away": {P},
    "surveys.keying.second.take_up": {P},
    "surveys.keying.second.open_paper": {P},
    "surveys.keying.second.correct": {P},
    "surveys.keying.second.confirm": {P},
    "surveys.held.listing": {P},
    "surveys.held.count_it": {P},
    "surveys.held.set_aside": {P},
    "surveys.held.bring_back": {P},
    "surveys.retention.due": {A},
    "surveys.retention.erase_due": {A},
    "surveys.retention.erase_response": {A},
    "surveys.all_held.all_held": {P, S},
    "surveys.concerns.mark_read": {S},
    "surveys.concerns.mark_plain_read": {S},
    "surveys.concerns.pass_on": {S},
    "surveys.concerns.close": {S},
    "surveys.concerns.raise_concern": {P, S},
    "surveys.safeguarding.queue.queue": {S},
    "surveys.safeguarding.queue.decision_log": {S},
    "surveys.safeguarding.allegations.allegations": {D},
    "analysis.coding.comments_to_code": {P},
    "analysis.coding.decide": {P},
    "analysis.coding.fits_no_theme": {P},
    "analysis.coding.undo": {P},
    "analysis.coding.make_suggestions": {P},
    "analysis.coding.mood_order": {P},
    "analysis.themes.theme_summary": {P, S},
    "analysis.results.report": {P, S},
    "analysis.actions.add": {P},
    "analysis.actions.change": {P},
    "analysis.actions.listing": {P},
    "analysis.reports.drafting": {P},
    "analysis.reports.write_text": {P},
    "analysis.reports.publish": {P},
    "analysis.reports.published": {P, S, B},
    "analysis.reports.read": {P, S, B},
    "analysis.reports.newest": {P, S, B},
    "analysis.exports.export": {P, S, B},
    "analysis.rows.about_rows": {P},
    "analysis.rows.take_rows": {P},
    "web.staff.accounts.listing": {A},
    "web.staff.accounts.find": {A},
    "web.staff.accounts.add_person": {A},
    "web.staff.accounts.new_link": {A},
    "web.staff.accounts.change_roles": {A},
    "web.staff.accounts.stop_person": {A},
    "web.staff.accounts.end_sessions": {A},
    "web.staff.sight.choices": {A},
    "web.staff.sight.of": {A},
    "web.staff.sight.limit": {A},
    "web.staff.accounts.sign_out_everywhere": EVERYBODY,
    "web.staff.second_step.codes_left": EVERYBODY,
    "web.staff.second_step.reset": {A},
}

SENSIBLE = {"kind": "html"}
"""Arguments that are looked at before the actor, with a value that passes."""
INSIDE_OTHERS = {
    "surveys.reading.note_reading",
    "surveys.reading.note_look",
    "surveys.grants.within",
    "surveys.grants.within_response",
    "surveys.grants.within_plan",
    "surveys.grants.within_team",
    "surveys.grants.hidden",
    "surveys.warned.warnings",
}
"""Parts of use cases that have asked: audit lines, hidden rounds, Today's warnings."""

UseCase = Callable[..., Any]


def modules() -> Iterator[ModuleType]:
    """Every module of the layers that use `data`, but for pages and commands, which call them."""
    for package in (surveys, analysis, web):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not {"pages", "commands", "main"} & set(found.name.split(".")):
                yield import_module(found.name)


def use_cases() -> dict[str, UseCase]:
    return {
        f"{module.__name__}.{name}": found
        for module in modules()
        for name, found in inspect.getmembers(module, inspect.isfunction)
        if found.__module__ == module.__name__
        and not name.startswith("_")
        and list(inspect.signature(found).parameters)[:2] == ["db", "actor"]
    }


def call(use_case: UseCase, db: Any, actor: Actor) -> None:
    """Call with nothing sensible but the actor: who may not, is refused before anything else."""
    wanted = list(inspect.signature(use_case).parameters.values())[2:]
    values = {p.name: SENSIBLE.get(p.name, "") for p in wanted if p.default is p.empty}
    use_case(db, actor, **values)


def titles(role: str) -> list[str]:
    return [page.title for page in pages_for(Actor("Somebody", frozenset({role})))]


def outsiders(allowed: set[str]) -> list[Actor]:
    """Somebody with each role that does not allow it, with all of them, and with none."""
    others = [role for role in ROLES if role not in allowed]
    each = [Actor(f"Mallory {role}", frozenset({role})) for role in others]
    return [*each, Actor("Mallory Outside", frozenset(others)), Actor("Nobody Yet", frozenset())]


def lets_in(use_case: UseCase, db: Any, role: str) -> bool:
    """Whether a use case goes past its question for permission; nonsense may stop it later."""
    try:
        call(use_case, db, Actor(f"Somebody of {role}", frozenset({role})))
    except NotAllowed as refused:  # past it: the board is told that nothing is published yet
        return "may not" not in str(refused)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return True
    return True


def test_the_list_of_pages_is_whole():
    assert {page.path: set(page.audience) for page in PAGES} == PAGE_AUDIENCES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_each_page_declares_the_audience_that_the_list_has(page):
    assert page.audience == import_module(page.draw.__module__).AUDIENCE


def test_the_list_of_use_cases_is_whole():
    assert set(use_cases()) - INSIDE_OTHERS == set(USE_CASES)


@pytest.mark.parametrize("name", USE_CASES)
def test_each_use_case_refuses_everybody_outside_its_roles(name, sqlite_db):
    for outsider in outsiders(USE_CASES[name]):
        with pytest.raises(NotAllowed, match=outsider.name):
            call(use_cases()[name], sqlite_db, outsider)


@pytest.mark.parametrize("name", USE_CASES)
def test_each_use_case_lets_in_each_of_its_roles(name, sqlite_db):
    assert {role for role in ROLES if lets_in(use_cases()[name], sqlite_db, role)} == USE_CASES[
        name
    ]


@pytest.mark.parametrize("path", PAGE_AUDIENCES)
def test_nobody_outside_a_pages_audience_gets_what_it_shows(path):
    assert USE_CASES[FIRST_USE_CASE[path]] == PAGE_AUDIENCES[path]


def test_the_sidebar_of_each_role_follows_the_order_of_the_work():
    work = ["Rounds", "Paper", "Read", "Without a code", "Give themes", "Themes", "Results"]
    work += ["Actions", "Reports", "Take out", "Board"]
    assert titles(P) == ["Today", *work]
    seen = ["Today", "Keep safe", "Rounds", "Read", "Themes", "Results", "Board", "Who looked"]
    assert titles(S) == seen
    assert titles(B) == ["Today", "Board"]
    assert titles(D) == ["Today", "About staff"]
    assert titles(A) == ["Today", "Rounds", "People"]
    assert titles(L) == ["Today", "Who looked", "Log"]


def test_an_act_that_is_not_listed_is_allowed_to_nobody():
    assert "read everything" not in MAY


def test_the_operator_at_the_server_acts_with_every_role_but_the_boards():
    assert operator("root").roles == frozenset(ROLES) - {B}
