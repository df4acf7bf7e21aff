"""Today: what must I read now, what is late, how are the rounds doing."""

from datetime import UTC, datetime

import streamlit as st

from surveys.pages.card import draw_card
from surveys.pages.links import link_to
from surveys.pages.markdown import plain
from surveys.permissions import MAY, Actor, may
from surveys.store import Database
from surveys.today import Waiting, today

AUDIENCE = MAY["see today"]


def page(db: Database, actor: Actor) -> None:
    """What waits for this person today, by their roles."""
    found = today(db, actor, datetime.now(UTC))
    st.title(plain(found.heading), anchor=False)
    _waiting("To read now", found.to_read)
    _waiting("Late", found.late)
    if may(actor, "see rounds"):
        st.header("Open rounds", anchor=False)
        if not found.rounds:
            _no_rounds(actor)
        for view in found.rounds:
            draw_card(view)
    _waiting("Published reports", found.published)


def _waiting(title: str, lines: tuple[Waiting, ...]) -> None:
    if not lines:
        return
    st.header(title, anchor=False)
    for line in lines:
        with st.container(border=True):
            st.write(plain(line.sentence))
            link_to(line.page, line.link, line.round)


def _no_rounds(actor: Actor) -> None:
    st.write(
        "No round is open. A round is a survey opened to a group of children for a time; "
        "here you will see how many have answered and what is still unread."
    )
    if may(actor, "open rounds"):
        link_to("rounds", "Open a round")
