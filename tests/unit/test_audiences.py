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

PAGE_AUDIENCES = {
    "/today": {P, S, B, A},
    "/safeguarding": {S},
    "/rounds": {P, S, A},
    "/read": {P, S},
    "/coding": {P},
    "/themes": {P, S},
    "/results": {P, S},
    "/actions": {P},
    "/reports": {P},
    "/board": {P, S, B},
    "/people": {A},
}
FIRST_USE_CASE = {
    "/today": "surveys.today.today",
    "/safeguarding": "surveys.safeguarding.queue.queue",
    "/rounds": "surveys.rounds.listing",
    "/read": "surveys.reading.response_lines",
    "/coding": "analysis.coding.comments_to_code",
    "/themes": "analysis.themes.theme_summary",
    "/results": "analysis.results.report",
    "/actions": "analysis.actions.listing",
    "/reports": "analysis.reports.drafting",
    "/board": "analysis.reports.published",
    "/people": "web.staff.accounts.listing",
}
USE_CASES = {
    "surveys.today.today": {P, S, B, A},
    "surveys.rounds.open_round": {P},
    "surveys.rounds.listing": {P, S, A},
    "surveys.rounds.view": {P, S, A},
    "surveys.rounds.set_counts": {P},
    "surveys.rounds.close_round": {P},
    "surveys.invitations.make": {P},
    "surveys.invitations.not_reached": {P, S, A},
    "surveys.importing.taking.import_responses": {P},
    "surveys.reveal.find_out_who": {S},
    "surveys.reading.response_lines": {P, S},
    "surveys.reading.open_response": {P, S},
    "surveys.reading.words_to_read": {P, S},
    "surveys.reading.mark_read": {P, S},
    "surveys.concerns.mark_read": {S},
    "surveys.concerns.mark_plain_read": {S},
    "surveys.concerns.pass_on": {S},
    "surveys.concerns.close": {S},
    "surveys.concerns.raise_concern": {P, S},
    "surveys.safeguarding.queue.queue": {S},
    "surveys.safeguarding.queue.decision_log": {S},
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
    "web.staff.accounts.listing": {A},
    "web.staff.accounts.find": {A},
    "web.staff.accounts.add_person": {A},
    "web.staff.accounts.new_link": {A},
    "web.staff.accounts.change_roles": {A},
    "web.staff.accounts.stop_person": {A},
}

SENSIBLE = {"kind": "html"}
"""Arguments that are looked at before the actor, with a value that passes."""
INSIDE_OTHERS = {"surveys.reading.note_reading"}
"""Writes the audit of a use case that has asked for permission; it gives nothing out."""

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
    """Somebody with all the roles that do not allow it, and somebody with none."""
    others = frozenset(set(ROLES) - allowed)
    return [Actor("Mallory Outside", others), Actor("Nobody Yet", frozenset())]


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


@pytest.mark.parametrize("path", PAGE_AUDIENCES)
def test_nobody_outside_a_pages_audience_gets_what_it_shows(path):
    assert USE_CASES[FIRST_USE_CASE[path]] == PAGE_AUDIENCES[path]


def test_the_sidebar_of_each_role_follows_the_order_of_the_work():
    work = ["Rounds", "Read", "Give themes", "Themes", "Results", "Actions", "Reports", "Board"]
    assert titles(P) == ["Today", *work]
    assert titles(S) == ["Today", "Keep safe", "Rounds", "Read", "Themes", "Results", "Board"]
    assert titles(B) == ["Today", "Board"]
    assert titles(A) == ["Today", "Rounds", "People"]


def test_an_act_that_is_not_listed_is_allowed_to_nobody():
    assert "read everything" not in MAY


def test_the_operator_at_the_server_acts_with_every_role_but_the_boards():
    assert operator("root").roles == frozenset(ROLES) - {B}
