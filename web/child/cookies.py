"""The child's cookie: which response this device is answering, and nothing else.

HttpOnly, SameSite=Strict, gone when the browser closes. Where the public address is https it
is Secure and carries the `__Host-` prefix, so that no other host can set it.
"""

from collections.abc import Mapping

from starlette.responses import Response

from web import state
from web.sessions import cookie_name, secure


def name() -> str:
    """The cookie's name on this installation."""
    return cookie_name(state.settings(), "heard_child")


def token_in(cookies: Mapping[str, str]) -> str | None:
    """The token of this device's sitting, or None."""
    return cookies.get(name()) or None


def put(response: Response, token: str) -> None:
    """Hand the sitting to the device, until its browser is closed."""
    response.set_cookie(
        name(), token, secure=secure(state.settings()), httponly=True, samesite="strict"
    )


def remove(response: Response) -> None:
    """Take the sitting off the device."""
    response.delete_cookie(
        name(), secure=secure(state.settings()), httponly=True, samesite="strict"
    )
