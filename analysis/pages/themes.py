"""Themes: what children wrote about, by the number of comments that people gave each theme."""

import streamlit as st

from analysis.themes import ThemeLine, ThemeSummary, theme_summary
from surveys.pages.choosing import choose_round
from surveys.pages.links import link_to
from surveys.pages.markdown import plain
from surveys.pages.response import small
from surveys.permissions import MAY, Actor, may
from surveys.store import Database

AUDIENCE = MAY["see results"]


def page(db: Database, actor: Actor) -> None:
    """The round's themes, most comments first, with their base and what is still to do."""
    head = st.container()
    view = choose_round(db, actor)
    if view is None:
        head.title("What children wrote about.", anchor=False)
        return
    found = theme_summary(db, actor, view.record.id)
    head.title(plain(_heading(found)), anchor=False)
    st.write(f"Answered: {view.rate}. {_base(found)}")
    if may(actor, "give themes") and found.to_do:
        link_to("coding", "Give themes", view.record.id)
    for line in found.lines:
        _bar(line, found)
    if found.lines:
        _table(found)
        _how_to_read(found)


def _heading(found: ThemeSummary) -> str:
    if not found.comments:
        return "No comment has come in yet."
    if not found.done:
        return "Nobody has looked at the comments yet."
    if not found.lines or found.lines[0].count is None:
        return f"{found.done:,} of {found.comments:,} comments have been looked at."
    first = found.lines[0]
    return f"Most often: {first.name}."


def _base(found: ThemeSummary) -> str:
    if not found.comments:
        return "Themes that people give to comments will be counted here."
    waits = f"{found.to_do:,} still wait for a person." if found.to_do else "None waits."
    will = "" if found.lines else " The themes that people give will stand here."
    return f"A person has looked at {found.done:,} of {found.comments:,} comments; {waits}{will}"


def _bar(line: ThemeLine, found: ThemeSummary) -> None:
    """One theme's bar, labelled with its figure; a withheld one says so and has no bar."""
    if line.count is None:
        st.markdown(f"**{plain(line.name)}**: too few to show")
    else:
        said = f"**{plain(line.name)}**: {line.count:,} of the {found.done:,} looked at"
        st.progress(line.count / found.done, text=said)


def _table(found: ThemeSummary) -> None:
    with st.expander("The same as a table"):
        st.table(
            {
                "Theme": [plain(line.name) for line in found.lines],
                "Comments": [
                    "too few to show" if line.count is None else f"{line.count:,}"
                    for line in found.lines
                ],
                "What counts": [plain(line.counts) for line in found.lines],
            }
        )


def _how_to_read(found: ThemeSummary) -> None:
    small(
        "Only themes that a person gave are counted, never suggestions. A comment can have several "
        "themes. How often something is said is not how much it matters."
    )
    if found.withheld:
        small(
            f"“Too few to show”: fewer than {found.smallest_shown} children, or so few others "
            "that the figure would show them. Read their words instead."
        )
