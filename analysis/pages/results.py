"""Results: what children answered, question by question, with protected figures only."""

from datetime import UTC, datetime

import streamlit as st

from analysis.pages.showing import (
    show_groups,
    show_pairs,
    show_question,
    show_trends,
    show_who,
)
from analysis.report import Report
from analysis.results import report
from analysis.who import DAMAGED
from surveys.pages.choosing import choose_round
from surveys.pages.links import link_to
from surveys.pages.markdown import plain
from surveys.pages.response import draw_damaged, small
from surveys.permissions import MAY, Actor, may
from surveys.store import Database

AUDIENCE = MAY["see results"]


def page(db: Database, actor: Actor) -> None:
    """The round's figures: who answered, each question, groups, change, how to read them."""
    head = st.container()
    view = choose_round(db, actor)
    if view is None:
        head.title("What children answered will be counted here.", anchor=False)
        return
    found = report(db, actor, view.record.id, datetime.now(UTC))
    head.title(plain(_heading(found)), anchor=False)
    if not found.who.answered:
        st.write(
            "When children have answered, each question stands here with its figures, what they "
            "are of, and what is not shown and why. Give them their codes on the page Rounds."
        )
        return
    show_who(found.who)
    if DAMAGED in found.method:
        draw_damaged(DAMAGED)
    if may(actor, "write reports"):
        link_to("reports", "Write the report", found.round)
    by_question, by_group, change, reading = st.tabs(
        ["By question", "By group", "Compared with before", "How to read this"]
    )
    with by_question:
        _questions(found)
    with by_group:
        show_groups(found.groups)
    with change:
        show_trends(found.trends)
        show_pairs(found.pairs, found.pairs_caveat)
    with reading:
        for line in found.method:
            st.markdown(f"- {plain(line)}")


def _heading(found: Report) -> str:
    who = found.who
    if not who.answered:
        return "Nobody has answered this round yet."
    if who.eligible is None:
        return f"{who.answered:,} answered." if who.answered > 1 else "1 child answered."
    return f"{who.sentence} answered."


def _questions(found: Report) -> None:
    """The questions of the survey as asked, then the end questions."""
    for result in found.results:
        if not result.ending:
            show_question(result)
    ending = [result for result in found.results if result.ending]
    if ending:
        st.header("About those who answered", anchor=False)
        small("These come at the end of every survey.")
        for result in ending:
            show_question(result)
