"""`/s`: the light door. Answered at the edge, before the layers that Streamlit puts round a route.

GET draws where the child is. POST keeps what a form says, moves, and sends the browser back to
GET; a page's own script asks for the next page in the same answer (`x-heard-page`) and is spared
the way round. What cannot be kept comes back in the page that answers (`web.light.unkept`).
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import TypeVar

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from data.clock import utc_now
from data.database import Database, Unavailable
from data.words import WordsDamaged
from surveys import collect
from surveys.answers import Wrote
from surveys.collect import Place, Saved
from surveys.screens import screens
from web import compress, faults, state
from web.child import answer, arriving, belonging, codepage, cookies, plain
from web.child.forms import body as body_of
from web.headers import policy
from web.light import files, posted, steps, unkept
from web.light.posted import Posted
from web.light.sheet import Page

T = TypeVar("T")
HERE = "/s"
WANTS_PAGE = "x-heard-page"
# As for /answer: while another program holds the database every save waits, and all fail together.
_workers = ThreadPoolExecutor(max_workers=64, thread_name_prefix="light")


class LightDoor:
    """Takes what is under `/s` and the light door's files; everything else goes on."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for the light door, or pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == HERE and scope["method"] in ("GET", "HEAD", "POST"):
            response = await _answer(Request(scope, receive))
            await response(scope, receive, send)
        elif asset := files.find(scope["path"]):
            await compress.respond(asset, Headers(scope=scope))(scope, receive, send)
        else:
            await self._app(scope, receive, send)


async def _answer(request: Request) -> Response:
    try:
        return await (_post if request.method == "POST" else _get)(request)
    except (Unavailable, WordsDamaged) as problem:
        number = faults.number_of(problem)
        return sent(request, unkept.nothing_now(plain.language_known(request), number))


# --- GET --------------------------------------------------------------------------------------


async def _get(request: Request) -> Response:
    token = cookies.token_in(request.cookies)
    if token is None and request.headers.get("sec-fetch-site") == "cross-site":
        return arriving.once_more(HERE)
    page = await _in_thread(lambda: _drawn(request, token)) if token else None
    if page is not None:
        return sent(request, page)
    response = RedirectResponse(HERE, 303) if _gone(request) else codepage.respond(request, "light")
    if token is not None:
        cookies.remove(response)
    return response


def _drawn(request: Request, token: str) -> Page | None:
    """The page of this device's sitting; None where the code must be asked for."""
    place = _place(token)
    if place is None:
        return None
    mark = belonging.mark(state.database(), place.response)
    styled = not request.headers.get("referer", "").endswith(HERE)
    if place.shared and _gone(request):
        collect.leave(state.database(), token, utc_now())
        return None
    if place.shared and "still" in request.query_params:
        return steps.still_here(place, mark, styled=styled)
    return steps.of(place, mark, styled=styled)


def _gone(request: Request) -> bool:
    """Whether a shared tablet without a script found nobody there any more.

    The only address of ours that changes something by being looked at, for only a page that
    refreshes itself can ask for it; another site cannot.
    """
    ours = request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
    return ours and "gone" in request.query_params


# --- POST -------------------------------------------------------------------------------------


async def _post(request: Request) -> Response:
    form = posted.read(await body_of(request, answer.LARGEST))
    if form.code is not None:
        return await _with_code(request, form)
    token = cookies.token_in(request.cookies)
    if token is None:
        return sent(request, unkept.asks_code(form, "code_again", 401))
    page = await _in_thread(lambda: _kept(token, form, wants_page=WANTS_PAGE in request.headers))
    return sent(request, page) if page else _on(form)


def _on(form: Posted) -> Response:
    asked = {"door": "light", "ask": form.asks, "rk": form.mark}
    asked |= {"say": "1"} if form.no_code else {}
    after = plain.at("/help", form.language, **asked) if form.go == "help" else HERE
    return RedirectResponse(after, 303)


def _kept(token: str, form: Posted, *, wants_page: bool) -> Page | None:
    """Keep what was posted. None: it is kept, and the browser is to ask where the child is."""
    try:
        db, now = state.database(), utc_now()
        mark = belonging.mark_of(db, token, now)
        if mark is None:
            return unkept.asks_code(form, "code_again", 401)
        if form.mark != mark:
            return unkept.asks_code(form, "not_you", 403)
        saved = _saved(db, token, form, now)
        return _after(token, form, saved, mark, wants_page=wants_page)
    except (Unavailable, WordsDamaged) as problem:
        return unkept.trouble(form, faults.number_of(problem))


def _saved(db: Database, token: str, form: Posted, now: datetime) -> Saved:
    """Keep it; words that only go on from what another page wrote take their place at once."""
    message = form.message()
    saved = collect.save(db, token, message, now)
    if saved.status == "conflict" and form.words.startswith(saved.words or ""):
        saved = collect.save(db, token, message | {"base": saved.version}, now)
    return saved


def _after(token: str, form: Posted, saved: Saved, mark: str, *, wants_page: bool) -> Page | None:
    if saved.status == "no_sitting":
        return unkept.asks_code(form, "code_again", 401)
    if saved.status == "conflict":
        return _conflict(token, form, saved, mark)
    if saved.problem == "sent" and form.wrote and form.answered:
        return unkept.sent_already(form)
    refused = saved.status == "refused" and saved.place in ("", form.place)
    if not (refused or saved.removed or wants_page):
        return None
    place = _place(token)
    if place is None:
        return unkept.asks_code(form, "code_again", 401)
    words = screens(form.band, form.language)
    if refused:
        said = steps.Said(note=unkept.not_kept(words), kept=False)
        return steps.of(_with_words(place, form), mark, styled=False, said=said, status=400)
    note = unkept.removed(words, saved.removed) if saved.removed else ""
    return steps.of(place, mark, styled=False, said=steps.Said(problem=note))


def _conflict(token: str, form: Posted, saved: Saved, mark: str) -> Page | None:
    """Both pages' words in the box of their question, and the other page's above it."""
    place = _place(token)
    if place is not None and place.key != form.place:
        move = {"go": f"to:{form.question}", "from": place.key}
        collect.save(state.database(), token, move, utc_now())
        place = _place(token)
    if place is None or place.question is None or place.question.id != form.question:
        return unkept.asks_code(form, "code_again", 401)
    theirs = saved.words or ""
    both = replace(place, answer=Wrote(unkept.merged(form.words, theirs)), version=saved.version)
    note = unkept.other_page(screens(form.band, form.language), form, theirs)
    return steps.of(both, mark, styled=False, said=steps.Said(problem=note, kept=False), status=409)


def _with_words(place: Place, form: Posted) -> Place:
    here = place.question is not None and place.question.id == form.question
    return replace(place, answer=Wrote(form.words)) if here and form.wrote else place


# --- the code, beside words that wait -----------------------------------------------------------


async def _with_code(request: Request, form: Posted) -> Response:
    """Let the child in again and keep what waited, if the code is the one it was written under."""
    entering = arriving.Entering.of(request, door="light", language=form.language)
    if not (form.code or "").strip():
        return sent(request, unkept.asks_code(form, "code_missing", 400))
    try:
        token = await arriving.let_in(request, form.code or "", entering)
    except collect.CodeDoesNotWork:
        return sent(request, unkept.asks_code(form, "code_wrong", 403))
    except arriving.TooMany:
        return sent(request, unkept.asks_code(form, "say_wait", 429))
    except Unavailable:
        return sent(request, unkept.trouble(form))
    page = await _in_thread(lambda: _kept(token, form, wants_page=WANTS_PAGE in request.headers))
    if page is not None and page.status == 403:
        return sent(request, page)  # another child's code: these words are not theirs
    response = sent(request, page) if page else _on(form)
    cookies.put(response, token)
    return response


# --- parts ------------------------------------------------------------------------------------


def _place(token: str) -> Place | None:
    return collect.place(state.database(), token, utc_now())


async def _in_thread(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(_workers, work)


@cache
def _policy() -> str:
    return policy("child", styles=(files.style_hash(),))


def sent(request: Request, page: Page) -> Response:
    """A page as a response, packed as the browser can."""
    content = page.html.encode("utf-8", "replace")
    headers = {
        "content-security-policy": _policy(),
        "vary": "accept-encoding, cookie",
    }
    encoding = compress.best_encoding(request.headers.get("accept-encoding", ""))
    if encoding:
        headers["content-encoding"] = encoding
        content = compress.pack_quickly(content, encoding)
    return Response(content, page.status, headers, media_type="text/html")
