"""The one way a child's words reach a page: exactly as typed, never as Markdown or HTML.

`st.text` sends them as text. As Markdown a picture link made the reader's browser call an outside
server, "$5 and $10" became mathematics and "# x" a heading: the child was misquoted. A test on
the syntax tree holds that words go to a page through here only.
"""

import streamlit as st

from surveys.languages import ENGLISH, language_of
from surveys.pages.script import run_script

BEGIN, END = "\u2068", "\u2069"
"""First strong isolate and pop directional isolate of Unicode: neither is seen nor printed."""

_LOOK = """
[data-testid="stText"] {
  width: 100%;
  font-size: 1.25rem;
  line-height: 1.6;
  text-align: start;
  max-width: 60ch;
  margin: .25rem 0;
  padding: .25rem 0;
  padding-inline-start: 1rem;
  border-inline-start: 4px solid #28A197;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  unicode-bidi: isolate;
}
[class*="-ur-rtl-"] [data-testid="stText"] { line-height: 2.2; }
[class*="st-key-by-staff-"] [data-testid="stText"] {
  font-size: 1rem;
  padding-inline-start: 0;
  border: none;
}
[class*="st-key-printed-"] [data-testid="stText"] {
  font-size: 1.125rem;
  padding-inline-start: 0;
  border: none;
}
[class*="st-key-matched-"] [data-testid="stText"] {
  font-size: 1rem;
  width: fit-content;
  padding: .1rem .6rem;
  border: none;
  border-radius: 4px;
  background: #FBE3B0;
}
button kbd { color: inherit !important; opacity: 1 !important; }
"""
_look = st.components.v2.component("heard_voice", css=_LOOK, isolate_styles=False)
_OTHERS, _NOTES = "quotes-in-other-languages", "notes-by-staff"


def voice(words: str, language: str = ENGLISH) -> None:
    """Show a child's words as they were typed, larger and set apart, the whole of them.

    Words in another language stand in a box whose name `quote.js` reads: it says to the browser
    which language they are in and from which side they are read.
    """
    if language == ENGLISH:
        st.text(isolated(words))
        return
    _in_its_language("said", words, language)


def printed(text: str, language: str) -> None:
    """Show what stands on a paper in another language: on a line of its own, from its own side."""
    _in_its_language("printed", text, language)


def _in_its_language(what: str, text: str, language: str) -> None:
    number = _next(_OTHERS)
    if number == 1:
        run_script("quote")
    direction = language_of(language).direction
    with st.container(key=f"{what}-{language}-{direction}-{number}"):
        st.text(isolated(text), width="stretch")


def by_staff(said: str) -> None:
    """Show what an adult wrote about a child, which may quote one: as typed, and not as a quote."""
    with st.container(key=f"by-staff-{_next(_NOTES)}"):
        st.text(isolated(said))


def _next(count: str) -> int:
    """The next number of its kind on this page."""
    number: int = st.session_state.get(count, 0) + 1
    st.session_state[count] = number
    return number


def isolated(words: str) -> str:
    """The words between two invisible marks.

    They keep Streamlit from taking away spaces and indents at the ends, and writing from right
    to left, or a mark that pretends to be, from turning what stands around it.
    """
    return f"{BEGIN}{words}{END}"


def matched(said: tuple[str, ...], key: str) -> None:
    """Show the words that matched a list, marked, outside the quote they stand in."""
    with st.container(key=f"matched-{key}", horizontal=True):
        for words in said:
            st.text(isolated(words), width="content")


def voice_look() -> None:
    """Give quotes, and the keys named on buttons, their look; call it once, where a page begins."""
    st.session_state[_OTHERS] = st.session_state[_NOTES] = 0
    _look(key="voice-look")
