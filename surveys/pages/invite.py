"""Making the codes of a round, and the one page that shows or prints them."""

from datetime import UTC, datetime

import streamlit as st

from surveys.collecting.codes import shown
from surveys.days import in_words
from surveys.invitations import MOST_AT_ONCE, MadeInvitations, make, written_in
from surveys.loader import published
from surveys.pages.letters import asked_for as letters_asked_for
from surveys.pages.letters import fetch, letters_form, letters_made, on_paper
from surveys.pages.markdown import plain
from surveys.paper.merge import slips_for
from surveys.permissions import MAY, Actor, may
from surveys.rounds import RoundRefused, RoundView, listing
from surveys.store import Database

AUDIENCE = MAY["make invitations"]
EVERYBODY = "Everybody together"
NO_END = "No, only this round"
PRESSED = "make-codes"
KEEP_A_LIST = (
    "Heard was given no names. Note which child gets which code, and keep that list where only the "
    "safeguarding lead can reach it: it is the only way to find a child who is not safe."
)


def invite(db: Database, actor: Actor, found: RoundView) -> None:
    """The forms that make codes; they are shown by `codes_page`, in the run after the press."""
    on_paper(db, actor, found)
    asked = found.is_open and found.record.source == "asked"
    if not asked or not may(actor, "make invitations"):
        return
    if found.record.mode != "none":
        letters_form(_ends(db, actor, found), found.record.survey)
    with st.expander("Make codes for children", key="invite"):
        st.write(
            "Each code lets one child in, once. We keep no list of them: they are shown this "
            "once, for you to copy or print."
        )
        with st.form("invite-form", border=False):
            st.selectbox(
                "For which team?",
                [line.team for line in found.teams] or [""],
                format_func=lambda name: name or EVERYBODY,
                key="code-team",
            )
            st.number_input("How many codes?", 1, MOST_AT_ONCE, value=10, key="code-count")
            _end_round(db, actor, found)
            _from_start(found)
            _for_whom(found)
            st.form_submit_button("Make the codes", type="primary", key=PRESSED)


def codes_page(db: Database, actor: Actor, found: RoundView) -> bool:
    """The new codes and nothing else, in the run in which they were asked for; else False.

    The next click, or a reload, and they are gone; what was made to print waits a quarter of an
    hour in memory.
    """
    asked = st.session_state
    if letters_asked_for():
        letters_made(db, actor, found)
        return True
    if not asked.get(PRESSED):
        return False
    now = datetime.now(UTC)
    heading = st.container()
    made = _make(db, actor, found.record.id, now)
    if made:
        with heading:
            st.title(plain(f"{len(made.codes):,} codes for “{found.record.title}”"), anchor=False)
            team = asked["code-team"] or EVERYBODY
            st.write(
                plain(f"{team}, {in_words(now.isoformat())}. Each code lets one child in, once.")
            )
            st.warning("They are shown only now. Copy or print them before you go on.")
        given = written_in(asked.get("code-for", ""))
        _listed(made, given)
        st.write("Or print them:")
        fetch(actor, slips_for(db, actor, made, given, now, asked["code-team"] or ""), now)
        if found.record.mode != "none" and not given:
            st.write(KEEP_A_LIST)
    st.button("I have the codes" if made else "Go back", type="primary")
    return True


def _listed(made: MadeInvitations, references: tuple[str, ...]) -> None:
    lines = [shown(code) for code in made.codes]
    if made.end_codes:
        st.write(
            "Each line is for one child: the first code is for the start, the second for the "
            "end. Keep the second one until then."
        )
        pairs = zip(made.codes, made.end_codes, strict=True)
        lines = [f"{shown(start)}    {shown(end)}" for start, end in pairs]
    if references:
        lines = [f"{line}    {who}" for line, who in zip(lines, references, strict=True)]
    st.code("\n".join(lines), language=None)


def _make(db: Database, actor: Actor, round_id: str, now: datetime) -> MadeInvitations | None:
    """Make what the form asked for, saying how far it is; None after saying why it cannot be."""
    asked = st.session_state
    starts = written_in(asked.get("code-starts", ""))
    bar = st.progress(0.0, "Making codes…")

    def tell(done: int, of: int) -> None:
        bar.progress(done / of, f"Making codes: {done:,} of {of:,}")

    try:
        return make(
            db,
            actor,
            round_id,
            len(starts) or asked["code-count"],
            team=asked["code-team"],
            now=now,
            end_round=asked.get("code-end"),
            start_codes=starts,
            references=written_in(asked.get("code-for", "")),
            progress=tell,
        )
    except RoundRefused as problem:
        st.error(plain(str(problem)))
        return None
    finally:
        bar.empty()


def _for_whom(found: RoundView) -> None:
    """Names or case numbers, so that a child who is not safe can be found."""
    if found.record.mode == "none":
        return
    st.text_area(
        "Who are they for? A name or case number on each line, in the order of the codes",
        key="code-for",
        help=(
            "Kept sealed, apart from the answers. Only the safeguarding lead can open one, with a "
            "reason that is kept. Leave it empty and Heard cannot find a child who is not safe."
        ),
    )


def _from_start(found: RoundView) -> None:
    """The codes that the children had at the start, so that both halves can be held together."""
    survey = published().get(found.record.survey)
    if survey is None or survey.half != "end" or found.record.mode == "none":
        return
    st.text_area(
        "Did they answer at the start? Their codes from then, one on each line",
        key="code-starts",
        help=(
            "Each child gets one new code, tied to the start, and sees the goal that they wrote "
            "there. The number above does not count then. A code for the end that got lost stops "
            "working when its child gets another."
        ),
    )


def _end_round(db: Database, actor: Actor, found: RoundView) -> None:
    """Which open round of the other half the same children get a second code for."""
    if not _is_start(found):
        return
    ends = _ends(db, actor, found)
    if not ends:
        st.caption("Open a round of the end survey first, to give each child both codes at once.")
        return
    st.selectbox(
        "A second code for the same child, for the end?",
        [None, *ends],
        format_func=lambda end: ends[end] if end else NO_END,
        key="code-end",
    )


def _is_start(found: RoundView) -> bool:
    survey = published().get(found.record.survey)
    return survey is not None and survey.half == "start"


def _ends(db: Database, actor: Actor, found: RoundView) -> dict[str, str]:
    """Open rounds of the end survey that belongs to this start, by id with their titles."""
    if not _is_start(found):
        return {}
    other = published()[found.record.survey].other_half
    return {
        view.record.id: view.record.title
        for view in listing(db, actor)
        if view.is_open and view.record.survey == other
    }
