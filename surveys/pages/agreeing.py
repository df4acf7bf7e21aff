"""The wishes of colleagues to find out who a code belongs to, where a second person agrees."""

from datetime import UTC, datetime

import streamlit as st

from surveys.days import in_words
from surveys.pages.markdown import plain
from surveys.pages.voice import by_staff
from surveys.permissions import Actor
from surveys.reveal import RevealRefused, Wish, decide_wish, to_agree
from surveys.store import Database


def draw_wishes(db: Database, actor: Actor) -> None:
    """Each wish that waits for somebody else than the one who asked; nothing where none waits."""
    for wish in to_agree(db, actor, datetime.now(UTC)):
        with st.container(border=True, key=f"wish-{wish.id}"):
            _draw(db, actor, wish)


def _draw(db: Database, actor: Actor, wish: Wish) -> None:
    asked = f"{wish.asked_by} asks to find out who a child is."
    st.warning(f"**{plain(asked)}**", icon=":material/person_search:")
    by_staff(wish.reason)  # it may quote the child
    st.write(plain(f"{wish.round_title}. Asked on {in_words(wish.asked_at)}; it lapses in a day."))
    with st.container(horizontal=True):
        for agree, label in ((True, "Agree"), (False, "Do not agree")):
            if st.button(label, key=f"{label}-{wish.id}", type="primary" if agree else "secondary"):
                _decide(db, actor, wish, agree)


def _decide(db: Database, actor: Actor, wish: Wish, agree: bool) -> None:
    try:
        decide_wish(db, actor, wish.id, agree, datetime.now(UTC))
    except RevealRefused as problem:
        st.error(plain(str(problem)))
    else:
        st.rerun()
