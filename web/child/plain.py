"""Plain pages of the child's side: whole HTML documents that need no script and no database."""

import base64
import hashlib
from functools import cache
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from surveys.helplines import Helpline, Helplines, HelplinesProblem, helplines
from surveys.pages import DOOR_ASSETS
from surveys.screens import Screens, screens
from web import shell, state
from web.headers import policy

_PAGE = """<!DOCTYPE html>
<html lang="en-GB" class="heard-child">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<style>{styles}</style>
{head}</head>
<body>
<div class="hd">
<header class="hd-top">{top}</header>
<main>{body}</main>
{foot}
</div>
</body>
</html>
"""
_BUBBLE = "M24 5C13 5 5 12 5 21c0 6 3 10 8 13l-2 9 10-6h3c11 0 19-7 19-16S35 5 24 5Z"
_SOUND = "M15 21v1M24 17v9M33 20v3"
ICON = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="#12436D"
stroke-width="4" stroke-linecap="round" stroke-linejoin="round">
<path d="{_BUBBLE}" fill="#FFFDF7"/><path d="{_SOUND}"/></svg>"""
_MARK = f'<svg viewBox="0 0 48 48" aria-hidden="true"><path d="{_BUBBLE}{_SOUND}"/></svg>'


def page(
    title: str, body: str, *, status: int = 200, head: str = "", top: str = "", foot: str = ""
) -> HTMLResponse:
    """A whole page; `body` and the others are HTML that its maker has escaped."""
    whole = _PAGE.format(
        title=escape(f"{title} – {shell.TITLE}"),
        styles=_styles(),
        head=head,
        top=top or _brand() + help_link(screens()),
        body=body,
        foot=foot,
    )
    headers = {"content-security-policy": policy("child", styles=(_styles_hash(),))}
    return HTMLResponse(whole, status, headers)


def said(title: str, text: str, *, status: int = 200, start: bool = True) -> HTMLResponse:
    """A page that says one thing and leads back to the start."""
    go = f'<a class="hd-button hd-main" href="/">{escape(screens().help_start)}</a>'
    ways = f'<div class="hd-ways">{go}</div>' if start else ""
    body = f'<h1>{escape(title)}</h1><p class="hd-lead">{escape(text)}</p>{ways}'
    return page(title, body, status=status)


def help_link(words: Screens) -> str:
    """The way to help, top right on every page."""
    mark = (
        '<svg viewBox="0 0 48 48" aria-hidden="true"><path d="M24 41 8 25.2C3 20 6 10 14.4 10'
        "c4.4 0 "
        '7.4 2.4 9.6 6 2.2-3.6 5.2-6 9.6-6C42 10 45 20 40 25.2Z"/></svg>'
    )
    words_and_mark = f"{mark}{escape(words.help)}"
    return f'<a class="hd-corner hd-help" href="/help" data-heard="help">{words_and_mark}</a>'


def _brand() -> str:
    return f'<span class="hd-brand">{_MARK}{shell.TITLE}</span>'


async def help_page(_request: Request) -> Response:
    """Who to ring now. Works without the database."""
    words, lines = screens(), lines_to_show()
    own = f"<h2>{escape(words.help_own)}</h2>{_listed(words, lines.own)}" if lines.own else ""
    back = f'<a class="hd-button hd-main" href="/">{escape(words.help_back)}</a>'
    body = (
        f"<h1>{escape(words.help_title)}</h1>"
        f'<p class="hd-danger">{escape(words.help_danger)}</p>'
        f'<p class="hd-lead">{escape(words.help_intro)}</p>{own}{_listed(words, lines.lines)}'
        f'<div class="hd-ways">{back}</div>'
    )
    return page(words.help_title, body, top=" ")


async def no_such_page(_request: Request) -> Response:
    """An address that leads nowhere."""
    return said(screens().no_page_title, screens().no_page_text, status=404)


async def icon(_request: Request) -> Response:
    """Our mark in the browser's tab."""
    headers = {"cache-control": "public, max-age=86400"}
    return Response(ICON, media_type="image/svg+xml", headers=headers)


def lines_to_show() -> Helplines:
    """The helplines; the national ones alone where the authority's own file cannot be read."""
    try:
        return helplines(state.settings().helplines_file)
    except HelplinesProblem:
        return helplines(None)


def _listed(words: Screens, lines: tuple[Helpline, ...]) -> str:
    return f'<dl class="hd-lines">{"".join(_line(words, line) for line in lines)}</dl>'


def _line(words: Screens, line: Helpline) -> str:
    ring = (words.help_text if line.text else words.help_ring).format(number=line.number)
    return (
        f"<div><dt>{escape(line.name)}</dt><dd>{escape(line.note)}</dd>"
        f'<dd><a class="hd-ring" href="{escape(line.link)}">{escape(ring)}</a></dd></div>'
    )


@cache
def _styles() -> str:
    return (DOOR_ASSETS / "door.css").read_text("utf-8")


@cache
def _styles_hash() -> str:
    digest = hashlib.sha256(_styles().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
