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
ELSEWHERE = (
    ("read for safety", "safeguarding", "See what was read for safety"),
    ("read concerns about staff", "allegations", "See what is about staff"),
    ("see who looked", "looked", "See who looked at what this week"),
    ("see the audit trail", "log", "Look through the log"),
    ("manage people", "people", "See people"),
    ("read published reports", "board", "See published reports"),
)
"""Where each role may look on a day on which nothing waits."""


def page(db: Database, actor: Actor) -> None:
    """What waits for this person today, by their roles."""
    found = today(db, actor, datetime.now(UTC))
    st.title(plain(found.heading), anchor=False)
    _waiting("Look at this first", found.warned)
    _waiting("To read now", found.to_read)
    _waiting("Late", found.late)
    if may(actor, "see rounds"):
        st.header("Open rounds", anchor=False)
        if not found.rounds:
            _no_rounds(actor)
        for view in found.rounds:
            draw_card(view)
    _waiting("Published reports", found.published)
    if not (found.warned or found.to_read or found.late or found.rounds or found.published):
        _nothing(actor)


def _nothing(actor: Actor) -> None:
    """What will be here, and where to go meanwhile."""
    st.write(
        "What needs you comes here by itself: first what is wrong, then what waits to be read, and "
        "what is late."
    )
    for act, page, label in ELSEWHERE:
        if may(actor, act):
            link_to(page, label)


def _waiting(title: str, lines: tuple[Waiting, ...]) -> None:
    if not lines:
        return
    st.header(title, anchor=False)
    for line in lines:
        with st.container(border=True):
            st.write(plain(line.sentence))
            if line.page:
                link_to(line.page, line.link, line.round)


def _no_rounds(actor: Actor) -> None:
    st.write(
        "No round is open. A round is a survey opened to a group of children for a time; "
        "here you will see how many have answered and what is still unread."
    )
    if may(actor, "open rounds"):
        link_to("rounds", "Open a round")
