"""What staff typed (names, titles, teams) in headings and labels, where Streamlit reads Markdown.

Children's words never come this way: they go through `voice()`.
"""

import re

_MEANING = re.compile(r"([\\`*_{}\[\]<>#!|~$:&])|(?<=^)([-+])(?=\s)|(?<=^\d)([.)])(?=\s)")


def plain(text: str) -> str:
    """The text so that Markdown shows it as typed: every mark that could mean something escaped."""
    return _MEANING.sub(lambda mark: "\\" + mark[0], " ".join(text.split("\n")))
