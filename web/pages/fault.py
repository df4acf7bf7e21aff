"""What a page shows when our own script breaks: a sentence and a number to quote."""

from urllib.parse import urlsplit

import streamlit as st

from surveys.languages import language_of, preferred
from surveys.pages import asking, drawn
from web import faults
from web.child import cookies


def childs_token() -> str | None:
    """The cookie of the child in front of this page; None on the pages of staff."""
    on_first_page = urlsplit(st.context.url or "/").path in ("", "/")
    return cookies.token_in(st.context.cookies) if on_first_page else None


def language_known() -> str:
    """The language to say trouble in: that of the address, else the one the browser asks for."""
    asked = st.query_params.get("lang")
    wanted = st.context.headers.get("accept-language") or ""
    return language_of(asked).code if asked else preferred(wanted)


def show(problem: Exception) -> bool:
    """Note a fault and say its number; True: Streamlit shows nothing of its own."""
    number = faults.numbered(problem)
    if childs_token() is not None:
        asking.draw(drawn.trouble(number, language_known()))
    else:
        st.error(faults.FOR_STAFF.format(number=number))
    return True
