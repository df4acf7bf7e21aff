"""One round on a card: its title, how many answered, what is unread, and the way to it."""

from datetime import UTC, datetime

import streamlit as st

from surveys.days import in_words
from surveys.pages.links import link_to
from surveys.pages.markdown import plain
from surveys.rounds import RoundView

EVERYBODY = "Open to every child, without a code."
NOT_KNOWN = "We do not know how many could answer."


def draw_card(view: RoundView) -> None:
    """Draw one round; on a phone its parts stand below each other."""
    with st.container(border=True):
        title, answered, unread = st.columns([5, 3, 2], vertical_alignment="top")
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
        st.caption(EVERYBODY if view.record.source == "open" else NOT_KNOWN)
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
    return f"Open since {in_words(record.opens)}{until(record.closes, datetime.now(UTC))}."


def until(closes: str | None, now: datetime) -> str:
    """When an open round closes, or was to close, as the end of a sentence; "" where nobody says.

    A round stays open past its day until somebody closes it.
    """
    if not closes:
        return ""
    verb = "was to close" if closes < now.date().isoformat() else "closes"
    return f", {verb} on {in_words(closes)}"
