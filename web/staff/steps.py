"""The pages of the second step: a code from an app, and before the first one its square.

The password opened a half session, whose token is in a cookie of its own; the full session
comes with a new token when the code fits.
"""

import base64
from datetime import datetime

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from data.clock import utc_now
from surveys.paper.square import square
from web import sessions, state
from web.staff import desk, posting, second_step, totp
from web.staff.desk import Field
from web.staff.members import AccountProblem
from web.staff.posting import client_of, fields, known_as, said_plainly, titled, with_argon
from web.staff.second_step import Full, Half

ADDRESS = "/staff/step"
HOME = "/today"


def begin(token: str) -> Response:
    """On to the second step, with the half session's token in its own cookie."""
    response = RedirectResponse(ADDRESS, 303)
    hand_half(response, token)
    return response


def hand_half(response: Response, token: str) -> None:
    """Hand the half session to the browser, for as long as it lives."""
    response.set_cookie(
        _cookie(),
        token,
        max_age=int(second_step.HALF_LIFE.total_seconds()),
        secure=sessions.secure(state.settings()),
        httponly=True,
        samesite="strict",
    )


@said_plainly
async def show(request: Request) -> Response:
    """The form for the code; with the square and the key while there is no second step yet."""
    try:
        return _page(await to_thread.run_sync(_look, request, utc_now()))
    except AccountProblem:
        return _again()


@said_plainly
async def take(request: Request) -> Response:
    """Hold the code against the app's; a session, or what to do about it."""
    typed = (await fields(request)).get("code", "")
    client, now = client_of(request), utc_now()
    try:
        half = await to_thread.run_sync(_look, request, now)
    except AccountProblem:
        return _again()
    if not typed.strip():
        return _page(half, "Write the code.")
    try:
        async with posting.turn(client, known_as(half.name)):
            return await _answered(request, half, typed)
    except posting.TooManyTries as problem:
        return _page(half, str(problem))


async def _answered(request: Request, half: Half, typed: str) -> Response:
    client, name, now = client_of(request), known_as(half.name), utc_now()
    try:
        full = await with_argon(second_step.answer, _token(request), typed, now)
    except AccountProblem as problem:
        posting.patience.failed(client, name, now)
        return _page(half, str(problem)) if problem.field == "code" else _again()
    posting.patience.succeeded(client, name)
    return _in(full)


def _look(request: Request, now: datetime) -> Half:
    return second_step.look(state.database(), _token(request), now)


def _in(full: Full) -> Response:
    """In, past the recovery codes where they are shown this once."""
    response = _codes_page(full.codes) if full.codes else RedirectResponse(HOME, 303)
    sessions.set_cookie(response, state.settings(), full.token)
    response.delete_cookie(
        _cookie(), secure=sessions.secure(state.settings()), httponly=True, samesite="strict"
    )
    return response


def _page(half: Half, problem: str = "") -> Response:
    return _ask_page(problem) if half.secret is None else _set_up_page(half, half.secret, problem)


def _ask_page(problem: str) -> Response:
    body = desk.heading("Now the code from your app")
    hint = "Six figures, or one of your recovery codes."
    body += desk.form(ADDRESS, [_field(hint, problem)], "Go on")
    body += (
        '<p class="aside">Phone lost, and no recovery code left? An administrator of Heard resets '
        'your second step.<br><a href="/staff">Sign in as somebody else</a>.</p>'
    )
    return desk.page(
        titled("Your code", {"code": problem} if problem else {}), body, _status(problem)
    )


def _set_up_page(half: Half, secret: bytes, problem: str) -> Response:
    body = desk.heading("Set up your second step")
    body += desk.paragraph(
        "A password can be seen or guessed. From now on you also need your phone. Open an "
        "authenticator app on it and point it at this square."
    )
    body += _square(totp.address(secret, half.name, state.settings().authority))
    body += desk.paragraph("No camera? Type this key into the app:")
    body += f'<p class="key"><code>{totp.key_in_text(secret)}</code></p>'
    field = _field("Six figures, which change every half minute.", problem)
    body += desk.form(ADDRESS, [field], "Set it up")
    title = titled("Set up your second step", {"code": problem} if problem else {})
    return desk.page(title, body, _status(problem))


def _codes_page(codes: tuple[str, ...]) -> Response:
    body = desk.heading("Keep these codes")
    body += desk.paragraph(
        "Without your phone, each of them lets you in once. Write them down or print this page, "
        "and keep them apart from your password. They are not shown again."
    )
    body += '<ol class="codes">'
    body += "".join(f"<li><code>{code}</code></li>" for code in codes)
    body += "</ol>" + desk.way_on(HOME, "I have kept them")
    return desk.page("Keep these codes", body)


def _square(address: str) -> str:
    picture = base64.b64encode(square(address).encode()).decode()
    return (
        '<p class="square"><img alt="Square with the key for your app" width="220" height="220" '
        f'src="data:image/svg+xml;base64,{picture}"></p>'
    )


def _field(hint: str, problem: str) -> Field:
    return Field("code", "Code", "text", "one-time-code", hint=hint, problem=problem)


def _status(problem: str) -> int:
    return 422 if problem else 200


def _again() -> Response:
    return RedirectResponse("/staff?after=late", 303)


def _token(request: Request) -> str:
    return request.cookies.get(_cookie(), "")


def _cookie() -> str:
    return sessions.cookie_name(state.settings(), "heard_half")


routes: list[Route] = [
    Route(ADDRESS, show, methods=["GET"]),
    Route(ADDRESS, take, methods=["POST"]),
]
