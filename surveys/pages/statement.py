"""The way to a page "in my own words": one child's answers, for whoever decides about them."""

from datetime import UTC, datetime

import streamlit as st

from surveys.pages.markdown import plain
from surveys.paper.shelf import shelf
from surveys.paper.statement import WHOSE_LONGEST, StatementRefused, statement
from surveys.permissions import Actor, may
from surveys.store import Database

FOR_WHOM = (
    "One page with what the child said, word for word, for the people the child was told about: "
    "their worker, the chair or the reviewing officer. If something in it worries you, tell the "
    "safeguarding team first. How to reach the child is left out."
)


def offer_statement(db: Database, actor: Actor, response: str, mode: str) -> None:
    """A form that makes the page, in a round with names only; Heard keeps no copy."""
    if mode != "named" or not may(actor, "give statement"):
        return
    with st.expander("Give these words to those who decide", key="statement"):
        st.write(FOR_WHOM)
        with st.form("statement-form", border=False):
            whose = st.text_input(
                "Whose words are they? Printed at the top, and kept nowhere",
                max_chars=WHOSE_LONGEST,
                key=f"whose-{response}",
            )
            pressed = st.form_submit_button("Make the page", key=f"state-{response}")
        if pressed:
            _make(db, actor, response, whose)


def _make(db: Database, actor: Actor, response: str, whose: str) -> None:
    now = datetime.now(UTC)
    try:
        made = statement(db, actor, response, now, whose=whose)
    except StatementRefused as refused:
        st.error(plain(str(refused)))
        return
    token = shelf().put(actor.name, "statement", "in-my-own-words.pdf", made, now)
    st.markdown(f"[In my own words (PDF)](/download/paper/{token})")
