"""The way in with a work account: to the authority's own sign-in and back, where it is set up."""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from data.clock import utc_now
from data.settings import Oidc
from web import oidc, sessions, state
from web.oidc import Errand, NotSignedIn
from web.staff import desk, steps, work_account
from web.staff.accounts import Opened
from web.staff.members import AccountProblem
from web.staff.posting import said_plainly

ADDRESS = "/staff/oidc"
BACK = "/staff/oidc/back"
ERRAND_S = 600


def way_in() -> str:
    """The link to it on a plain page; "" where it is not set up."""
    if state.settings().oidc is None:
        return ""
    return '<p class="or">or</p>' + desk.way_on(ADDRESS, "Use your work account")


def welcome_cookie() -> str:
    """The cookie that holds a one-time link which is open in this browser."""
    return sessions.cookie_name(state.settings(), "heard_welcome")


@said_plainly
async def go(request: Request) -> Response:
    """To the authority's own sign-in, with an errand in a cookie of its own."""
    provider = state.settings().oidc
    if provider is None:
        return RedirectResponse("/staff", 303)
    going = oidc.errand()
    try:
        address = await to_thread.run_sync(oidc.address, provider, going, _back(request))
    except NotSignedIn as problem:
        return _refused(str(problem), 503)
    response = RedirectResponse(address, 303)
    response.set_cookie(
        _cookie(),
        ".".join((going.state, going.nonce, going.verifier)),
        max_age=ERRAND_S,
        secure=sessions.secure(state.settings()),
        httponly=True,
        samesite="lax",  # coming back is a navigation from another site
    )
    return response


@said_plainly
async def back(request: Request) -> Response:
    """Back from there: a session, our own second step, or why not."""
    provider, parts = state.settings().oidc, request.cookies.get(_cookie(), "").split(".")
    if provider is None or len(parts) != 3 or request.query_params.get("state") != parts[0]:
        return _refused("This sign-in was not begun here, or took too long. Begin again.", 400)
    try:
        opened = await to_thread.run_sync(_come_in, request, provider, Errand(*parts))
    except (NotSignedIn, AccountProblem) as problem:
        return _refused(str(problem), 403)
    return _in(opened)


def _come_in(request: Request, provider: Oidc, going: Errand) -> Opened:
    now, code = utc_now(), request.query_params.get("code", "")
    if not code:
        raise NotSignedIn("You did not sign in with your work account.")
    who = oidc.identity(provider, going, code, _back(request), now)
    link = request.cookies.get(welcome_cookie(), "")
    return work_account.come_in(state.database(), who, link, now)


def _in(opened: Opened) -> Response:
    """A page that goes on by itself.

    Browsers withhold a strict cookie from a redirect that began on another site, and send it when
    our own page leads on.
    """
    on = steps.ADDRESS if opened.half else steps.HOME
    said = "One more step" if opened.half else "You are signed in"
    page: Response = desk.page(said, desk.heading(said) + desk.way_on(on, "Go on"))
    page.headers["refresh"] = f"0; url={on}"
    if opened.half:
        steps.hand_half(page, opened.token)
    else:
        sessions.set_cookie(page, state.settings(), opened.token)
    for gone in (_cookie(), welcome_cookie()):
        page.delete_cookie(gone, secure=sessions.secure(state.settings()))
    return page


def _refused(sentence: str, status: int) -> Response:
    body = desk.heading("You are not signed in") + desk.paragraph(sentence)
    return desk.page("Not signed in", body + desk.way_on("/staff", "Back to sign in"), status)


def _back(request: Request) -> str:
    origin = state.settings().public_url or f"{request.url.scheme}://{request.url.netloc}"
    return f"{origin.rstrip('/')}{BACK}"


def _cookie() -> str:
    return sessions.cookie_name(state.settings(), "heard_errand")


routes: list[Route] = [
    Route(ADDRESS, go, methods=["GET"]),
    Route(BACK, back, methods=["GET"]),
]
