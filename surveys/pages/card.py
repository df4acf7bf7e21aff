"""One round on a card: its title, how many answered, what is unread, and the way to it."""

import streamlit as st

from surveys.days import in_words
from surveys.pages.links import link_to
from surveys.pages.markdown import plain
from surveys.rounds import RoundView


def draw_card(view: RoundView) -> None:
    """Draw one round; on a phone its parts stand below each other."""
    with st.container(border=True):
        title, answered, unread = st.columns([5, 3, 2], vertical_alignment="center")
        with title:
            st.subheader(plain(view.record.title), anchor=False)
            st.caption(plain(_state(view)))
            link_to("rounds", "See this round", view.record.id)
        with answered:
            _answered(view)
        unread.metric("Comments unread", f"{view.unread:,}")


def _answered(view: RoundView) -> None:
    if view.eligible is None:
        st.metric("Answered", f"{view.answered:,}")
        st.caption("Nobody has said how many could.")
        return
    st.metric("Answered", view.rate)
    if view.eligible:
        st.progress(min(1.0, view.answered / view.eligible))


def _state(view: RoundView) -> str:
    record = view.record
    if record.source == "imported":
        return f"Taken in from a file on {in_words(record.opened_at)}."
    if record.closed_at:
        return f"Open from {in_words(record.opens)}, closed on {in_words(record.closed_at)}."
    until = f", closes on {in_words(record.closes)}" if record.closes else ""
    return f"Open since {in_words(record.opens)}{until}."
