"""The one way a child's words reach a page: exactly as typed, never as Markdown or HTML.

`st.text` sends them as text. As Markdown a picture link made the reader's browser call an outside
server, "$5 and $10" became mathematics and "# x" a heading: the child was misquoted. A test on
the syntax tree holds that words go to a page through here only.
"""

import streamlit as st

BEGIN, END = "\u2068", "\u2069"
"""First strong isolate and pop directional isolate of Unicode: neither is seen nor printed."""

_LOOK = """
[data-testid="stText"] {
  font-size: 1.25rem;
  line-height: 1.6;
  max-width: 60ch;
  margin: .25rem 0;
  padding: .25rem 0 .25rem 1rem;
  border-left: 4px solid #28A197;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  unicode-bidi: isolate;
}
[class*="st-key-matched-"] [data-testid="stText"] {
  font-size: 1rem;
  width: fit-content;
  padding: .1rem .6rem;
  border-left: none;
  border-radius: 4px;
  background: #FBE3B0;
}
button kbd { color: inherit !important; opacity: 1 !important; }
"""
_look = st.components.v2.component("heard_voice", css=_LOOK, isolate_styles=False)


def voice(words: str) -> None:
    """Show a child's words as they were typed, larger and set apart, the whole of them."""
    st.text(_isolated(words))


def _isolated(words: str) -> str:
    """The words between two invisible marks.

    They keep Streamlit from taking away spaces and indents at the ends, and writing from right
    to left, or a mark that pretends to be, from turning what stands around it.
    """
    return f"{BEGIN}{words}{END}"


def matched(said: tuple[str, ...], key: str) -> None:
    """Show the words that matched a list, marked, outside the quote they stand in."""
    with st.container(key=f"matched-{key}", horizontal=True):
        for words in said:
            st.text(_isolated(words), width="content")


def voice_look() -> None:
    """Give quotes, and the keys named on buttons, their look; call it once, where a page begins."""
    _look(key="voice-look")
