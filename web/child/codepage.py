"""The page that takes the code, in every language: the first that a child sees of us.

It needs no database and no script. While a child types, the browser fetches what the questions
of the Streamlit door need; a browser without a script is led to the light door instead.
"""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from surveys.screens import Screens, screens
from web import shell
from web.child import looks, plain, shared
from web.compress import packed

LIGHT, STREAMLIT = "light", "streamlit"
ADDRESS = {LIGHT: "/s", STREAMLIT: "/"}
"""Where each door's questions are, and its code page before them."""
_FOR_NO_SCRIPT = '<noscript><input type="hidden" name="door" value="light"></noscript>'


def respond(request: Request, door: str) -> Response:
    """The code page of a door, packed, as this browser asks for it."""
    with looks.as_asked(request):
        page = code_page(
            language=plain.language_in(request),
            door=door,
            wrong="again" in request.query_params,
            busy="wait" in request.query_params,
            on_shared=shared.is_shared(request.cookies),
        )
    return packed(page, request.headers)


def code_page(
    *, language: str, door: str, wrong: bool = False, busy: bool = False, on_shared: bool = False
) -> HTMLResponse:
    """The page that takes the code.

    `wrong` adds one sentence for every code that fails, `busy` one for too many at once.
    """
    words = screens(None, language)
    note = f'<p class="hd-note">{escape(words.shared_note)}</p>' if on_shared else ""
    carried = _carried(language, door)
    body = (
        f"{plain.languages(ADDRESS[door], language)}<h1>{escape(words.code_title)}</h1>"
        f'<p class="hd-lead">{escape(words.code_intro)}</p>{note}'
        f"{_problem(words.say_wait) if busy else ''}"
        f"{_form(words, carried, _problem(words.code_wrong) if wrong else '')}"
        f"{_say(words, carried)}"
    )
    head = shell.preloads() if door == STREAMLIT else ""
    foot = _foot(words, language)
    return plain.page(words.code_title, body, language=language, head=head, foot=foot)


def _form(words: Screens, carried: str, problem: str) -> str:
    described = "code-hint problem" if problem else "code-hint"
    return (
        f'<form method="post" action="/enter">{problem}{carried}'
        f'<p class="hd-lead"><label for="code"><strong>{escape(words.code_label)}</strong></label>'
        f'</p><p class="hd-quiet" id="code-hint">{escape(words.code_hint)}</p>'
        '<input class="hd-code" id="code" name="code" data-heard="code" required maxlength="40" '
        'autofocus autocomplete="off" autocapitalize="characters" spellcheck="false" dir="ltr" '
        f'aria-describedby="{described}"><div class="hd-ways"><button class="hd-button hd-main" '
        f'data-heard="start">{escape(words.code_go)}</button></div></form>'
    )


def _say(words: Screens, carried: str) -> str:
    return (
        f'<form method="post" action="/say" class="hd-foot">{carried}'
        f"<p>{escape(words.no_code)}</p>"
        f'<div class="hd-ways"><button class="hd-button" data-heard="say">'
        f"{escape(words.no_code_go)}</button></div></form>"
    )


def _problem(sentence: str) -> str:
    return (
        '<p class="hd-problem" id="problem" role="alert" data-heard="problem">'
        f"{escape(sentence)}</p>"
    )


def _carried(language: str, door: str) -> str:
    chosen = f'<input type="hidden" name="lang" value="{language}">{looks.field()}'
    if door == LIGHT:
        return f'{chosen}<input type="hidden" name="door" value="light">'
    return chosen + _FOR_NO_SCRIPT


def _foot(words: Screens, language: str) -> str:
    receipt = escape(plain.at("/receipt", language))
    return (
        f'<footer class="hd-foot"><p><a href="{receipt}" data-heard="receipt">'
        f"{escape(words.receipt_link)}</a></p>"
        f'<p><a href="/staff">{escape(words.staff)}</a></p>'
        f'<p><a href="/accessibility" hreflang="en" data-heard="accessibility">'
        f"{escape(words.everyone)}</a></p></footer>"
    )
