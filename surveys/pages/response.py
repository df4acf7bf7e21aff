"""One response as staff read it, and what was done about it: words as typed, questions as asked."""

from collections.abc import Callable, Iterable

import streamlit as st

from surveys.asked import DAMAGED
from surveys.days import in_words
from surveys.languages import ENGLISH
from surveys.marks import Marks
from surveys.pages.markdown import plain
from surveys.pages.voice import by_staff, voice
from surveys.reading import AnswerLine
from surveys.safeguarding.queue import ConcernStep

NOTE_DAMAGED = (
    "The note on this is damaged and cannot be shown. Ask the person named here what they wrote, "
    "and tell whoever looks after this server."
)
STEPS = {"new": "Raised", "seen": "Read", "passed_on": "Passed on", "closed": "Closed"}


def draw_lines(
    lines: Iterable[AnswerLine],
    beside: Callable[[AnswerLine], None] | None = None,
    language: str = ENGLISH,
) -> None:
    """Draw the answers in the order asked; `beside` adds what can be done with words."""
    for line in lines:
        st.markdown(f"**{plain(line.asked)}**")
        if line.words is not None:
            voice(line.words, language)
            if beside:
                beside(line)
        elif line.damaged:
            draw_damaged()
        else:
            st.write(plain(line.kept_back or line.answer))


def draw_damaged(what: str = DAMAGED) -> None:
    """Say in the place of words that they are damaged: the rest of the page goes on."""
    st.error(plain(what), icon=":material/broken_image:")


def draw_steps(steps: Iterable[ConcernStep]) -> None:
    """Who did what about a concern, and when; the notes as they were typed."""
    for step in steps:
        to = f" to: {step.passed_to}" if step.passed_to else ""
        small(f"{STEPS[step.state]}{to}. {step.by}, {in_words(step.at)}.")
        if step.damaged:
            draw_damaged(NOTE_DAMAGED)
        elif step.note:
            by_staff(step.note)


def draw_marks(marks: Marks) -> None:
    """Who was beside the child, who keyed a paper in, what to do about other languages; quietly."""
    if marks.beside:
        st.markdown(f":material/group: :small[{plain(' '.join(marks.beside))}]")
    if marks.keyed:
        st.markdown(f":material/edit_document: :small[{plain(marks.keyed)}]")
    if marks.interpreter:
        st.markdown(f":material/translate: :small[{plain(marks.interpreter)}]")


def ages(band: str) -> str:
    """An age band in a sentence of its own: "Ages 8 to 10. "; nothing while it is not known."""
    return f"Ages {band.replace('-', ' to ')}. " if band else ""


def small(text: str) -> None:
    """A line of small print, with the full contrast that a caption lacks."""
    st.markdown(f":small[{plain(text)}]")
