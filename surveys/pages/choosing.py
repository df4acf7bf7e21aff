"""Choosing the round that a page is about: the address names it, else the newest with answers."""

import streamlit as st

from surveys.pages.links import round_in_address
from surveys.permissions import Actor
from surveys.rounds import RoundView, listing
from surveys.store import Database


def choose_round(db: Database, actor: Actor) -> RoundView | None:
    """The chosen round; None, with a sentence on how to start, while there is none."""
    views = listing(db, actor)
    if not views:
        st.write(
            "There is no round yet. Open one on the page Rounds; what children say comes here."
        )
        return None
    ids = [view.record.id for view in views]
    named = round_in_address()
    newest = next((n for n, view in enumerate(views) if view.answered), 0)
    chosen = st.selectbox(
        "Round",
        ids,
        index=ids.index(named) if named in ids else newest,
        format_func=lambda round_id: views[ids.index(round_id)].record.title,
        key="round",
        on_change=_chosen,
    )
    return views[ids.index(chosen)]


def _chosen() -> None:
    """Keep the chosen round in the address, and begin it from its start."""
    st.query_params["round"] = st.session_state["round"]
    for name in [str(name) for name in st.session_state if str(name).startswith("at-")]:
        del st.session_state[name]
