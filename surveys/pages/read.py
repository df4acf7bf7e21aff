"""Read: what children of a round said, one response at a time, in the exact words asked."""

from datetime import UTC, datetime

import streamlit as st

from surveys.concerns import raise_concern
from surveys.days import in_words
from surveys.pages.choosing import choose_round
from surveys.pages.response import ages, draw_lines, draw_marks, small
from surveys.pages.statement import offer_statement
from surveys.pages.voice import voice_look
from surveys.permissions import MAY, Actor, may
from surveys.reading import (
    AnswerLine,
    ResponseLine,
    ResponseToRead,
    mark_read,
    open_response,
    response_lines,
)
from surveys.store import Database

AUDIENCE = MAY["read words"]
AT = "at-response"


def page(db: Database, actor: Actor) -> None:
    """The round's next unread response, or the one chosen."""
    voice_look()
    head = st.container()
    view = choose_round(db, actor)
    if view is None:
        head.title("Read what children said.", anchor=False)
        return
    lines = response_lines(db, actor, view.record.id)
    unread = [line for line in lines if line.unread]
    head.title(_heading(lines, unread), anchor=False)
    st.write(f"Answered: {view.rate}. {_missing(view.answered, view.eligible)}")
    if not lines:
        st.write(
            "Each child's answers will be here, one child at a time, as soon as they are sent."
        )
        return
    here = _here(lines, unread)
    found = open_response(db, actor, here.id, datetime.now(UTC))
    target = _next_unread(lines, here)
    _ways_on(lines, here, target)
    _response(db, actor, found, f"Child {here.number:,} of {len(lines):,}.")
    offer_statement(db, actor, found.id, view.record.mode)
    if here.unread and may(actor, "give themes"):
        st.button(
            "Mark as read and go on",
            key="mark-read",
            type="primary",
            shortcut="Alt+M",
            on_click=_mark,
            args=(db, actor, found, target),
        )


def _heading(lines: tuple[ResponseLine, ...], unread: list[ResponseLine]) -> str:
    if not lines:
        return "Nobody has sent answers in this round yet."
    if not unread:
        return "Every comment of this round has been read."
    comments = sum(line.unread for line in unread)
    said = "1 comment waits" if comments == 1 else f"{comments:,} comments wait"
    return f"{said} to be read."


def _missing(answered: int, eligible: int | None) -> str:
    if eligible is None or eligible <= answered:
        return ""
    return f"What the other {eligible - answered:,} think is not known."


def _here(lines: tuple[ResponseLine, ...], unread: list[ResponseLine]) -> ResponseLine:
    """The response that was chosen, else the first unread, else the first."""
    chosen = st.session_state.get(AT, 0)
    first = unread[0] if unread else lines[0]
    return next((line for line in lines if line.number == chosen), first)


def _next_unread(lines: tuple[ResponseLine, ...], here: ResponseLine) -> int | None:
    """The number of the next response with unread words, going round at the end."""
    unread = [line.number for line in lines if line.unread and line is not here]
    return next((number for number in unread if number > here.number), next(iter(unread), None))


def _ways_on(lines: tuple[ResponseLine, ...], here: ResponseLine, target: int | None) -> None:
    st.session_state[AT] = here.number
    ways = st.container(horizontal=True, vertical_alignment="bottom")
    ways.number_input(f"Go to child (1 to {len(lines):,})", 1, len(lines), key=AT, width=150)
    ways.button(
        "Next unread",
        key="next-unread",
        shortcut="Alt+N",
        disabled=target is None,
        on_click=_go,
        args=(target,),
    )


def _go(number: int | None) -> None:
    st.session_state[AT] = number or 1


def _response(db: Database, actor: Actor, found: ResponseToRead, which: str) -> None:
    with st.container(border=True, key="response"):
        sent = f"{which} {ages(found.band)}Sent on {in_words(found.sent_on)}."
        small(f"{sent} {found.marks.answered}")
        draw_marks(found.marks)
        draw_lines(
            found.lines, lambda line: _worry(db, actor, found.id, line), found.marks.language
        )


def _worry(db: Database, actor: Actor, response: str, line: AnswerLine) -> None:
    """A reader who is worried puts the words at the top of the safeguarding queue."""
    key = f"worry-{response}-{line.question}"
    if st.session_state.get(key):
        st.success("These words are now at the top of the safeguarding queue.")
    elif st.button("These words worry me", key=f"{key}-button", icon=":material/flag:"):
        raise_concern(db, actor, response, line.question, datetime.now(UTC))
        st.session_state[key] = True
        st.rerun()


def _mark(db: Database, actor: Actor, found: ResponseToRead, target: int | None) -> None:
    """Mark every comment of the response as read, in the version shown, and go on."""
    versions = {
        line.question: line.answer_version
        for line in found.lines
        if line.words is not None or line.kept_back
    }
    mark_read(db, actor, found.id, versions, "participation", datetime.now(UTC))
    _go(target)
