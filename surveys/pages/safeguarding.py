"""Safeguarding: every comment is read by a named person, worries first, and what was decided."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

import streamlit as st

from surveys.asked import is_contact_detail
from surveys.concerns import RECEIVERS, ConcernRefused, close, mark_plain_read, mark_read, pass_on
from surveys.days import ago, in_words, with_time
from surveys.pages.agreeing import draw_wishes
from surveys.pages.markdown import plain
from surveys.pages.response import (
    ages,
    draw_damaged,
    draw_lines,
    draw_marks,
    draw_steps,
    small,
)
from surveys.pages.voice import matched, voice, voice_look
from surveys.permissions import MAY, Actor
from surveys.reading import open_response
from surveys.reveal import RevealRefused, ask_who, find_out_who, my_wish
from surveys.safeguarding.queue import Queue, QueueItem, decision_log, queue
from surveys.safeguarding.worries import Worry
from surveys.store import Database

Bold = Literal["primary", "secondary"]
AUDIENCE = MAY["read for safety"]
PAGE = "queue-page"
DAY_ONLY = len("2026-11-20")
NOT_FLAGGED = (
    "Not flagged does not mean safe. Children hint, joke and use words that no list knows, so "
    "every comment is here until a person has read it."
)
EMPTY = (
    "Every comment, every worrying answer and every wish to be contacted comes here when a child "
    "sends it, and what a child began comes an hour after they stopped."
)
CAUSES = {
    "words": "These words were raised: by a reader, or because they matched when written.",
    "rating": "The child chose an answer that raises a concern.",
    "contact": "The child asked for someone to get in touch.",
}
URGENT = "**The child asked for help today.** Get in touch as soon as you can."
LADO = (
    "tell the designated officer (LADO), not the line manager of that home, school or team: it may "
    "be about somebody who works with children"
)
HOW_TO_REACH = "The child wrote this beside a wish that someone gets in touch."


def page(db: Database, actor: Actor) -> None:
    """The queue, ten at a time: the count, what worries, then the rest by time."""
    voice_look()
    passed_on = bool(st.session_state.get("only-passed-on"))
    page = st.session_state.get(PAGE, 1)
    found = queue(db, actor, datetime.now(UTC), page, only_passed_on=passed_on)
    st.title(_heading(found), anchor=False)
    draw_wishes(db, actor)
    st.write(NOT_FLAGGED)
    st.write(EMPTY if not found.items else _counts(found))
    if found.passed_on or passed_on:
        st.toggle("Show only what was passed on and is still open", key="only-passed-on")
    for item in found.items:
        with st.container(border=True, key=f"item-{item.response}-{item.question}"):
            _item(db, actor, item)
    _mark_plain(db, actor, found)
    if found.pages > 1:
        st.session_state[PAGE] = found.page  # there may be fewer pages than a moment ago
        st.number_input(f"Page, of {found.pages:,}", 1, found.pages, key=PAGE)
    _log(db, actor)


def _heading(found: Queue) -> str:
    if found.first:
        return f"Read {found.first:,} of {found.waits:,} first."
    if found.waits:
        return (
            "1 comment waits to be read."
            if found.waits == 1
            else f"{found.waits:,} comments wait to be read."
        )
    return "Everything has been read."


def _counts(found: Queue) -> str:
    return (
        f"Answers that wait: **{found.waits:,}**, to read first: **{found.first:,}**. "
        f"Comments unread: **{found.unread:,}**. Passed on and still open: **{found.passed_on:,}**."
    )


def _mark_plain(db: Database, actor: Actor, found: Queue) -> None:
    """After reading a page: the plain comments on it in one press. Worries stay for a decision."""
    plain_ones = [i.seen for i in found.items if i.is_plain]
    if len(plain_ones) > 1:
        st.button(
            f"Mark the {len(plain_ones)} here that nothing is flagged on as read",
            key="mark-plain",
            on_click=mark_plain_read,
            args=(db, actor, plain_ones, datetime.now(UTC)),
        )


def _item(db: Database, actor: Actor, item: QueueItem) -> None:
    key = f"{item.response}-{item.question}"
    for worry in item.worries:
        _worry(worry, key)
    for cause in dict.fromkeys(item.causes):
        if cause != "words" or not item.worries:
            said = URGENT if cause == "contact" and item.urgent else CAUSES[cause]
            st.error(said, icon=":material/flag:")
    st.markdown(f"**{plain(item.asked)}**")
    _said(item)
    if is_contact_detail(item.question):
        small(HOW_TO_REACH)
    small(_where(item))
    draw_marks(item.marks)
    draw_steps(item.steps)
    _decide(db, actor, item, key)
    if st.toggle("Show everything this child answered", key=f"all-{key}"):
        found = open_response(db, actor, item.response, datetime.now(UTC))
        draw_lines(found.lines, language=found.marks.language)


def _worry(worry: Worry, key: str) -> None:
    """One kind of worry, how soon it goes where, and the words that matched: not the quote."""
    route = worry.kind.route
    goes_to = LADO if worry.kind.lado else f"{route[:1].lower()}{route[1:]}"
    said = f"{worry.kind.within.capitalize()}: {goes_to}."
    st.error(f"**{plain(worry.kind.name)}.** {plain(said)}", icon=":material/flag:")
    matched(worry.words, f"{key}-{worry.kind.id}")


def _said(item: QueueItem) -> None:
    if item.words is not None:
        voice(item.words, item.marks.language)
    elif item.damaged:
        draw_damaged()
    else:
        st.write(plain(item.answer or "The child has since taken out what was written here."))
    for one in item.reach:
        st.markdown(f"**{plain(one.asked)}**")
        if one.words is None:
            draw_damaged()
        else:
            voice(one.words, item.marks.language)


def _where(item: QueueItem) -> str:
    came = f"{item.came} " if item.came else ""
    return f"{item.round_title}. {ages(item.band)}{came}Written on {_when(item.saved_at)}."


def _when(saved_at: str) -> str:
    """Day, time and how long ago; only the day where no more is kept."""
    if len(saved_at) == DAY_ONLY:
        return in_words(saved_at)
    return f"{with_time(saved_at)}, {ago(saved_at, datetime.now(UTC))}"


def _decide(db: Database, actor: Actor, item: QueueItem, key: str) -> None:
    with st.container(horizontal=True):
        if not item.damaged and (item.unread or item.state == "new"):
            st.button(
                "Mark as read",
                key=f"read-{key}",
                on_click=mark_read,
                args=(db, actor, *item.seen, datetime.now(UTC)),
            )
        bold: Bold = "primary" if item.worries or item.causes else "secondary"
        with st.popover("Pass on or close", type=bold, key=f"decide-{key}"):
            _pass_on(db, actor, item, key)
            st.divider()
            _close(db, actor, item, key)
        with st.popover("Find out who this is", key=f"who-{key}"):
            _find_out(db, actor, item, key)


def _find_out(db: Database, actor: Actor, item: QueueItem, key: str) -> None:
    """Ask, wait for the second person, then see: each step is there when its turn has come."""
    wish = my_wish(db, actor, item.response, datetime.now(UTC))
    if wish is not None and wish.state == "asked":
        st.write("You have asked. A second person has to agree within a day.")
    elif wish is not None and wish.state == "approved":
        st.write(plain(f"{wish.decided_by} has agreed. You can look for a day."))
        if st.button("Show who it is", key=f"show-{key}"):
            _say(lambda now: f"This code was given to: {find_out_who(db, actor, wish.id, now)}")
    else:
        if wish is not None and wish.state == "refused":
            st.write(plain(f"{wish.decided_by} did not agree. Speak with them first."))
        _ask_who(db, actor, item, key)


def _ask_who(db: Database, actor: Actor, item: QueueItem, key: str) -> None:
    with st.form(f"find-{key}", border=False):
        reason = st.text_area("Why do you need to know? A second person reads it and has to agree")
        if st.form_submit_button("Ask to find out"):
            try:
                ask_who(db, actor, item.response, reason, datetime.now(UTC))
            except RevealRefused as problem:
                st.error(plain(str(problem)))
            else:
                st.rerun()


def _say(look: Callable[[datetime], str]) -> None:
    """Show a name this once, or say why not; it is kept nowhere on the page."""
    try:
        st.write(plain(look(datetime.now(UTC))))
    except RevealRefused as problem:
        st.error(plain(str(problem)))


def _pass_on(db: Database, actor: Actor, item: QueueItem, key: str) -> None:
    with st.form(f"pass-on-{key}", border=False):
        receivers = list(RECEIVERS)
        chosen = st.selectbox(
            "Passed on to",
            receivers,
            index=receivers.index("lado") if item.lado else None,
            format_func=lambda receiver: RECEIVERS[receiver],
            placeholder="Choose who",
        )
        note = st.text_area("What you told them and how, and what the child knows")
        if st.form_submit_button("Keep that it was passed on", type="primary"):
            to = chosen or ""
            _kept(lambda now: pass_on(db, actor, *item.seen, passed_to=to, note=note, now=now))


def _close(db: Database, actor: Actor, item: QueueItem, key: str) -> None:
    with st.form(f"close-{key}", border=False):
        outcome = st.text_area("What came of it, or why it is no worry")
        if st.form_submit_button("Keep that it is closed"):
            _kept(lambda now: close(db, actor, *item.seen, outcome=outcome, now=now))


def _kept(decide: Callable[[datetime], None]) -> None:
    """Keep a decision and draw the queue anew, or say what is missing."""
    try:
        decide(datetime.now(UTC))
    except ConcernRefused as problem:
        st.error(plain(str(problem)))
    else:
        st.rerun()


def _log(db: Database, actor: Actor) -> None:
    if not st.toggle("Show the concerns closed last", key="log"):
        return
    closed = decision_log(db, actor, datetime.now(UTC))
    if not closed:
        st.write("No concern has been closed yet. Each will be here with who did what and when.")
    for number, one in enumerate(closed):
        with st.container(border=True, key=f"closed-{number}"):
            small(f"Raised on {in_words(one.raised_at)}.")
            draw_steps(one.steps)
