"""The child's way in and out: the code page at `/`, a code or a link, and leaving.

A child without our cookie gets a plain page of a few kilobytes that takes the code; while they
type, the browser fetches what the questions need. With a live cookie the same address gives
Streamlit's page, and `web/main.py` draws where the child is.
"""

import time
from html import escape
from urllib.parse import parse_qs

import anyio
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from data.clock import utc_now
from data.database import Unavailable
from data.words import WordsDamaged
from surveys import collect
from surveys.screens import screens
from web import shell, state
from web.child import belonging, cookies, plain
from web.child.tries import Tries
from web.compress import packed

LARGEST_FORM = 4096
"""Bytes of a posted code; more is not read."""
AGAIN = "/?again=1"
"""The code page with the sentence about a code that does not work."""
_AFTER = {"left": "/left", "later": "/not-now"}
_tries = Tries()


async def start(request: Request) -> Response:
    """`/`: the code page, or Streamlit's page for a device with a live cookie."""
    token = cookies.token_in(request.cookies)
    if token is None and request.headers.get("sec-fetch-site") == "cross-site":
        return _once_more()
    if token is None or "again" in request.query_params:
        return packed(code_page(wrong="again" in request.query_params), request.headers)
    try:
        live = await run_sync(_is_live, token)
    except (Unavailable, WordsDamaged):
        return trouble()
    if live:
        return shell.respond(request, "child")
    response = code_page()
    cookies.remove(response)
    return response


async def enter(request: Request) -> Response:
    """Take a posted code. A page's script is answered in JSON, a form with a redirect."""
    form = parse_qs((await body(request, LARGEST_FORM)).decode("utf-8", "replace"))
    wants_json = request.headers.get("accept", "").startswith("application/json")
    return await _let_in(request, form.get("code", [""])[0], wants_json=wants_json)


async def enter_by_link(request: Request) -> Response:
    """`/s/<code>`: what a printed square or a message opens."""
    return await _let_in(request, request.path_params["code"], wants_json=False)


async def leave(request: Request) -> Response:
    """End this device's sitting; what was answered stays."""
    form = parse_qs((await body(request, LARGEST_FORM)).decode("utf-8", "replace"))
    token = cookies.token_in(request.cookies)
    if token is not None:
        await run_sync(_end, token)
    response = RedirectResponse(_AFTER.get(form.get("how", [""])[0], "/"), 303)
    response.headers["clear-site-data"] = '"storage"'
    cookies.remove(response)
    return response


async def left(_request: Request) -> Response:
    """After leaving."""
    return plain.said(screens().left_title, screens().left_text)


async def not_now(_request: Request) -> Response:
    """After choosing not to answer now."""
    return plain.said(screens().not_now_title, screens().not_now_text)


def code_page(*, wrong: bool = False) -> HTMLResponse:
    """The page that takes the code; `wrong` adds one sentence for every code that fails."""
    words = screens()
    problem = (
        f'<p class="hd-problem" id="problem" role="alert" data-heard="problem">'
        f"{escape(words.code_wrong)}</p>"
        if wrong
        else ""
    )
    described = "code-hint problem" if wrong else "code-hint"
    form = f"""<form method="post" action="/enter">{problem}
<p class="hd-lead"><label for="code"><strong>{escape(words.code_label)}</strong></label></p>
<p class="hd-quiet" id="code-hint">{escape(words.code_hint)}</p>
<input class="hd-code" id="code" name="code" data-heard="code" required maxlength="40" autofocus
 autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="{described}">
<div class="hd-ways"><button class="hd-button hd-main" data-heard="start">{escape(words.code_go)}
</button></div></form>"""
    title = f'<h1>{escape(words.code_title)}</h1><p class="hd-lead">{escape(words.code_intro)}</p>'
    foot = f'<footer class="hd-foot"><a href="/staff">{escape(words.staff)}</a></footer>'
    return plain.page(words.code_title, title + form, head=shell.preloads(), foot=foot)


def trouble() -> Response:
    """Something is wrong on our side: said to a child without the reason."""
    return plain.said(screens().trouble_title, screens().trouble_text, status=503)


async def body(request: Request, most: int) -> bytes:
    """The request's body; b"" when it is longer than `most` bytes."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size <= most:
            parts.append(part)
    return b"".join(parts) if size <= most else b""


async def _let_in(request: Request, code: str, *, wants_json: bool) -> Response:
    client = request.client.host if request.client else ""
    await anyio.sleep(_tries.pause(client, time.monotonic()))
    try:
        token = await run_sync(_enter, code, cookies.token_in(request.cookies))
    except collect.CodeDoesNotWork:
        _tries.failed(client, time.monotonic())
        refusal = JSONResponse({"ok": False, "problem": screens().code_wrong}, 403)
        return refusal if wants_json else RedirectResponse(AGAIN, 303)
    except Unavailable:
        text = screens().trouble_text
        return JSONResponse({"ok": False, "problem": text}, 503) if wants_json else trouble()
    response = JSONResponse({"ok": True}) if wants_json else RedirectResponse("/", 303)
    cookies.put(response, token)
    return response


def _enter(code: str, token: str | None) -> str:
    return collect.enter(state.database(), code, door="streamlit", now=utc_now(), token=token)


def _is_live(token: str) -> bool:
    return belonging.look_up(state.database(), token, utc_now()) is not None


def _end(token: str) -> None:
    try:
        collect.leave(state.database(), token, utc_now())
    except Unavailable:
        return  # the cookie goes all the same; the sitting ends with the browser


def _once_more() -> HTMLResponse:
    """Ask a browser that comes from another site to come again from ours, with its cookie.

    SameSite=Strict keeps the cookie back on the way from another site, also when `/s/<code>`
    has just set it.
    """
    return plain.page(
        shell.TITLE,
        f'<p class="hd-lead"><a href="/">{escape(screens().carry_on)}</a></p>',
        head='<meta http-equiv="refresh" content="0;url=/">',
    )
