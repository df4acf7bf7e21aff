"""Rounds: every round with how many answered, and the form that opens a new one."""

from datetime import UTC, date, datetime
from typing import Any

import streamlit as st

from surveys.loader import published
from surveys.pages import round as one_round
from surveys.pages.card import draw_card
from surveys.pages.links import round_in_address
from surveys.pages.markdown import plain
from surveys.pages.spoken import draw_languages
from surveys.permissions import MAY, Actor, may
from surveys.rounds import RoundRefused, listing, open_round
from surveys.schema import Survey
from surveys.store import Database
from surveys.teams import read_teams

AUDIENCE = MAY["see rounds"]
CHILD_CHOOSES = "The child chooses"
MODES = {
    "code": "By code – the answers carry no name",
    "named": "By name – children are told that you will know which answers are theirs",
    "none": "Nobody can tell – the link to the code is cut when the child sends",
}


def page(db: Database, actor: Actor) -> None:
    """The list of rounds, or the one that the address names."""
    if round_in_address():
        one_round.page(db, actor)
        return
    views = listing(db, actor, "safeguarding" if may(actor, "read for safety") else "participation")
    still = sum(view.is_open for view in views)
    st.title(
        "1 round is open." if still == 1 else f"{still or 'No'} rounds are open.", anchor=False
    )
    if may(actor, "open rounds"):
        with st.expander("Open a round", expanded=not views, key="open-round"):
            _form(db, actor)
    if not views:
        st.write(
            "Every round will be listed here: the survey, how many children could answer, how "
            "many did, and what is still unread."
        )
    if views:
        st.header("Every round, newest first", anchor=False)
    for view in views:
        draw_card(view)


def _form(db: Database, actor: Actor) -> None:
    surveys = published()
    chosen = st.selectbox(
        "Which survey?",
        sorted(surveys, key=lambda survey: surveys[survey].title),
        format_func=lambda survey: surveys[survey].title,
        key="survey",
    )
    draw_languages(surveys[chosen])
    with st.form("open", border=False):
        asked = _questions(surveys[chosen])
        if not st.form_submit_button("Open this round", type="primary"):
            return
    try:
        record = open_round(db, actor, chosen, now=datetime.now(UTC), **_taken(asked))
    except RoundRefused as problem:
        st.error(plain(str(problem)))
        return
    st.query_params["round"] = record.id
    st.rerun()


def _questions(survey: Survey) -> dict[str, Any]:
    asked = {
        "band": st.selectbox(
            "Who is it for?",
            [CHILD_CHOOSES, *survey.bands],
            format_func=lambda band: band if band == CHILD_CHOOSES else f"Ages {band}",
        ),
        "mode": st.radio(
            "How do children come in?",
            [mode for mode in MODES if mode in survey.modes],
            format_func=lambda mode: MODES[mode],
        ),
        "teams": st.text_area(
            "Which teams, and how many children could be asked in each?",
            placeholder="North team, 120\nSouth team, 95",
        ),
    }
    st.caption(
        "One team a line. Leave the number out where you do not know it yet. For everybody "
        "together write the number only."
    )
    asked["title"] = st.text_input("What do you call this round? (left empty, we name it)")
    return asked | _days()


def _days() -> dict[str, date | None]:
    opens, closes, hear_by = st.columns(3, vertical_alignment="bottom")
    return {
        "opens": opens.date_input("Opens on", "today", format="DD/MM/YYYY"),
        "closes": closes.date_input("Closes on (if you know)", None, format="DD/MM/YYYY"),
        "hear_by": hear_by.date_input(
            "Children hear what happened by (we tell them)", None, format="DD/MM/YYYY"
        ),
    }


def _taken(asked: dict[str, Any]) -> dict[str, Any]:
    """The form's values as the use case takes them; RoundRefused for teams it cannot read."""
    days = {
        name: value.isoformat() if isinstance(value, date) else None
        for name, value in asked.items()
        if name in ("opens", "closes", "hear_by")
    }
    band = None if asked["band"] == CHILD_CHOOSES else asked["band"]
    return {**asked, **days, "band": band, "teams": read_teams(asked["teams"])}
