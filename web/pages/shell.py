"""The frame of every staff page: who is signed in, and the way out."""

import streamlit as st

from surveys.pages.markdown import plain
from surveys.permissions import Actor

ROLE_NAMES = {
    "participation": "participation team",
    "safeguarding": "safeguarding lead",
    "board": "board",
    "administrator": "administrator",
}
_BUTTON = (
    "button, a { font: inherit; display: inline-block; min-height: 44px; padding: .55rem 1.1rem; "
    "box-sizing: border-box; color: #12436D; background: #FFFDF7; border: 2px solid #12436D; "
    "border-radius: 10px; cursor: pointer; text-decoration: none; font-weight: 600 } "
    "button:hover, a:hover { background: #12436D; color: #FFFDF7 } "
    "button:focus-visible, a:focus-visible { outline: 3px solid #1B2A3A; "
    "box-shadow: 0 0 0 6px #F46A25 }"
)
_sign_out = st.components.v2.component(
    "heard_sign_out",
    html='<form method="post" action="/staff/out"><button type="submit">Sign out</button></form>',
    css=_BUTTON,
)
_sign_in = st.components.v2.component(
    "heard_sign_in", html='<a href="/staff">Sign in again</a>', css=_BUTTON
)


def sidebar(actor: Actor) -> None:
    """Who is signed in, as what, and the way out. A real form: it works without a rerun."""
    with st.sidebar:
        roles = ", ".join(ROLE_NAMES[role] for role in ROLE_NAMES if role in actor.roles)
        st.caption(f"Signed in as **{plain(actor.name)}**, {roles or 'no role yet'}.")
        _sign_out(key="sign-out")


def signed_out() -> None:
    """The page of somebody whose session has ended, wherever they were."""
    st.title("You are signed out.")
    st.write(
        "You signed out, did nothing for half an hour, or an administrator ended your session. "
        "What you had kept is safe."
    )
    _sign_in(key="sign-in")
