"""The child's ways in: a code, a link, the four words, or neither.

A child without our cookie gets a plain page of a few kilobytes that takes the code. With a live
cookie `/` gives Streamlit's page, where `web/main.py` draws where the child is, and `/s` the
light door's (`web.light.door`).
"""

import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from html import escape

import anyio
from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from data.clock import utc_now
from data.database import Unavailable
from data.words import WordsDamaged
from surveys import collect
from surveys.languages import ENGLISH, language_of
from surveys.screens import screens
from web import faults, shell, state
from web.child import belonging, codepage, cookies, looks, plain, shared
from web.child.codepage import ADDRESS, LIGHT, STREAMLIT
from web.child.forms import form_of
from web.child.openings import Openings
from web.child.tries import FOUR_WORDS, Tries, place_of
from web.watch import note_guessing

_log = logging.getLogger("heard.codes")
_tries, _words_tried = Tries(), Tries(FOUR_WORDS)
_looking_up = CapacityLimiter(4)
"""Threads that look codes up: a flood of tries leaves the others to children who answer."""
_openings = Openings()


class TooMany(RuntimeError):
    """So many tries are under way that this one is to come back later."""


@dataclass(frozen=True, slots=True)
class Entering:
    """How a child comes in: by which door, in which language, on a shared tablet or not.

    `looks`: the switches that were on before there was a sitting to keep them in.
    """

    door: str
    language: str
    shared: bool
    looks: str = ""

    @classmethod
    def of(cls, request: Request, door: str, language: str, on: str = "") -> "Entering":
        """As a page of ours asks for it; a door or a language that is not ours is the first."""
        known = door if door in ADDRESS else STREAMLIT
        is_shared = shared.is_shared(request.cookies)
        return cls(known, language_of(language).code, is_shared, ",".join(looks.known(on)))

    def to(self) -> RedirectResponse:
        """Send the browser to this door's page; the sitting knows the looks."""
        return RedirectResponse(plain.at(ADDRESS[self.door], self.language), 303)

    def back(self, **more: str) -> RedirectResponse:
        """Send the browser back to this door's code page, as it looked."""
        address = plain.at(ADDRESS[self.door], self.language, looks=self.looks, **more)
        return RedirectResponse(address, 303)


async def start(request: Request) -> Response:
    """`/`: the code page, or Streamlit's page for a device with a live cookie."""
    token = cookies.token_in(request.cookies)
    if token is None and request.headers.get("sec-fetch-site") == "cross-site":
        return once_more("/")
    if token is None or "again" in request.query_params:
        return codepage.respond(request, STREAMLIT)
    try:
        live = await run_sync(_is_live, token)
    except (Unavailable, WordsDamaged) as problem:
        return trouble(plain.language_known(request), faults.number_of(problem))
    if live:
        return shell.respond(request, "child")
    response = codepage.respond(request, STREAMLIT)
    cookies.remove(response)
    return response


async def enter(request: Request) -> Response:
    """Take a posted code. A page's script is answered in JSON, a form with a redirect."""
    form = await form_of(request)
    entering = _entering(request, form)
    if request.headers.get("accept", "").startswith("application/json"):
        return await _told(request, form.get("code", ""), entering)
    return await _led(request, form.get("code", ""), entering)


async def enter_by_link(request: Request) -> Response:
    """`/s/<code>`: what a printed square or a message opens; the code stays in no history."""
    entering = Entering.of(request, LIGHT, plain.language_in(request))
    return await _led(request, request.path_params["code"], entering)


async def say(request: Request) -> Response:
    """Have your say: let a child in without a code."""
    form = await form_of(request)
    entering = _entering(request, form)
    pause = _openings.pause(_client(request), time.monotonic())
    if pause is None:
        return entering.back(wait="1")
    await anyio.sleep(pause)
    try:
        token = await run_sync(_open, entering)
    except Unavailable:
        return trouble(entering.language)
    response = entering.to()
    cookies.put(response, token)
    return response


async def receipt(request: Request) -> Response:
    """The four words, in place of a code: own answers, in the light door."""
    form = await form_of(request)
    language = language_of(form.get("lang")).code
    entering = Entering.of(request, LIGHT, language, form.get("looks", ""))
    try:
        async with _turn(request, _words_tried):
            token = await run_sync(_by_words, form.get("words", ""), entering)
    except collect.CodeDoesNotWork:
        return RedirectResponse(
            plain.at("/receipt", language, looks=entering.looks, again="1"), 303
        )
    except TooMany:
        return RedirectResponse(plain.at("/receipt", language, looks=entering.looks, wait="1"), 303)
    except Unavailable:
        return trouble(language)
    response = entering.to()
    cookies.put(response, token)
    return response


async def let_in(request: Request, code: str, entering: Entering) -> str:
    """The token for a code. Raises CodeDoesNotWork, Unavailable, or TooMany in a flood of tries."""
    token = cookies.token_in(request.cookies)
    async with _turn(request, _tries):
        return await run_sync(_enter, code, token, entering, limiter=_looking_up)


def trouble(language: str = ENGLISH, number: str = "") -> Response:
    """Something is wrong on our side: said to a child without the reason, with its number."""
    words = screens(None, language)
    more, title = plain.to_quote(words, number), words.trouble_title
    return plain.said(title, words.trouble_text, language=language, status=503, more=more)


def once_more(address: str) -> HTMLResponse:
    """Ask a browser that comes from another site to come again from ours, with its cookie.

    SameSite=Strict keeps the cookie back on the way from another site, also when `/s/<code>`
    has just set it.
    """
    return plain.page(
        shell.TITLE,
        f'<p class="hd-lead"><a href="{address}">{escape(screens().carry_on)}</a></p>',
        head=f'<meta http-equiv="refresh" content="0;url={address}">',
    )


def _entering(request: Request, form: dict[str, str]) -> Entering:
    door, language = form.get("door", ""), form.get("lang", ENGLISH)
    return Entering.of(request, door, language, form.get("looks", ""))


async def _led(request: Request, code: str, entering: Entering) -> Response:
    try:
        token = await let_in(request, code, entering)
    except collect.CodeDoesNotWork:
        return entering.back(again="1")
    except TooMany:
        return entering.back(wait="1")
    except Unavailable:
        return trouble(entering.language)
    response = entering.to()
    cookies.put(response, token)
    return response


async def _told(request: Request, code: str, entering: Entering) -> Response:
    words = screens(None, entering.language)
    try:
        token = await let_in(request, code, entering)
    except collect.CodeDoesNotWork:
        return JSONResponse({"ok": False, "problem": words.code_wrong}, 403)
    except TooMany:
        return JSONResponse({"ok": False, "problem": words.say_wait}, 429)
    except Unavailable:
        return JSONResponse({"ok": False, "problem": words.trouble_text}, 503)
    response = JSONResponse({"ok": True})
    cookies.put(response, token)
    return response


@asynccontextmanager
async def _turn(request: Request, tries: Tries) -> AsyncIterator[None]:
    """One try of a code or of four words, after its wait; remembers one that did not work."""
    client = _client(request)
    pause = tries.begin(client, time.monotonic())
    if pause is None:
        raise TooMany
    try:
        await anyio.sleep(pause)
        yield
    except collect.CodeDoesNotWork:
        if tries.failed(client, time.monotonic()):
            _log.warning("Many codes that do not work were tried in the last five minutes.")
            with suppress(Unavailable):
                await run_sync(note_guessing, state.database(), utc_now())
        raise
    finally:
        tries.ended(client)


def _client(request: Request) -> str:
    return place_of(request.client.host) if request.client else ""


def _enter(code: str, token: str | None, how: Entering) -> str:
    entered = collect.enter(
        state.database(),
        code,
        door=how.door,
        now=utc_now(),
        token=token,
        language=how.language,
        shared=how.shared,
    )
    return _as_it_looked(entered, how)


def _open(how: Entering) -> str:
    db, now = state.database(), utc_now()
    opened = collect.open_say(db, door=how.door, now=now, language=how.language, shared=how.shared)
    return _as_it_looked(opened, how)


def _by_words(words: str, how: Entering) -> str:
    token = collect.by_receipt(state.database(), words, now=utc_now(), shared=how.shared)
    return _as_it_looked(token, how)


def _as_it_looked(token: str, how: Entering) -> str:
    """The sitting takes over the looks of the page that led to it."""
    if how.looks:
        collect.save(state.database(), token, {"go": f"looks:{how.looks}"}, utc_now())
    return token


def _is_live(token: str) -> bool:
    return belonging.look_up(state.database(), token, utc_now()) is not None
