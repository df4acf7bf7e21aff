"""Links from one staff page to another, and which round a page is about."""

import streamlit as st

from surveys.pages.markdown import plain

ON = ":material/arrow_forward:"
BACK = ":material/arrow_back:"


def link_to(path: str, label: str, round_id: str | None = None, icon: str = ON) -> None:
    """A link to the staff page at `/path`, opened on one round where it is given."""
    page = st.Page(_elsewhere, title=label, url_path=path)
    query = {"round": round_id} if round_id else None
    st.page_link(
        page,
        label=plain(label),
        icon=icon,
        icon_position="right" if icon == ON else "left",
        query_params=query,
    )


def round_in_address() -> str | None:
    """The round that the page's address names, if any."""
    return st.query_params.get("round")


def _elsewhere() -> None:
    """Stands for the page behind a link; Streamlit matches pages by their address only."""
