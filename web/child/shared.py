"""The mark of a tablet that many children use: a cookie that says so, and nothing else.

An adult sets and removes it at `/kiosk`. It stays when the browser is closed, so that a tablet
in a waiting room is shared again the next morning.
"""

from collections.abc import Mapping

from starlette.responses import Response

from web import state
from web.sessions import cookie_name, secure

_YEAR_S = 31_536_000


def name() -> str:
    """The cookie's name on this installation."""
    return cookie_name(state.settings(), "heard_shared")


def is_shared(cookies: Mapping[str, str]) -> bool:
    """Whether this device is a shared tablet."""
    return cookies.get(name()) == "1"


def share(response: Response) -> None:
    """Make the device a shared tablet."""
    response.set_cookie(
        name(),
        "1",
        max_age=_YEAR_S,
        secure=secure(state.settings()),
        httponly=True,
        samesite="strict",
    )


def stop(response: Response) -> None:
    """Make the device one child's own again."""
    response.delete_cookie(
        name(), secure=secure(state.settings()), httponly=True, samesite="strict"
    )
