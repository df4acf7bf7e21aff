"""Reports: write over the drafts, look at the documents, publish for the board."""

from datetime import UTC, datetime

import streamlit as st

from analysis.pages.board import downloads
from analysis.reports import (
    Changed,
    Drafting,
    ReportRefused,
    Section,
    drafting,
    publish,
    write_text,
)
from surveys.days import in_words
from surveys.pages.choosing import choose_round
from surveys.pages.links import link_to
from surveys.pages.markdown import plain
from surveys.pages.response import small
from surveys.permissions import MAY, Actor
from surveys.store import Database

AUDIENCE = MAY["write reports"]
NOT_KEPT = "Not kept yet: {sections}. Keep it before you publish, or it is not in the report."


def page(db: Database, actor: Actor) -> None:
    """One round's report: its texts, its documents, what is in the way, and publishing."""
    head = st.container()
    view = choose_round(db, actor)
    if view is None:
        head.title("Reports for the board are written here.", anchor=False)
        return
    now = datetime.now(UTC)
    found = drafting(db, actor, view.record.id, now)
    head.title(_heading(found), anchor=False)
    st.write(plain(f"Answered: {found.report.who.sentence}. Figures come from the page Results."))
    link_to("results", "See the figures", view.record.id)
    link_to("actions", "See the actions", view.record.id)
    downloads(view.record.id, draft=True)
    if found.published is not None:
        downloads(view.record.id)
    unkept = [
        section.label
        for section in found.sections
        if not _section(db, actor, view.record.id, section, now)
    ]
    for warning in found.warnings:
        st.warning(plain(warning))
    _publish(db, actor, view.record.id, found, unkept, now)


def _heading(found: Drafting) -> str:
    if found.published is None:
        return "This report is a draft."
    day = in_words(found.published.published_at)
    return f"Report {found.published.number} was published on {day}."


def _section(db: Database, actor: Actor, round_id: str, section: Section, now: datetime) -> bool:
    """One text; whether it is kept as it stands in its field.

    The version it was opened at stays, so that nobody writes over another unseen.
    """
    opened = f"at-version-{round_id}-{section.name}"
    _, standing = st.session_state.setdefault(opened, (section.version, section.text))
    with st.container(border=True, key=f"text-{section.name}"):
        text = st.text_area(
            section.label,
            section.text,
            height=68 if section.name == "title" else 160,
            key=f"{section.name}-{round_id}",
        )
        kept = text in (section.text, standing)
        small(_state_of(section, kept=kept))
        if st.button("Keep this text", key=f"keep-{section.name}"):
            _keep(db, actor, round_id, section.name, text, now)
    return kept


def _keep(db: Database, actor: Actor, round_id: str, name: str, text: str, now: datetime) -> None:
    """Keep one text, or say what somebody else wrote meanwhile, or what is wrong with it."""
    opened = f"at-version-{round_id}-{name}"
    version, _ = st.session_state[opened]
    try:
        written = write_text(db, actor, round_id, name, text, version, now)
    except Changed as changed:
        _theirs(changed, opened)
        return
    except ReportRefused as refused:
        st.error(plain(str(refused)))
        return
    st.session_state[opened] = (written, text)
    st.rerun()


def _state_of(section: Section, *, kept: bool) -> str:
    if not kept:
        return "What you typed here is not kept yet."
    if section.version:
        return f"Written by {section.by}."
    return "A draft made from the figures." if section.text else "Nothing has been written yet."


def _theirs(changed: Changed, opened: str) -> None:
    """Show what somebody else wrote meanwhile; keeping again then writes over it knowingly."""
    if changed.theirs is None:
        return
    st.error(plain(f"{changed.theirs.by} has changed this text since you opened it. They wrote:"))
    st.text(changed.theirs.text)
    st.write("Bring both together in your text and keep it again.")
    st.session_state[opened] = (changed.theirs.version, changed.theirs.text)


def _publish(
    db: Database,
    actor: Actor,
    round_id: str,
    found: Drafting,
    unkept: list[str],
    now: datetime,
) -> None:
    st.header("Publish", anchor=False)
    if unkept:
        st.warning(plain(NOT_KEPT.format(sections="; ".join(unkept))))
        return
    if found.problems:
        st.write("Before it can be published:")
        for problem in found.problems:
            st.markdown(f"- {plain(problem)}")
        return
    small(
        "The board reads the report as it stands now. Its figures and texts do not change after "
        "that; a later version is a new report beside it."
    )
    if st.button("Publish for the board", type="primary", key="publish"):
        try:
            publish(db, actor, round_id, now)
        except ReportRefused as refused:
            st.error(plain(str(refused)))
            return
        st.rerun()
