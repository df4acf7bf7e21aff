"""People: who can sign in and as what; add somebody, change roles, stop somebody."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import streamlit as st

from surveys.pages.markdown import plain
from surveys.permissions import MAY, ROLES, Actor
from surveys.store import Database
from web.pages.shell import ROLE_NAMES
from web.staff import second_step
from web.staff.accounts import (
    add_person,
    change_roles,
    end_sessions,
    listing,
    new_link,
    stop_person,
)
from web.staff.members import AccountProblem, PersonRecord, link_address
from web.staff.sight import Choices, choices, limit, of

AUDIENCE = MAY["manage people"]
STATES = {
    "invited": "has not set a password yet",
    "active": "can sign in",
    "stopped": "stopped, cannot sign in",
}
MAY_DO = {
    "participation": "Participation team: runs rounds, reads what children said, writes reports",
    "safeguarding": "Safeguarding lead: reads every comment for safety, passes concerns on",
    "designated": "Designated officer: sees concerns about people who work with children",
    "board": "Board: reads published reports and nothing else",
    "administrator": "Administrator: adds people and gives roles, reads no answers",
    "auditor": "Auditor: sees the log of who did what and nothing else",
}


def page(db: Database, actor: Actor) -> None:
    """Everybody with an account, and the form that adds one."""
    people = listing(db, actor)
    active = sum(person.state == "active" for person in people)
    st.title(
        "1 person can sign in." if active == 1 else f"{active} people can sign in.", anchor=False
    )
    with st.expander("Add somebody", expanded=len(people) < 2, key="add-person"):
        _add(db, actor)
    for person in people:
        with st.container(border=True):
            st.header(plain(person.name), anchor=False)
            roles = ", ".join(ROLE_NAMES[r] for r in ROLES if r in person.roles) or "no role"
            st.write(f"{roles.capitalize()}; {STATES[person.state]}.")
            if person.state == "stopped":
                _let_back_in(db, actor, person)
            else:
                _change(db, actor, person)


def _add(db: Database, actor: Actor) -> None:
    with st.form("add", border=False):
        name = st.text_input("Name, as colleagues know them", max_chars=80)
        st.write("What may they do?")
        chosen = [role for role in ROLES if st.checkbox(MAY_DO[role], key=f"new-{role}")]
        if not st.form_submit_button("Add and make their link", type="primary"):
            return
    try:
        token = add_person(db, actor, name, chosen, datetime.now(UTC))
    except AccountProblem as problem:
        st.error(plain(str(problem)))
        return
    _show_link(db, token, name)


def _change(db: Database, actor: Actor, person: PersonRecord) -> None:
    with st.expander("Change roles, make a new link, or stop", key=f"change-{person.id}"):
        with st.form(f"roles-{person.id}", border=False):
            chosen = st.multiselect(
                "Roles",
                ROLES,
                person.roles,
                format_func=lambda role: ROLE_NAMES[role],
                key=f"roles-of-{person.id}",
            )
            if st.form_submit_button("Keep these roles"):
                _do(lambda now: change_roles(db, actor, person.id, chosen, now))
        _limit(db, actor, person, choices(db, actor))
        if st.button("Make a new link (for a forgotten password)", key=f"link-{person.id}"):
            _show_link(db, new_link(db, actor, person.id, datetime.now(UTC)), person.name)
        if st.button("Sign out wherever they are", key=f"out-{person.id}"):
            _do(lambda now: end_sessions(db, actor, person.id, now))
        if st.button("Reset the second step (for a lost phone)", key=f"step-{person.id}"):
            _do(lambda now: second_step.reset(db, actor, person.id, now))
        sure = st.checkbox("Yes, this person must not come in any more", key=f"sure-{person.id}")
        if st.button("Stop this person", disabled=not sure, key=f"stop-{person.id}"):
            _do(lambda now: stop_person(db, actor, person.id, now))


def _limit(db: Database, actor: Actor, person: PersonRecord, offered: Choices) -> None:
    """Which rounds they see: all, or those of the surveys and teams chosen here."""
    now = of(db, actor, person.id)
    with st.form(f"limit-{person.id}", border=False):
        surveys = st.multiselect(
            "Only rounds of these surveys (none chosen: all)",
            list(offered.surveys),
            sorted(now.surveys & set(offered.surveys)),
            format_func=lambda survey: offered.surveys[survey],
            key=f"surveys-{person.id}",
        )
        known = sorted({*offered.teams, *now.teams})
        teams = known and st.multiselect(
            "Only rounds in which no other team is (none chosen: all)",
            known,
            sorted(now.teams),
            key=f"teams-{person.id}",
        )
        if st.form_submit_button("Keep what they see"):
            _do(lambda then: limit(db, actor, person.id, surveys, teams, then))


def _let_back_in(db: Database, actor: Actor, person: PersonRecord) -> None:
    if st.button("Let back in, with a new link", key=f"back-{person.id}"):
        _show_link(db, new_link(db, actor, person.id, datetime.now(UTC)), person.name)


def _do(change: Callable[[datetime], None]) -> None:
    """Make a change and draw the page anew, or say beside it what stands in the way."""
    try:
        change(datetime.now(UTC))
    except AccountProblem as problem:
        st.error(plain(str(problem)))
        return
    st.rerun()


def _show_link(db: Database, token: str, name: str) -> None:
    here = urlsplit(st.context.url or "")
    origin = db.settings.public_url or f"{here.scheme}://{here.netloc}"
    st.success(
        f"Give {plain(name)} this link yourself. It works once, for 24 hours, and is not shown "
        "again."
    )
    st.code(link_address(token, origin), language=None, wrap_lines=True)
