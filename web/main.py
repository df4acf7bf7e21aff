"""The Streamlit script: who is here, and which pages they get. Runs again on every click.

It refuses to run unless our own edge stands before it, because Streamlit fails open: where it
cannot read the app file it would serve a script without our guard, headers and routes.
"""

from collections.abc import Callable

import streamlit as st

from data.clock import utc_now
from data.database import Unavailable
from data.words import WordsDamaged
from surveys import collect
from surveys.collect import Place
from surveys.pages import asking, drawn
from surveys.permissions import Actor, NotAllowed
from web import faults, sessions, state
from web.child import belonging, plain
from web.pages import fault, registry
from web.pages import shell as frame


def run() -> None:
    """Draw the child's page, or those of a member of staff."""
    if not state.is_ours(st.context.headers.get("x-heard-nonce")):
        st.error("Heard was not started by its own server. Start it with: python3 manage.py run")
        st.stop()
    token = fault.childs_token()
    if token is not None:
        _child(token)
    else:
        _staff()


def _child(token: str) -> None:
    """Draw the place that the database has for this child."""
    own = asking.asked_for_this_run() or "q" not in st.session_state
    try:
        place = collect.place(state.database(), token, utc_now())
        if place is not None and not own:
            place = _as_address_wishes(token, place)
    except (Unavailable, WordsDamaged) as problem:
        asking.draw(drawn.trouble(faults.number_of(problem), fault.language_known()))
        return
    if place is None:
        asking.draw(drawn.nobody())
        return
    mark = belonging.mark(state.database(), place.response)
    lines = plain.lines_to_show(place.language)
    page = drawn.page_of(place, mark, lines, st.session_state.get("knows"))
    asking.draw(page)
    st.session_state["knows"] = page["knows"]
    _keep_address(place, own=own)


def _as_address_wishes(token: str, place: Place) -> Place:
    """Move where the browser's Back or Forward leads: the address holds a page number, no more.

    It counts only in a run that the page did not ask for itself, whose address may be stale, and
    never in a new session, which goes by the database.
    """
    number = st.query_params.get("q", "")
    went = number != st.session_state.get("q")
    go = drawn.move_to_page(place, number) if went else None
    if go is None:
        return place
    collect.save(state.database(), token, {"go": go, "from": place.key}, utc_now())
    return collect.place(state.database(), token, utc_now()) or place


def _keep_address(place: Place, *, own: bool) -> None:
    """Say the page's number in the address, so that Back has somewhere to go.

    An address that Back has just brought stays, even where it led nowhere: putting ours over it
    would hold a child on this site.
    """
    number = drawn.page_number(place)
    if own and number and number != st.query_params.get("q", ""):
        st.query_params["q"] = number
    st.session_state["q"] = st.query_params.get("q", "")


def _staff() -> None:
    """Draw the pages that this person's roles open; the session is looked up on every run."""
    try:
        actor = sessions.staff_of(st.context.cookies, utc_now())
    except Unavailable as problem:
        st.error(str(problem))
        return
    if actor is None:
        st.set_page_config(page_title=f"Sign in – {drawn.TITLE}")
        frame.signed_out()
        return
    _pages(actor)


def _pages(actor: Actor) -> None:
    pages = [
        st.Page(_drawn_by(page, actor), title=page.title, icon=page.icon, url_path=page.path)
        for page in registry.pages_for(actor)
    ]
    home = st.Page(
        lambda: st.switch_page(pages[0]), title=drawn.TITLE, default=True, visibility="hidden"
    )
    here = st.navigation([home, *pages], expanded=True)
    st.set_page_config(page_title=f"{here.title} – {drawn.TITLE}", layout="wide")
    frame.sidebar(actor)
    here.run()


def _drawn_by(page: registry.StaffPage, actor: Actor) -> Callable[[], None]:
    def draw() -> None:
        try:
            page.draw(state.database(), actor)
        except (NotAllowed, Unavailable) as problem:
            st.error(str(problem))
        except WordsDamaged as problem:
            st.error(
                "Something on this page is damaged and cannot be read, so the page is not shown. "
                "Tell whoever looks after this server: the disk and the last backup need a check. "
                f"The number to quote is {faults.numbered(problem)}."
            )

    return draw


run()
