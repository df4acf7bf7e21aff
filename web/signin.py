"""The plain staff routes: sign in, sign out, and (in `web/staff/welcome.py`) choose a password."""

from collections.abc import Mapping

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from data.clock import utc_now
from web import sessions, state
from web.staff import account, accounts, desk, posting, steps, welcome, work_pages
from web.staff.accounts import SignInRefused
from web.staff.desk import Field
from web.staff.posting import client_of, fields, known_as, said_plainly, titled, with_argon
from web.staff.steps import HOME

_AFTER = {
    "password": "Your password is set. Sign in with it now.",
    "out": "You are signed out.",
    "everywhere": "You are signed out everywhere.",
    "late": "Too much time has passed since your password. Sign in again.",
}


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
    name, client = posted.get("name", ""), client_of(request)
    problems = _missing(posted, name="Write your name.", password="Write your password.")  # noqa: S106
    if problems:
        return _sign_in_page(name, problems, status=422)
    try:
        async with posting.turn(client, known_as(name)):
            return await _signed_in(client, name, posted["password"])
    except posting.TooManyTries as problem:
        return _later(name, problem)


async def _signed_in(client: str, name: str, password: str) -> Response:
    now = utc_now()
    try:
        opened = await with_argon(accounts.sign_in, name, password, now)
    except SignInRefused as refused:
        posting.patience.failed(client, known_as(name), now)
        return _sign_in_page(name, {"password": str(refused)}, status=422)
    if opened.half:  # the tries are forgotten only when the second step fits too
        return steps.begin(opened.token)
    posting.patience.succeeded(client, known_as(name))
    response = RedirectResponse(HOME, 303)
    sessions.set_cookie(response, state.settings(), opened.token)
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
    body += work_pages.way_in()
    body += (
        '<p class="aside">No account yet, or no longer sure of your password? An administrator '
        'of Heard gives you a link.<br>Have you come with a code? <a href="/">Go to the first '
        'page</a>.<br><a href="/accessibility">Accessibility statement</a></p>'
    )
    return desk.page(titled("Sign in", wrong), body, status)


def _later(name: str, problem: posting.TooManyTries) -> Response:
    response = _sign_in_page(name, {"password": str(problem)}, status=429)
    response.headers["retry-after"] = str(round(problem.seconds))
    return response


async def looks(_request: Request) -> Response:
    """The style sheet of the plain pages."""
    return Response(
        desk.STYLE, media_type="text/css", headers={"cache-control": "private, max-age=3600"}
    )


def _missing(posted: Mapping[str, str], **sentences: str) -> dict[str, str]:
    return {name: said for name, said in sentences.items() if not posted.get(name, "").strip()}


routes: list[Route] = [
    Route("/staff", show_sign_in, methods=["GET"]),
    Route("/staff", sign_in, methods=["POST"]),
    Route("/staff/out", sign_out, methods=["POST"]),
    Route("/staff/looks.css", looks, methods=["GET"]),
    *welcome.routes,
    *steps.routes,
    *account.routes,
    *work_pages.routes,
]
