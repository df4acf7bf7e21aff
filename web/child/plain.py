"""Plain pages of the child's side: whole HTML documents that need no script and no database."""

from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from surveys.helplines import Helplines, HelplinesProblem, helplines
from surveys.languages import ENGLISH, LANGUAGES, language_of, preferred
from surveys.screens import Screens, screens
from web import shell, state
from web.child import looks
from web.headers import policy
from web.light import files, sheet
from web.light.pictures import picture

_BUBBLE = "M24 5C13 5 5 12 5 21c0 6 3 10 8 13l-2 9 10-6h3c11 0 19-7 19-16S35 5 24 5Z"
_SOUND = "M15 21v1M24 17v9M33 20v3"
ICON = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="#12436D"
stroke-width="4" stroke-linecap="round" stroke-linejoin="round">
<path d="{_BUBBLE}" fill="#FFFDF7"/><path d="{_SOUND}"/></svg>"""
_MARK = f'<svg viewBox="0 0 48 48" aria-hidden="true"><path d="{_BUBBLE}{_SOUND}"/></svg>'


def page(
    title: str,
    body: str,
    *,
    language: str = ENGLISH,
    status: int = 200,
    head: str = "",
    top: str = "",
    foot: str = "",
    styled: bool = True,
    named: bool = True,
) -> HTMLResponse:
    """A whole page; `body` and the others are HTML that its maker has escaped.

    Not `styled` for a page of ours that shows it inside itself; not `named` where nothing may say
    whose page it is: no name in the tab, and no voice.
    """
    known = language_of(language)
    where = f'lang="{known.voice if language == ENGLISH else known.code}" dir="{known.direction}"'
    words = screens(None, language)
    script = f'<script type="module" src="{files.address("plain")}"></script>\n' if named else ""
    whole = (
        f'<!DOCTYPE html>\n<html {where} class="heard-child">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(f'{title} – {shell.TITLE}' if named else title)}</title>\n"
        '<link rel="icon" href="/icon.svg" type="image/svg+xml">\n'
        f"<style>{files.style() if styled else ''}</style>\n{script}{head}</head>\n<body>\n"
        f'<div class="hd" {where} data-looks="{" ".join(looks.now())}"'
        f"{sheet.voiced(words, language)}>\n"
        f'<header><div class="hd-top">{top or brand() + help_link(words, language)}</div>'
        f"{looks.tool(words)}</header>\n<main>{body}</main>\n{foot}\n</div>\n</body>\n</html>\n"
    )
    headers = {"content-security-policy": policy("child", styles=(files.style_hash(),))}
    return HTMLResponse(whole, status, headers)


def said(
    title: str,
    text: str,
    *,
    language: str = ENGLISH,
    status: int = 200,
    more: str = "",
    back: str = "/",
    back_in: str = "",
) -> HTMLResponse:
    """A page that says one thing and leads back to the start, in another language if wanted."""
    start = escape(screens(None, language).help_start)
    where = escape(at(back, back_in or language))
    go = f'<a class="hd-button hd-main" href="{where}">{start}</a>'
    lead = f'<p class="hd-lead">{escape(text)}</p>'
    body = f'<h1>{escape(title)}</h1>{lead}{more}<div class="hd-ways">{go}</div>'
    return page(title, body, language=language, status=status)


def to_quote(words: Screens, number: str) -> str:
    """The number of a fault as a child reads it; "" for none."""
    if not number:
        return ""
    told = words.quote_number.format(number=f"\u2066{number}\u2069")
    return f'<p class="hd-quiet hd-lead" data-heard="number">{escape(told)}</p>'


def help_link(words: Screens, language: str = ENGLISH) -> str:
    """The way to help, at the end of the top of every page."""
    inside = picture("help", "") + escape(words.help)
    where = escape(at("/help", language))
    return f'<a class="hd-corner hd-help" href="{where}" data-heard="help">{inside}</a>'


def at(address: str, language: str, **more: str) -> str:
    """One of our addresses in a language; English is what a page says by itself.

    It leads on with the looks of the page that it stands on.
    """
    on = {looks.FIELD: looks.carried()}
    asked = {name: value for name, value in (on | more).items() if value}
    if language != ENGLISH:
        asked["lang"] = language
    return f"{address}?{urlencode(asked)}" if asked else address


def brand() -> str:
    """Our mark and name, where a page has nothing to leave."""
    return f'<span class="hd-brand">{_MARK}{shell.TITLE}</span>'


def language_in(request: Request) -> str:
    """The language that an address asks for; English for any other."""
    return language_of(request.query_params.get("lang")).code


def language_known(request: Request) -> str:
    """The language to say trouble in, when the child's own cannot be looked up.

    The one in the address, else the one that the browser asks for.
    """
    asked = request.query_params.get("lang")
    return (
        language_of(asked).code if asked else preferred(request.headers.get("accept-language", ""))
    )


def languages(address: str, here: str, **more: str) -> str:
    """Links to the same page in every language, each by its own name for itself."""
    current = {here: ' aria-current="true"'}
    links = "".join(
        f'<a class="hd-pick" href="{escape(at(address, one.code, **more))}" lang="{one.code}" '
        f'hreflang="{one.code}" dir="{one.direction}" data-heard="language"'
        f"{current.get(one.code, '')}>{escape(one.name)}</a>"
        for one in LANGUAGES.values()
    )
    name = escape(screens(None, here).languages)
    return f'<nav class="hd-picks" aria-label="{name}">{links}</nav>'


def lines_to_show(language: str = ENGLISH) -> Helplines:
    """The helplines; the national ones alone where the authority's own file cannot be read."""
    try:
        return helplines(state.settings().helplines_file, language)
    except HelplinesProblem:
        return helplines(None, language)


async def no_such_page(request: Request) -> Response:
    """An address that leads nowhere."""
    words = screens(None, language_in(request))
    return said(words.no_page_title, words.no_page_text, language=language_in(request), status=404)


async def icon(_request: Request) -> Response:
    """Our mark in the browser's tab."""
    headers = {"cache-control": "public, max-age=86400"}
    return Response(ICON, media_type="image/svg+xml", headers=headers)
