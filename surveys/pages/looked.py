"""Who looked: a week of answers opened, children found out, and doors opened, by person."""

from datetime import UTC, datetime

import streamlit as st

from surveys.days import in_words
from surveys.looked import Looked, looked
from surveys.pages.markdown import plain
from surveys.pages.response import small
from surveys.pages.voice import by_staff, voice_look
from surveys.permissions import MAY, Actor
from surveys.reveal import Wish
from surveys.store import Database

AUDIENCE = MAY["see who looked"]
NOBODY = "Nobody read children’s answers this week"
STATES = {
    "asked": "waits for a second person",
    "approved": "agreed by {}",
    "refused": "not agreed by {}",
    "over": "over",
}
ACTS = {
    "added person": "gave somebody an account",
    "set password": "chose a password",
    "tied work account": "tied a work account",
    "made link": "made a link to choose a password",
    "let back in": "let somebody back in",
    "reset second step": "took away a second step, to set up anew",
    "granted role": "gave a role",
    "limited to rounds": "changed which rounds somebody sees",
    "gave out what is held": "gave out everything that is held about a child",
    "gave statement": "made a page with what a child said",
    "exported report": "took a report out",
}
"""What the log calls an act, as a person would say it."""


def page(db: Database, actor: Actor) -> None:
    """The list of the last seven days."""
    voice_look()
    found = looked(db, actor, datetime.now(UTC))
    st.title(_heading(found), anchor=False)
    st.write(f"Since {in_words(found.since)}. Ask people about what you would not expect here.")
    for line in found.beyond:
        st.warning(plain(f"{line.detail}, on {in_words(line.at)}."), icon=":material/visibility:")
    _wishes(found)
    st.header("Who read what children answered", anchor=False)
    for one in found.readers:
        children = "1 child" if one.children == 1 else f"{one.children:,} children"
        times = "once" if one.times == 1 else f"{one.times:,} times"
        st.write(plain(f"{one.name}: answers of {children}, {times}."))
    if not found.readers:
        st.write("Nobody opened any answers this week.")
    _taken(found)
    _opened(found)


def _heading(found: Looked) -> str:
    """Reading and taking out are told apart: who only took answers out opened no words here."""
    readers, takers = len(found.readers), len({one.record.taken_by for one in found.taken})
    if not readers and takers:
        return f"{_people(takers)} took children’s answers out this week."
    read = f"{_people(readers)} read children’s answers this week" if readers else NOBODY
    return f"{read}, and {_people(takers)} took answers out." if takers else f"{read}."


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _wishes(found: Looked) -> None:
    st.header("Finding out who a child is", anchor=False)
    if not found.wishes:
        st.write("Nobody asked this week.")
    for wish in found.wishes:
        with st.container(border=True, key=f"looked-{wish.id}"):
            _wish(wish)


def _wish(wish: Wish) -> None:
    state = STATES[wish.state].format(wish.decided_by)
    if wish.state == "over" and wish.decided_by:
        state = f"agreed by {wish.decided_by}, and over by now"
    shown = f" Looked at on {in_words(wish.shown_at)}." if wish.shown_at else ""
    asked = f"{wish.asked_by} asked on {in_words(wish.asked_at)}: {state}.{shown}"
    st.write(plain(asked))
    if wish.reason:
        by_staff(wish.reason)
    small(wish.round_title)


def _taken(found: Looked) -> None:
    st.header("Who took answers out, a row for each child", anchor=False)
    if not found.taken:
        st.write("Nobody this week.")
    for one, title in ((taken.record, taken.round_title) for taken in found.taken):
        with st.container(border=True, key=f"taken-{one.id}"):
            children = "1 child" if one.rows == 1 else f"{one.rows:,} children"
            said = f"{one.taken_by} on {in_words(one.taken_at)}: answers of {children}."
            st.write(plain(f"{said} Ask where the file is, and when it will be deleted."))
            if one.reason:
                by_staff(one.reason)
            small(title)


def _opened(found: Looked) -> None:
    st.header("What was opened or given out", anchor=False)
    for line in found.opened:
        whose = f", {found.names[line.subject]}" if line.subject in found.names else ""
        act = f"{ACTS[line.act]}{whose}{_beside(line.detail)}"
        st.write(plain(f"{in_words(line.at)}: {line.actor} {act}."))
    if not found.opened:
        st.write("Nothing this week.")


def _beside(detail: str) -> str:
    return f": {detail}" if detail else ""
