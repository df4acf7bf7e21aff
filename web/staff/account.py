"""Your account: set up a second step, and sign out everywhere. For whoever is signed in."""

from datetime import datetime

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from data.clock import utc_now
from data.database import Database
from surveys.permissions import Actor
from web import sessions, state
from web.staff import accounts, desk, posting, second_step, steps
from web.staff.accounts import SignInRefused
from web.staff.desk import Field
from web.staff.posting import client_of, fields, known_as, said_plainly, titled, with_argon

ADDRESS = "/staff/account"


@said_plainly
async def show(request: Request) -> Response:
    """The page; whoever is not signed in goes to do that."""
    actor = await _who(request, utc_now())
    return await _page(actor) if actor else RedirectResponse("/staff", 303)


@said_plainly
async def set_up(request: Request) -> Response:
    """On to the second step, after the password once more."""
    now = utc_now()
    actor = await _who(request, now)
    if actor is None:
        return RedirectResponse("/staff", 303)
    password = (await fields(request)).get("password", "")
    client, name = client_of(request), known_as(actor.name)
    try:
        async with posting.turn(client, name):
            opened = await with_argon(_half, actor.name, password, utc_now())
    except posting.TooManyTries as problem:
        return await _page(actor, str(problem))
    except SignInRefused:
        posting.patience.failed(client, name, now)
        return await _page(actor, "This is not your password.")
    return steps.begin(opened.token)


@said_plainly
async def everywhere(request: Request) -> Response:
    """End every session of this person."""
    now = utc_now()
    actor = await _who(request, now)
    if actor is not None:
        await to_thread.run_sync(accounts.sign_out_everywhere, state.database(), actor, now)
    response = RedirectResponse("/staff?after=everywhere", 303)
    sessions.clear_cookie(response, state.settings())
    return response


async def _who(request: Request, now: datetime) -> Actor | None:
    return await to_thread.run_sync(sessions.staff_of, request.cookies, now)


def _half(db: Database, name: str, password: str, now: datetime) -> accounts.Opened:
    return accounts.sign_in(db, name, password, now, half=True)


async def _page(actor: Actor, problem: str = "") -> Response:
    left = await to_thread.run_sync(second_step.codes_left, state.database(), actor)
    body = desk.heading("Your account") + desk.paragraph(f"You are signed in as {actor.name}.")
    body += "<h2>Second step</h2>"
    body += _set_up_form(problem) if left is None else _is_set_up(left)
    body += "<h2>Signed in elsewhere?</h2>"
    body += desk.paragraph("On a computer that you left, or one that is lost: end it from here.")
    body += desk.form(f"{ADDRESS}/everywhere", [], "Sign out everywhere")
    body += '<p class="aside"><a href="/today">Back to Today</a></p>'
    title = titled("Your account", {"password": problem} if problem else {})
    return desk.page(title, body, 422 if problem else 200)


def _is_set_up(left: int) -> str:
    codes = "1 recovery code" if left == 1 else f"{left} recovery codes"
    return desk.paragraph(
        f"It is set up, and {codes} can still be used. For a new phone, or new recovery codes, an "
        "administrator resets it and you set it up again."
    )


def _set_up_form(problem: str) -> str:
    said = desk.paragraph(
        "Besides your password you then need your phone, so that a password alone lets nobody in."
    )
    field = Field("password", "Your password", "password", "current-password", problem=problem)
    return said + desk.form(ADDRESS, [field], "Set it up")


routes: list[Route] = [
    Route(ADDRESS, show, methods=["GET"]),
    Route(ADDRESS, set_up, methods=["POST"]),
    Route(f"{ADDRESS}/everywhere", everywhere, methods=["POST"]),
]
