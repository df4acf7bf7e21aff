"""Staff sessions: our own rows behind an HttpOnly cookie, checked again on every run.

The cookie holds 256 random bits; the database only their SHA-256. A session ends after 30
minutes without a click, after 8 hours, at sign-out, and on the next click after its person was
stopped, was given other roles, chose a new password or signed out everywhere.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from starlette.responses import Response

from data import limits, people
from data.clock import moment
from data.database import Database
from data.records import SessionRecord
from data.settings import Settings
from surveys.permissions import Actor
from web import state

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
CLOCK_OFF = timedelta(minutes=5)
"""How far a clock may have been put back before sessions that began later are dead."""
SEEN_EVERY = timedelta(minutes=1)
"""A click within this time of the last is not written down again."""


def new_token() -> str:
    """256 random bits, as text that fits a cookie and a link."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def secure(settings: Settings) -> bool:
    """Whether browsers reach us by https, so that cookies can be bound to it."""
    return (settings.public_url or "").lower().startswith("https://")


def cookie_name(settings: Settings, plain: str = "heard_staff") -> str:
    """The cookie's name; `__Host-` makes browsers refuse it from elsewhere or without https."""
    return f"__Host-{plain}" if secure(settings) else plain


def set_cookie(response: Response, settings: Settings, token: str) -> None:
    """Hand the session to the browser, until it is closed."""
    response.set_cookie(
        cookie_name(settings), token, secure=secure(settings), httponly=True, samesite="strict"
    )


def clear_cookie(response: Response, settings: Settings) -> None:
    """Take the session away from the browser."""
    response.delete_cookie(
        cookie_name(settings), secure=secure(settings), httponly=True, samesite="strict"
    )


def token_in(cookies: Mapping[str, str], settings: Settings) -> str | None:
    """The session token among a request's cookies."""
    return cookies.get(cookie_name(settings)) or None


def staff_of(cookies: Mapping[str, str], now: datetime) -> Actor | None:
    """Who is signed in with these cookies, in this process's database; None for nobody."""
    return who(state.database(), cookies, now)


def who(db: Database, cookies: Mapping[str, str], now: datetime) -> Actor | None:
    """Who is signed in with these cookies; None for nobody or when the session has ended."""
    token = token_in(cookies, db.settings)
    if token is None:
        return None
    with db.reading() as tx:
        found = people.session(tx, token_hash(token))
        if found is None or not _alive(found, now):
            return None
        surveys, teams = (limits.of(tx, found.person.id, kind) for kind in ("survey", "team"))
    if now - moment(found.seen_at) >= SEEN_EVERY:
        with db.writing() as tx:
            people.touch_session(tx, token_hash(token), now)
    return Actor(found.person.name, frozenset(found.person.roles), surveys, teams)


def _alive(session: SessionRecord, now: datetime) -> bool:
    """Whether its times allow a click; a session from the future would outlive its eight hours."""
    idle, age = now - moment(session.seen_at), now - moment(session.began_at)
    fresh = -CLOCK_OFF < idle < IDLE and -CLOCK_OFF < age < LONGEST
    return fresh and session.person.state == "active"
