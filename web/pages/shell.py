"""The frame of every staff page: its looks, who is signed in, and the way out."""

from pathlib import Path

import streamlit as st

from surveys.pages.markdown import plain
from surveys.permissions import Actor

ROLE_NAMES = {
    "participation": "participation team",
    "safeguarding": "safeguarding lead",
    "designated": "designated officer",
    "board": "board",
    "administrator": "administrator",
    "auditor": "auditor",
}
_LOOK = (Path(__file__).parent.parent / "looks" / "shell.css").read_text(encoding="utf-8")
_sign_out = st.components.v2.component(
    "heard_sign_out",
    html=(
        '<a class="heard-way" href="/staff/account">Your account</a>'
        '<form method="post" action="/staff/out">'
        '<button type="submit" class="heard-way">Sign out</button></form>'
    ),
    css=_LOOK,
    isolate_styles=False,
)
_sign_in = st.components.v2.component(
    "heard_sign_in",
    html='<a class="heard-way" href="/staff">Sign in again</a>',
    css=_LOOK,
    isolate_styles=False,
)


def sidebar(actor: Actor) -> None:
    """Who is signed in, as what, and the way out: a real form, which ends the session at once."""
    with st.sidebar:
        roles = ", ".join(ROLE_NAMES[role] for role in ROLE_NAMES if role in actor.roles)
        st.caption(f"Signed in as **{plain(actor.name)}**, {roles or 'without a role yet'}.")
        _sign_out(key="sign-out")


def signed_out() -> None:
    """The page of somebody whose session has ended, wherever they were."""
    st.title("You are not signed in any more.", anchor=False)
    st.write(
        "You signed out, did nothing for half an hour, or an administrator ended your session. "
        "What you had kept is safe."
    )
    _sign_in(key="sign-in")
