"""Baseline (a): the ten questions as a bare Streamlit form, default settings, no database.

Served by `streamlit run` from an empty folder; `HEARD_BENCHMARK` names the definition file.
"""

import os
from pathlib import Path

import streamlit as st

from surveys.loader import load
from surveys.schema import Kind, Question


@st.cache_resource
def questions() -> tuple[Question, ...]:
    """The questions, read once."""
    return load(Path(os.environ["HEARD_BENCHMARK"])).questionnaires[-1].questions


def ask(question: Question) -> None:
    """One question with Streamlit's own widget."""
    keys = [option.key for option in question.options]
    match question.kind:
        case Kind.CHOICE:
            st.radio(question.text, keys, index=None, key=question.id)
        case Kind.CHOICES:
            st.multiselect(question.text, keys, key=question.id)
        case Kind.SCALE if question.scale:
            st.slider(question.text, question.scale.low, question.scale.high, key=question.id)
        case _:
            st.text_area(question.text, key=question.id)


def go_on() -> None:
    """Keep the answer and turn the page."""
    question = questions()[st.session_state.at]
    st.session_state.given[question.id] = st.session_state[question.id]
    st.session_state.at += 1


st.session_state.setdefault("given", {})
at = st.session_state.setdefault("at", 0)
if at < len(questions()):
    with st.form("question"):
        st.header(f"Question {at + 1} of {len(questions())}")
        ask(questions()[at])
        st.form_submit_button("Next", on_click=go_on)
elif all(given not in (None, "", []) for given in st.session_state.given.values()):
    st.header("Thank you")
