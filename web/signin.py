"""The plain staff routes: sign in, sign out, and (in `web/staff/welcome.py`) choose a password."""

import asyncio
from collections.abc import Mapping

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from data.clock import utc_now
from web import sessions, state
from web.staff import accounts, desk, welcome
from web.staff.accounts import SignInRefused
from web.staff.desk import Field
from web.staff.patience import TOO_LONG_S, Patience
from web.staff.posting import fields, said_plainly, titled, with_argon

HOME = "/today"
_AFTER = {
    "password": "Your password is set. Sign in with it now.",
    "out": "You are signed out.",
}
_patience = Patience()


@said_plainly
async def show_sign_in(request: Request) -> Response:
    """The sign-in form, or straight on for somebody who is signed in."""
    if await to_thread.run_sync(sessions.staff_of, request.cookies, utc_now()):
        return RedirectResponse(HOME, 303)
    return _sign_in_page(notice=_AFTER.get(request.query_params.get("after", ""), ""))


@said_plainly
async def sign_in(request: Request) -> Response:
    """Check a name and a password; a session and the way to Today, or what to do about it."""
    posted = await fields(request)
    name, client = posted.get("name", ""), request.client.host if request.client else ""
    problems = _missing(posted, name="Write your name.", password="Write your password.")  # noqa: S106
    if problems:
        return _sign_in_page(name, problems, status=422)
    wait = _patience.wait(client, _known_as(name), utc_now())
    if wait > TOO_LONG_S:
        return _later(name, wait)
    await asyncio.sleep(wait)
    return await _signed_in(client, name, posted["password"])


async def _signed_in(client: str, name: str, password: str) -> Response:
    now = utc_now()
    try:
        token = await with_argon(accounts.sign_in, name, password, now)
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
    asked = [
        Field("name", "Your name", "text", "username", value=name, problem=wrong.get("name", "")),
        Field(
            "password",
            "Your password",
            "password",
            "current-password",
            problem=wrong.get("password", ""),
        ),
    ]
    body += desk.form("/staff", asked, "Sign in")
    body += (
        '<p class="aside">No account yet, or no longer sure of your password? An administrator '
        'of Heard gives you a link.<br>Have you come with a code? <a href="/">Go to the first '
        "page</a>.</p>"
    )
    return desk.page(titled("Sign in", wrong), body, status)


def _later(name: str, wait: float) -> Response:
    sentence = f"Too many tries from here. Wait {round(wait)} seconds, then try again."
    response = _sign_in_page(name, {"password": sentence}, status=429)
    response.headers["retry-after"] = str(round(wait))
    return response


async def looks(_request: Request) -> Response:
    """The style sheet of the plain pages."""
    return Response(
        desk.STYLE, media_type="text/css", headers={"cache-control": "private, max-age=3600"}
    )


def _missing(posted: Mapping[str, str], **sentences: str) -> dict[str, str]:
    return {name: said for name, said in sentences.items() if not posted.get(name, "").strip()}


def _known_as(name: str) -> str:
    return name[:100].casefold().strip()


routes: list[Route] = [
    Route("/staff", show_sign_in, methods=["GET"]),
    Route("/staff", sign_in, methods=["POST"]),
    Route("/staff/out", sign_out, methods=["POST"]),
    Route("/staff/looks.css", looks, methods=["GET"]),
    *welcome.routes,
]
