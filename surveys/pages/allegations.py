"""About staff: what children wrote that may be about somebody who works with them."""

from datetime import UTC, datetime

import streamlit as st

from surveys.days import in_words
from surveys.pages.agreeing import draw_wishes
from surveys.pages.markdown import plain
from surveys.pages.response import draw_damaged, draw_steps, small
from surveys.pages.voice import voice, voice_look
from surveys.permissions import MAY, Actor
from surveys.safeguarding.allegations import Allegation, allegations
from surveys.store import Database

AUDIENCE = MAY["read concerns about staff"]
EMPTY = (
    "When a child writes what may be about somebody who works with children, or a safeguarding "
    "lead passes something on to you, it is here until it is closed."
)
RESTRICTED = (
    "You see these words and what was done about them. The child's other answers stay with the "
    "safeguarding team, who also close a concern. Do not discuss it with the manager of the "
    "person it may be about."
)


def page(db: Database, actor: Actor) -> None:
    """Each open concern about staff, the most urgent first."""
    voice_look()
    found = allegations(db, actor, datetime.now(UTC))
    st.title(_heading(len(found)), anchor=False)
    draw_wishes(db, actor)
    st.write(RESTRICTED if found else EMPTY)
    for one in found:
        with st.container(border=True, key=f"about-{one.response}-{one.question}"):
            _draw(one)


def _heading(count: int) -> str:
    if not count:
        return "No concern about staff is open."
    said = "1 concern" if count == 1 else f"{count} concerns"
    return f"{said} may be about staff."


def _draw(one: Allegation) -> None:
    for kind in one.kinds:
        st.error(f"**{plain(kind)}**", icon=":material/flag:")
    st.markdown(f"**{plain(one.asked)}**")
    if one.words is not None:
        voice(one.words, one.language)
    elif one.damaged:
        draw_damaged()
    else:
        st.write("The child has since taken out what was written here, or only chose an answer.")
    small(f"{one.round_title}. Written on {in_words(one.saved_at)}.")
    draw_steps(one.steps)
