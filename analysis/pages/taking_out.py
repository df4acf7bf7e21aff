"""Take out: a round's figures as documents, and single answers with a warning and a reason."""

from datetime import UTC, datetime

import streamlit as st

from analysis.pages.board import downloads
from analysis.rows import RowsRefused, about_rows, take_rows, waiting
from surveys.pages.choosing import choose_round
from surveys.pages.markdown import plain
from surveys.permissions import MAY, Actor
from surveys.reveal import LONGEST_REASON
from surveys.rounds import RoundRefused
from surveys.store import Database

AUDIENCE = MAY["take rows out"]
LABELS = {"xlsx": "Excel workbook", "csv": "CSV, for programs"}
FIGURES = (
    "Start here. The figures of the report, in every format: small counts are withheld, and no "
    "child’s words are in them."
)
WARNING = (
    "**Read this before you go on.** In this file each row is one child: everything they chose, "
    "and every word they wrote, side by side."
)
WHAT = (
    "**Whoever knows a child can recognise them in it without a name.** Codes, names, case "
    "numbers, teams, times and how a child can be reached are left out. That is not enough to hide "
    "anyone.",
    "**Counts that Heard withholds can be counted in it.** Publish nothing from it; use the "
    "figures above.",
    "**It is out of Heard’s hands.** Answers that a child takes back, or that are erased here, "
    "stay in it. Keep it where only those who need it can open it, do not send it by e-mail, and "
    "delete it when the work is done.",
    "**Your name, the day and your reason are written into the file and kept.** Safeguarding leads "
    "see them in the weekly list.",
)
FETCH = "Fetch it now: it waits for you for a quarter of an hour, in memory only."


def page(db: Database, actor: Actor) -> None:
    """The round's figures first; then, with a reason, its rows."""
    head = st.container()
    view = choose_round(db, actor)
    if view is None:
        head.title("Files for other programs are made here.", anchor=False)
        return
    children = about_rows(db, actor, view.record.id)
    head.title(_heading(children), anchor=False)
    st.header("Figures", anchor=False)
    st.write(FIGURES)
    downloads(view.record.id, draft=True)
    st.header("Single answers", anchor=False)
    if not children:
        st.write("When children have sent answers, they can be taken out here, with a reason.")
        return
    _warning()
    _form(db, actor, view.record.id)


def _heading(children: int) -> str:
    if not children:
        return "Nobody has sent answers in this round yet."
    if children == 1:
        return "One child’s answers can be taken out."
    return f"{children:,} children’s answers can be taken out."


def _warning() -> None:
    """What the file is, before anybody can make it."""
    with st.container(key="rows-warning"):
        st.warning(WARNING)
        for line in WHAT:
            st.markdown(f"- {line}")


def _form(db: Database, actor: Actor, round_id: str) -> None:
    with st.form("rows-form"):
        reason = st.text_area(
            "What is it for, who will use it, and until when?",
            max_chars=LONGEST_REASON,
            key=f"rows-reason-{round_id}",
        )
        if not st.form_submit_button("Make the file with children’s words"):
            return
    now = datetime.now(UTC)
    try:
        found = take_rows(db, actor, round_id, reason, now)
    except (RowsRefused, RoundRefused) as refused:
        st.error(plain(str(refused)))
        return
    token = waiting().put(actor.name, "rows", f"{round_id}-rows", found, now)
    links = [f"[{label}](/download/rows/{token}.{kind})" for kind, label in LABELS.items()]
    st.success(f"It is made, and written into the audit trail: {' · '.join(links)}")
    st.write(FETCH)
