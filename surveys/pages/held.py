"""Without a code: what came by have your say, kept apart until a person has looked at it."""

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from surveys.days import in_words
from surveys.held import REASONS, HeldLine, HeldRefused, bring_back, count_it, listing, set_aside
from surveys.pages.markdown import plain
from surveys.pages.response import ages, draw_lines, draw_marks, small
from surveys.pages.voice import voice_look
from surveys.permissions import MAY, Actor
from surveys.reading import ResponseToRead, open_response
from surveys.store import Database

AUDIENCE = MAY["look at what was held"]
AT = "held-at"
WAITING, ASIDE = "Waiting for a look", "Set aside"
STATES = {WAITING: "held", ASIDE: "set_aside"}
WHY = (
    "Anybody can use “have your say”, so what comes without a code counts only after a person has "
    "looked. The safeguarding team reads every word of it at once, whatever is decided here."
)
EMPTY = {
    "held": "Nothing waits. What a child says without a code comes here, one entry at a time.",
    "set_aside": "Nothing has been set aside.",
}


def page(db: Database, actor: Actor) -> None:
    """The entries that wait, one at a time, those that worry first; or those set aside."""
    voice_look()
    head = st.container()
    shown = st.segmented_control(
        "Show", list(STATES), default=WAITING, key="held-show", on_change=_again
    )
    state = STATES[shown or WAITING]
    lines = listing(db, actor, state)
    head.title(_heading(lines, state), anchor=False)
    st.write(WHY)
    if not lines:
        st.write(EMPTY[state])
        return
    here = lines[min(st.session_state.get(AT, 1), len(lines)) - 1]
    if len(lines) > 1:
        st.session_state[AT] = lines.index(here) + 1
        st.number_input(f"Entry, of {len(lines):,}", 1, len(lines), key=AT)
    found = open_response(db, actor, here.id, datetime.now(UTC))
    _entry(here, found)
    _decide(db, actor, found) if state == "held" else _back(db, actor, found.id)


def _heading(lines: tuple[HeldLine, ...], state: str) -> str:
    many = len(lines)
    if state == "set_aside":
        return f"{many:,} {'entry was' if many == 1 else 'entries were'} set aside."
    if not many:
        return "Nothing without a code waits."
    return f"{many:,} {'entry' if many == 1 else 'entries'} came without a code."


def _entry(here: HeldLine, found: ResponseToRead) -> None:
    with st.container(border=True, key="entry"):
        if here.worry:
            st.error(
                "Something here raised a concern. Safeguarding has it.", icon=":material/flag:"
            )
        sent = f"{ages(found.band)}Sent on {in_words(found.sent_on)}."
        small(f"{here.round_title}. {sent} {found.marks.answered}")
        draw_marks(found.marks)
        draw_lines(found.lines, language=found.marks.language)


def _decide(db: Database, actor: Actor, found: ResponseToRead) -> None:
    versions = {
        line.question: line.answer_version
        for line in found.lines
        if line.words is not None or line.kept_back
    }
    with st.container(horizontal=True):
        if st.button("Count it with the others", type="primary", key="count-it"):
            _done(lambda now: count_it(db, actor, found.id, versions, now))
        with st.popover("Set it aside", key="aside"), st.form(f"aside-{found.id}", border=False):
            reason = st.radio(
                "Not from a child, or a joke? Say why", list(REASONS), index=None,
                format_func=REASONS.__getitem__,
            )  # fmt: skip
            small("It is kept, and can be brought back. How many were set aside is said.")
            if st.form_submit_button("Set aside"):
                _done(lambda now: set_aside(db, actor, found.id, reason or "", now))


def _back(db: Database, actor: Actor, response: str) -> None:
    if st.button("Bring it back", key="bring-back"):
        _done(lambda now: bring_back(db, actor, response, now))


def _done(decide: Callable[[datetime], None]) -> None:
    """Keep a decision and go on to the next entry, or say why it cannot be."""
    try:
        decide(datetime.now(UTC))
    except HeldRefused as problem:
        st.error(plain(str(problem)))
    else:
        st.rerun()


def _again() -> None:
    st.session_state.pop(AT, None)
