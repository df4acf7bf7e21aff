"""One response as staff read it, and what was done about it: words as typed, questions as asked."""

from collections.abc import Callable, Iterable

import streamlit as st

from surveys.days import in_words
from surveys.pages.markdown import plain
from surveys.pages.voice import voice
from surveys.reading import AnswerLine
from surveys.safeguarding.queue import ConcernStep

STEPS = {"new": "Raised", "seen": "Read", "passed_on": "Passed on", "closed": "Closed"}


def draw_lines(
    lines: Iterable[AnswerLine], beside: Callable[[AnswerLine], None] | None = None
) -> None:
    """Draw the answers in the order asked; `beside` adds what can be done with words."""
    for line in lines:
        st.markdown(f"**{plain(line.asked)}**")
        if line.words is not None:
            voice(line.words)
            if beside:
                beside(line)
        else:
            st.write(plain(line.kept_back or line.answer))


def draw_steps(steps: Iterable[ConcernStep]) -> None:
    """Who did what about a concern, and when; the notes as they were typed."""
    for step in steps:
        to = f" to: {step.passed_to}" if step.passed_to else ""
        small(f"{STEPS[step.state]}{to}. {step.by}, {in_words(step.at)}.")
        if step.note:
            voice(step.note)


def ages(band: str) -> str:
    """An age band in a sentence of its own: "Ages 8 to 10. "; nothing while it is not known."""
    return f"Ages {band.replace('-', ' to ')}. " if band else ""


def small(text: str) -> None:
    """A line of small print, with the full contrast that a caption lacks."""
    st.markdown(f":small[{plain(text)}]")
