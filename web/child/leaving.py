"""The way out: what is on the page is kept, this sitting ends, and nothing stays behind."""

from html import escape

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from data.clock import utc_now
from data.database import Unavailable
from data.words import WordsDamaged
from surveys import collect
from surveys.languages import ENGLISH
from surveys.screens import screens
from web import state
from web.child import belonging, cookies, plain, shared
from web.child.answer import LARGEST
from web.child.forms import body
from web.light import posted
from web.light.posted import Posted

_AFTER = {"left": "/left", "later": "/not-now"}


async def leave(request: Request) -> Response:
    """End this device's sitting; what was answered stays, also what this form still holds."""
    form = posted.read(await body(request, LARGEST))
    token = cookies.token_in(request.cookies)
    if token is not None:
        await run_sync(_end, token, form)
    after = _AFTER.get(form.how, "/")
    came = {"say": "1"} if form.no_code and after == "/not-now" else {}
    language = _of_the_next(request, form.language) if after == "/" else form.language
    response = RedirectResponse(plain.at(after, language, **came), 303)
    response.headers["clear-site-data"] = '"storage"'
    cookies.remove(response)
    return response


async def left(request: Request) -> Response:
    """After leaving: whoever looks over a shoulder sees no name, no survey and no word of one."""
    language = plain.language_in(request)
    words = screens(None, language)
    home = escape(plain.at("/", _of_the_next(request, language)))
    start = f'<a class="hd-button hd-plain" href="{home}">'
    return plain.page(
        words.help_start,
        f'<h1 class="hd-only-heard">{escape(words.left_title)}</h1>'
        f'<div class="hd-ways">{start}{escape(words.help_start)}</a></div>',
        language=language,
        top=plain.help_link(words, language),
        named=False,
    )


async def not_now(request: Request) -> Response:
    """After choosing not to answer now."""
    words = screens(None, plain.language_in(request))
    text = words.not_now_no_code if _no_code(request) else words.not_now_text
    here = plain.language_in(request)
    return plain.said(words.not_now_title, text, language=here, back_in=_of_the_next(request, here))


def _no_code(request: Request) -> bool:
    """Whether it was a child who came without a code, and has none to come back with."""
    return "say" in request.query_params


def _of_the_next(request: Request, language: str) -> str:
    """The language of the first page after this child: a shared tablet begins anew for each."""
    return ENGLISH if shared.is_shared(request.cookies) else language


def _end(token: str, form: Posted) -> None:
    try:
        _last_words(token, form)
        collect.leave(state.database(), token, utc_now())
    except (Unavailable, WordsDamaged):
        return  # the cookie goes all the same; the sitting ends with the browser


def _last_words(token: str, form: Posted) -> None:
    db, now = state.database(), utc_now()
    if form.question and form.answered and form.mark == belonging.mark_of(db, token, now):
        collect.save(db, token, {**form.message(), "go": None}, now)
