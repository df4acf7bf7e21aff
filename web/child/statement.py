"""`/accessibility`: the accessibility statement, needing neither a database nor a script.

Its text is the part of docs/safety/accessibility-statement.md between two marks, or of the copy
that the authority has completed (`HEARD_ACCESSIBILITY_FILE`). The text is written by whoever runs
Heard, in paragraphs, lists, headings, **bold** and links; everything is escaped all the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from data.settings import CHECKOUT, Settings
from surveys.screens import screens
from web import state
from web.child import plain
from web.compress import packed

SHIPPED = CHECKOUT / "docs" / "safety" / "accessibility-statement.md"
TITLE = "Accessibility statement"
BEGIN, END = (
    "<!-- shown at /accessibility from here -->",
    "<!-- shown at /accessibility to here -->",
)
_FOR_OFFICERS = re.compile(r"\s*\*\*\[check\]\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\((https://[^)\s]+)\)")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_MAIL, _PHONE = re.compile(r"[^\s@]+@[^\s@]+\.\w+"), re.compile(r"\+?[\d ]{6,}")


@dataclass(frozen=True, slots=True)
class Statement:
    """What is shown. `completed`: an authority says in the file's head that it is in use."""

    text: str
    completed: bool

    @classmethod
    def read(cls, file: Path) -> "Statement":
        """Read a file; raises OSError, or ValueError where its two marks are missing."""
        whole = file.read_text("utf-8")
        _, begin, rest = whole.partition(BEGIN)
        shown, end, _ = rest.partition(END)
        if not (begin and end):
            raise ValueError(f"{file} lacks the lines “{BEGIN}” and “{END}”.")
        in_use = re.search(r"^status: in use$", whole, re.MULTILINE)
        return cls(_FOR_OFFICERS.sub("", shown).strip(), in_use is not None)


async def page(request: Request) -> Response:
    """The statement, in English, in the looks of the light door."""
    return packed(plain.page(TITLE, body(state.settings())), request.headers)


def body(settings: Settings) -> str:
    """The page's HTML."""
    told = _statement(settings)
    filled = {
        "authority": escape(settings.authority),
        "address": escape(settings.public_url or "this website"),
        "contact": _contact(settings),
    }
    open_still = "" if told.completed else _unfinished(settings.authority)
    start = escape(screens().help_start)
    return (
        f"<h1>{TITLE}</h1>{open_still}{''.join(_blocks(told.text, filled))}"
        f'<div class="hd-ways"><a class="hd-button hd-main" href="/">{start}</a></div>'
    )


def _statement(settings: Settings) -> Statement:
    """The authority's own; ours, not completed, where it has none that can be read."""
    try:
        return Statement.read(settings.accessibility_file or SHIPPED)
    except (OSError, ValueError):
        return Statement.read(SHIPPED)


def _unfinished(authority: str) -> str:
    said = f"This is a starting text. {authority} has not completed and confirmed it yet."
    return f'<p class="hd-note">{escape(said)}</p>'


def _contact(settings: Settings) -> str:
    """Each way to reach the authority as a link; plainly, where it has not said one."""
    ways = [way.strip() for way in settings.accessibility_contact.split(",") if way.strip()]
    if not ways:
        return escape(
            f"{settings.authority} has not said here yet how to reach it about this. Until then, "
            "tell the person who gave you the code, or the person you work with."
        )
    return ", ".join(_way(way) for way in ways)


def _way(way: str) -> str:
    link = ""
    if way.startswith("https://"):
        link = way
    elif _MAIL.fullmatch(way):
        link = f"mailto:{way}"
    elif _PHONE.fullmatch(way):
        link = f"tel:{way.replace(' ', '')}"
    return f'<a href="{escape(link)}">{escape(way)}</a>' if link else escape(way)


def _blocks(text: str, filled: dict[str, str]) -> Iterator[str]:
    """The text's headings, lists and paragraphs as HTML."""
    for block in re.split(r"\n\s*\n", text):
        if block.startswith("## "):
            yield f'<h2 class="hd-ask">{_inline(block[3:], filled)}</h2>'
        elif block.startswith("- "):
            items = re.split(r"^- ", block, flags=re.MULTILINE)[1:]
            listed = "".join(f"<li>{_inline(item, filled)}</li>" for item in items)
            yield f'<ul class="hd-list">{listed}</ul>'
        else:
            yield f'<p class="hd-lead">{_inline(block, filled)}</p>'


def _inline(text: str, filled: dict[str, str]) -> str:
    """One block's words, with its links, its bold and what is filled in."""
    html = escape(" ".join(text.split()), quote=False)
    html = _LINK.sub(r'<a href="\2">\1</a>', html)
    html = _BOLD.sub(r"<strong>\1</strong>", html)
    for name, value in filled.items():
        html = html.replace(f"{{{name}}}", value)
    return html
