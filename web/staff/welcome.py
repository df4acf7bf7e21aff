"""The one-time link: it carries its token once, and lets a person choose a password.

The token moves from the path into a cookie and the address is clean, so it stays out of the
browser's history; looking at the page does not use the link up.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from data.clock import utc_now
from web import sessions, state
from web.staff import accounts, desk, work_pages
from web.staff.desk import Field
from web.staff.members import AccountProblem
from web.staff.posting import fields, said_plainly, titled, with_argon
from web.staff.work_pages import welcome_cookie

COOKIE_S = 1800
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")


async def take_link(request: Request) -> Response:
    """Move the link's token into a cookie and go on to a clean address."""
    token = request.path_params["token"]
    response = RedirectResponse("/staff/welcome", 303)
    response.set_cookie(
        welcome_cookie(),
        token if _TOKEN.fullmatch(token) else "",
        max_age=COOKIE_S,
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
    posted = await fields(request)
    try:
        link = await _look(request)
    except AccountProblem as problem:
        return _dead_link(str(problem))
    try:
        await _set_password(request, posted, utc_now())
    except AccountProblem as problem:
        if problem.field == "link":  # used in another window meanwhile
            return _dead_link(str(problem))
        return _welcome_page(link.name, posted.get("name", ""), {problem.field: str(problem)})
    response = RedirectResponse("/staff?after=password", 303)
    response.delete_cookie(welcome_cookie(), secure=sessions.secure(state.settings()))
    return response


async def _set_password(request: Request, posted: Mapping[str, str], now: datetime) -> None:
    password = posted.get("password", "")
    if password != posted.get("again", ""):
        raise AccountProblem("again", "This is not the same as above. Type the password again.")
    token = request.cookies.get(welcome_cookie(), "")
    await with_argon(accounts.set_password, token, posted.get("name"), password, now)


async def _look(request: Request) -> accounts.Link:
    token = request.cookies.get(welcome_cookie(), "")
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
    body += work_pages.way_in() if owner else ""
    return desk.page(titled("Choose a password", wrong), body, 422 if wrong else 200)


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


routes: list[Route] = [
    Route("/staff/welcome/{token}", take_link, methods=["GET"]),
    Route("/staff/welcome", show_welcome, methods=["GET"]),
    Route("/staff/welcome", choose_password, methods=["POST"]),
]
