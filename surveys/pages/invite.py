"""Making the codes of a round, and the one page that shows them."""

from datetime import UTC, datetime

import streamlit as st

from surveys.invitations import MOST_AT_ONCE, MadeInvitations, make
from surveys.loader import published
from surveys.pages.markdown import plain
from surveys.permissions import MAY, Actor, may
from surveys.rounds import RoundRefused, RoundView, listing
from surveys.schema import Survey
from surveys.store import Database

AUDIENCE = MAY["make invitations"]
EVERYBODY = "Everybody together"
NO_END = "No, only this round"


def invite(db: Database, actor: Actor, found: RoundView) -> MadeInvitations | None:
    """The form that makes codes; what was made, in the run in which it was made."""
    if not may(actor, "make invitations") or not found.is_open:
        return None
    with st.expander("Make codes for children", key="invite"):
        st.write(
            "Each code lets one child in, once. We keep no list of them: they are shown this "
            "once, for you to copy or print."
        )
        with st.form("invite-form", border=False):
            team = st.selectbox(
                "For which team?",
                [line.team for line in found.teams] or [""],
                format_func=lambda name: name or EVERYBODY,
            )
            count = st.number_input("How many codes?", 1, MOST_AT_ONCE, value=10)
            end = _end_round(db, actor, found)
            if not st.form_submit_button("Make the codes", type="primary"):
                return None
        return _make(db, actor, found.record.id, team, count, end)


def show_codes(found: RoundView, made: MadeInvitations) -> None:
    """The new codes as a plain list, to copy or print; gone with the next click."""
    st.title(plain(f"{len(made.codes):,} codes for {found.record.title}"))
    st.warning("These codes are shown only now. Copy or print them before you go on.")
    if made.end_codes:
        st.write(
            "Each line is for one child: the first code is for the start, the second for the "
            "end. Keep the second one until then."
        )
        lines = [f"{a}    {b}" for a, b in zip(made.codes, made.end_codes, strict=True)]
    else:
        lines = list(made.codes)
    st.code("\n".join(lines), language=None)
    st.button("I have the codes", type="primary")


def _make(
    db: Database, actor: Actor, round_id: str, team: str, count: int, end: str | None
) -> MadeInvitations | None:
    bar = st.progress(0.0, "Making codes…")

    def shown(done: int, of: int) -> None:
        bar.progress(done / of, f"Making codes: {done:,} of {of:,}")

    try:
        now = datetime.now(UTC)
        return make(db, actor, round_id, count, team=team, now=now, end_round=end, progress=shown)
    except RoundRefused as problem:
        st.error(plain(str(problem)))
        return None


def _end_round(db: Database, actor: Actor, found: RoundView) -> str | None:
    """Which open round of the other half the same children get a second code for."""
    survey = published().get(found.record.survey)
    if survey is None or survey.half != "start":
        return None
    return _chosen_end(db, actor, survey)


def _chosen_end(db: Database, actor: Actor, survey: Survey) -> str | None:
    ends = {
        view.record.id: view.record.title
        for view in listing(db, actor)
        if view.is_open and view.record.survey == survey.other_half
    }
    if not ends:
        st.caption("Open a round of the end survey first, to give each child both codes at once.")
        return None
    return st.selectbox(
        "A second code for the same child, for the end?",
        [None, *ends],
        format_func=lambda end: ends[end] if end else NO_END,
    )
