"""Log: who did what and when, for the auditor; and whether the log is whole."""

from datetime import UTC, date, datetime
from urllib.parse import urlencode

import streamlit as st

from surveys.log import Verified, Wanted, look_through, verify
from surveys.pages.markdown import plain
from surveys.permissions import MAY, Actor
from surveys.store import Database

AUDIENCE = MAY["see the audit trail"]
FILE = "/download/log.csv"
ANY = "Everybody"
EVERY = "Everything"
BY_ITSELF = {"heard": "Heard, by itself"}
LINES_HIGH = 560
"""Pixels: about fifteen lines; the rest is scrolled to."""


def page(db: Database, actor: Actor) -> None:
    """The newest lines of those asked for, a file of them all, and the check of the chain."""
    now = datetime.now(UTC)
    wanted = _wanted()
    found = look_through(db, actor, wanted, now)
    count = f"{len(found.lines):,}"
    title = f"The newest {count} lines of the log" if found.more else f"The log, {count} lines"
    st.title(title, anchor=False)
    _choose(found.people, found.acts)
    if found.lines:
        st.dataframe(
            {
                "Time (UTC)": [f"{line.at[:10]} {line.at[11:16]}" for line in found.lines],
                "Person": [BY_ITSELF.get(line.actor, line.actor) for line in found.lines],
                "Act": [line.act for line in found.lines],
                "Detail": [line.detail for line in found.lines],
                "About": [line.subject for line in found.lines],
            },
            hide_index=True,
            height=LINES_HIGH,
            column_config={"About": st.column_config.TextColumn(width="small")},
        )
    else:
        st.write("No line fits. Choose other days, or another person or act.")
    asked = {name: getattr(wanted, name) for name in Wanted.__dataclass_fields__}
    with st.container(horizontal=True):
        st.link_button("All of these as a file (CSV)", f"{FILE}?{urlencode(asked)}")
        wished = st.button("Check that the log is whole", key="verify")
    if wished:
        _say(verify(db, actor, now))


def _wanted() -> Wanted:
    """What is chosen in the widgets below the title, which are drawn after the search."""
    state = st.session_state
    person, act = state.get("log-person", ANY), state.get("log-act", EVERY)
    return Wanted(
        "" if person == ANY else person,
        "" if act == EVERY else act,
        _day(state.get("log-from")),
        _day(state.get("log-to")),
    )


def _day(chosen: date | None) -> str:
    return chosen.isoformat() if chosen else ""


def _choose(people: tuple[str, ...], acts: tuple[str, ...]) -> None:
    with st.container(horizontal=True):
        st.selectbox("Person", [ANY, *people], key="log-person")
        st.selectbox("Act", [EVERY, *acts], key="log-act")
        st.date_input("From", None, key="log-from", format="DD/MM/YYYY")
        st.date_input("To", None, key="log-to", format="DD/MM/YYYY")


def _say(found: Verified) -> None:
    lines = f"{found.lines:,} lines were held against {found.anchors:,} anchors"
    if not found.faults:
        st.success(f"{lines}: the log is whole.")
        return
    st.error(f"{lines}. The log is not as it was written:")
    for fault in found.faults[:20]:
        st.write(plain(fault))
