"""Board: reports as they were published, and nothing else."""

import streamlit as st

from analysis.documents.formats import FORMATS, LABELS
from analysis.pages.showing import (
    show_actions,
    show_groups,
    show_pairs,
    show_question,
    show_trends,
    show_who,
    top_figure,
)
from analysis.report import Report
from analysis.reports import published, read
from surveys.days import in_words
from surveys.pages.links import link_to, round_in_address
from surveys.pages.markdown import plain
from surveys.pages.response import small
from surveys.permissions import MAY, Actor, may
from surveys.store import Database

AUDIENCE = MAY["read published reports"]


def page(db: Database, actor: Actor) -> None:
    """The published report that is chosen, the newest first."""
    head = st.container()
    listed = published(db, actor)
    if not listed:
        head.title("No report has been published yet.", anchor=False)
        st.write(
            "When the participation team publishes a report, it stands here: what children said, "
            "what adults do about it, and what came of it."
        )
        if may(actor, "write reports"):
            link_to("reports", "Write a report")
        return
    rounds = [one.round for one in listed]
    named = round_in_address()
    chosen = st.selectbox(
        "Report",
        rounds,
        index=rounds.index(named) if named in rounds else 0,
        format_func=lambda round_id: listed[rounds.index(round_id)].title,
        key="report",
    )
    found = read(db, actor, chosen)
    if found is not None:
        head.title(plain(found.title), anchor=False)
        _report(found)


def _report(found: Report) -> None:
    """The contract's six headings, the decisions first."""
    by = f"Published on {in_words(found.published)} by {found.published_by}."
    small(f"{found.authority}. {found.period}. {by}")
    downloads(found.round)
    _lines("What we ask the board to do", found.asks)
    _lines("Key messages", found.key_messages)
    st.header(plain(f"Who answered: {found.who.sentence}"), anchor=False)
    show_who(found.who)
    st.header("Results", anchor=False)
    _summary(found)
    with st.expander("Every question"):
        for result in found.results:
            show_question(result)
    _text("Analysis", found.analysis)
    _themes(found)
    st.header("Performance trends", anchor=False)
    show_trends(found.trends)
    show_pairs(found.pairs, found.pairs_caveat)
    with st.expander("Different groups"):
        show_groups(found.groups)
    _text("Outcomes", found.outcomes)
    show_actions(found)
    with st.expander("About these figures"):
        for line in found.method:
            st.markdown(f"- {plain(line)}")


def downloads(round_id: str, *, draft: bool = False) -> None:
    """Links to the report as documents; the route asks again who is there."""
    query = "?draft=yes" if draft else ""
    links = [f"[{LABELS[kind]}](/download/report/{round_id}.{kind}{query})" for kind in FORMATS]
    what = "the draft" if draft else "the published report"
    st.markdown(f"Download {what}: {' · '.join(links)}")


def _lines(title: str, lines: tuple[str, ...]) -> None:
    if lines:
        st.header(title, anchor=False)
        for line in lines:
            st.markdown(f"- {plain(line)}")


def _text(title: str, text: str) -> None:
    st.header(title, anchor=False)
    for line in text.splitlines() or ["Nothing has been written here."]:
        st.write(plain(line))


def _summary(found: Report) -> None:
    """The followed questions on one table, as the paper has them."""
    tracked = [result for result in found.results if result.tracked]
    if not tracked:
        return
    st.table(
        {
            "Question": [plain(result.text) for result in tracked],
            "Top answers": [plain(r.top.label) if r.top else "" for r in tracked],
            "Children": [top_figure(result) for result in tracked],
        }
    )


def _themes(found: Report) -> None:
    of = "" if found.comments_coded is None else f" of {found.comments_coded:,}"
    for theme in found.themes[:5]:
        if theme.count is not None:
            st.markdown(f"- {plain(theme.name)}: {theme.count:,}{of} comments")
