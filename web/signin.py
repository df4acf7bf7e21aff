"""The plain staff routes: sign in, choose a password by a one-time link, sign out.

The guard at the edge has refused posts from other sites before they come here. A one-time link
carries its token in the path once; the token moves into a cookie and the address is clean, so
it stays out of the browser's history. Argon2 runs in a thread, two at a time in the process.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial, wraps
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from data.clock import utc_now
from data.database import Unavailable
from web import accounts, desk, sessions, state
from web.accounts import SignInRefused
from web.desk import Field
from web.members import AccountProblem
from web.patience import TOO_LONG_S, Patience

T = TypeVar("T")
Handler = Callable[[Request], Awaitable[Response]]

HOME = "/today"
WELCOME_COOKIE_S = 1800
MOST_BYTES = 16_384
_AFTER = {
    "password": "Your password is set. Sign in with it now.",
    "out": "You are signed out.",
}
_patience = Patience()
_argon_turns = CapacityLimiter(2)


class TooMuch(ValueError):
    """A post is larger than any of our forms."""


def said_plainly(handler: Handler) -> Handler:
    """Answer with a page and a sentence when the database cannot be reached."""

    @wraps(handler)
    async def answered(request: Request) -> Response:
        try:
            return await handler(request)
        except Unavailable as problem:
            body = desk.heading("Heard cannot open its records just now.")
            return desk.page("Try again soon", body + desk.paragraph(str(problem)), 503)
        except TooMuch:
            return PlainTextResponse("That is more than this form can hold.", 413)

    return answered


# --- sign in and out --------------------------------------------------------------------------


@said_plainly
async def show_sign_in(request: Request) -> Response:
    """The sign-in form, or straight on for somebody who is signed in."""
    if await to_thread.run_sync(sessions.staff_of, request.cookies, utc_now()):
        return RedirectResponse(HOME, 303)
    return _sign_in_page(notice=_AFTER.get(request.query_params.get("after", ""), ""))


@said_plainly
async def sign_in(request: Request) -> Response:
    """Check a name and a password; a session and the way to Today, or what to do about it."""
    fields = await _fields(request)
    name, client = fields.get("name", ""), request.client.host if request.client else ""
    problems = _missing(fields, name="Write your name.", password="Write your password.")  # noqa: S106
    if problems:
        return _sign_in_page(name, problems, status=422)
    wait = _patience.wait(client, _known_as(name), utc_now())
    if wait > TOO_LONG_S:
        return _later(name, wait)
    await asyncio.sleep(wait)
    return await _signed_in(client, name, fields["password"])


async def _signed_in(client: str, name: str, password: str) -> Response:
    now = utc_now()
    try:
        token = await _with_argon(accounts.sign_in, name, password, now)
    except SignInRefused as refused:
        _patience.failed(client, _known_as(name), now)
        return _sign_in_page(name, {"password": str(refused)}, status=422)
    _patience.succeeded(client, _known_as(name))
    response = RedirectResponse(HOME, 303)
    sessions.set_cookie(response, state.settings(), token)
    return response


@said_plainly
async def sign_out(request: Request) -> Response:
    """End the session in the database and take its cookie away."""
    token = sessions.token_in(request.cookies, state.settings())
    if token:
        await to_thread.run_sync(accounts.sign_out, state.database(), token, utc_now())
    response = RedirectResponse("/staff?after=out", 303)
    sessions.clear_cookie(response, state.settings())
    return response


def _sign_in_page(
    name: str = "",
    problems: Mapping[str, str] | None = None,
    *,
    notice: str = "",
    status: int = 200,
) -> Response:
    wrong = problems or {}
    body = desk.heading("Sign in to hear what children said")
    body += desk.paragraph(notice, "status") if notice else ""
    fields = [
        Field("name", "Your name", "text", "username", value=name, problem=wrong.get("name", "")),
        Field(
            "password",
            "Your password",
            "password",
            "current-password",
            problem=wrong.get("password", ""),
        ),
    ]
    body += desk.form("/staff", fields, "Sign in")
    body += (
        '<p class="aside">No account yet, or no longer sure of your password? An administrator '
        'of Heard gives you a link.<br>Have you come with a code? <a href="/">Go to the first '
        "page</a>.</p>"
    )
    return desk.page(_titled("Sign in", wrong), body, status)


def _later(name: str, wait: float) -> Response:
    sentence = f"Too many tries from here. Wait {round(wait)} seconds, then try again."
    response = _sign_in_page(name, {"password": sentence}, status=429)
    response.headers["retry-after"] = str(round(wait))
    return response


# --- the one-time link ------------------------------------------------------------------------


async def take_link(request: Request) -> Response:
    """Move the link's token into a cookie and go on to a clean address."""
    response = RedirectResponse("/staff/welcome", 303)
    response.set_cookie(
        _welcome_cookie(),
        request.path_params["token"],
        max_age=WELCOME_COOKIE_S,
        secure=sessions.secure(state.settings()),
        httponly=True,
        samesite="lax",  # the link is often opened from an e-mail, which strict would not survive
    )
    return response


@said_plainly
async def show_welcome(request: Request) -> Response:
    """The form to choose a password, or why the link no longer works."""
    try:
        link = await _look(request)
    except AccountProblem as problem:
        return _dead_link(str(problem))
    return _welcome_page(link.name)


@said_plainly
async def choose_password(request: Request) -> Response:
    """Set the password and go on to sign in with it; problems are named beside the field."""
    fields = await _fields(request)
    try:
        link = await _look(request)
    except AccountProblem as problem:
        return _dead_link(str(problem))
    try:
        await _set_password(request, fields, utc_now())
    except AccountProblem as problem:
        return _welcome_page(link.name, fields.get("name", ""), {problem.field: str(problem)})
    response = RedirectResponse("/staff?after=password", 303)
    response.delete_cookie(_welcome_cookie(), secure=sessions.secure(state.settings()))
    return response


async def _set_password(request: Request, fields: Mapping[str, str], now: datetime) -> None:
    password = fields.get("password", "")
    if password != fields.get("again", ""):
        raise AccountProblem("again", "This is not the same as above. Type the password again.")
    token = request.cookies.get(_welcome_cookie(), "")
    await _with_argon(accounts.set_password, token, fields.get("name"), password, now)


async def _look(request: Request) -> accounts.Link:
    token = request.cookies.get(_welcome_cookie(), "")
    return await to_thread.run_sync(accounts.look_at_link, state.database(), token, utc_now())


def _welcome_page(
    owner: str | None, typed: str = "", problems: Mapping[str, str] | None = None
) -> Response:
    wrong = problems or {}
    sentence = f"Welcome, {owner}. Choose a password" if owner else "Make the first account"
    body = desk.heading(sentence)
    if owner is None:
        body += desk.paragraph(
            "You will be the administrator: you add the people who run rounds, read what "
            "children said and keep them safe. An administrator does not read children's answers."
        )
    body += desk.form("/staff/welcome", _welcome_fields(owner, typed, wrong), "Set this password")
    return desk.page(_titled("Choose a password", wrong), body, 422 if wrong else 200)


def _welcome_fields(owner: str | None, typed: str, wrong: Mapping[str, str]) -> list[Field]:
    return [
        Field(
            "name",
            "Your name",
            "text",
            "username",
            hint="" if owner else "As colleagues know you, such as Asha Rao. You sign in with it.",
            value=owner or typed,
            problem=wrong.get("name", ""),
            fixed=owner is not None,
        ),
        Field(
            "password",
            "A password",
            "password",
            "new-password",
            hint="At least 12 characters. Three or four unrelated words are easy to remember.",
            problem=wrong.get("password", ""),
        ),
        Field(
            "again",
            "The same password again",
            "password",
            "new-password",
            problem=wrong.get("again", ""),
        ),
    ]


def _dead_link(sentence: str) -> Response:
    body = desk.heading("This link no longer works.") + desk.paragraph(sentence)
    return desk.page("Old link", body + desk.way_on("/staff", "Go to sign in"), 410)


def _welcome_cookie() -> str:
    return sessions.cookie_name(state.settings(), "heard_welcome")


# --- shared -----------------------------------------------------------------------------------


async def looks(_request: Request) -> Response:
    """The style sheet of the plain pages."""
    return Response(
        desk.STYLE, media_type="text/css", headers={"cache-control": "private, max-age=3600"}
    )


async def _fields(request: Request) -> dict[str, str]:
    """What a form posted; raises TooMuch before reading more than a form can hold."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise TooMuch
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


async def _with_argon(work: Callable[..., T], *arguments: Any) -> T:
    call = partial(work, state.database(), *arguments)
    return await to_thread.run_sync(call, limiter=_argon_turns)


def _missing(fields: Mapping[str, str], **sentences: str) -> dict[str, str]:
    return {name: said for name, said in sentences.items() if not fields.get(name, "").strip()}


def _known_as(name: str) -> str:
    return name[:100].casefold().strip()


def _titled(title: str, problems: Mapping[str, str]) -> str:
    return f"Problem: {title}" if problems else title


routes: list[Route] = [
    Route("/staff", show_sign_in, methods=["GET"]),
    Route("/staff", sign_in, methods=["POST"]),
    Route("/staff/welcome/{token}", take_link, methods=["GET"]),
    Route("/staff/welcome", show_welcome, methods=["GET"]),
    Route("/staff/welcome", choose_password, methods=["POST"]),
    Route("/staff/out", sign_out, methods=["POST"]),
    Route("/staff/looks.css", looks, methods=["GET"]),
]
