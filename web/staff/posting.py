"""What the plain staff forms share: reading a post, Argon2 in a thread, trouble said plainly.

The guard at the edge has refused posts from other sites before they come here. Argon2 takes 46 MiB
and about 90 ms each time, so two run at once in the process and never in the event loop.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial, wraps
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from data.clock import utc_now
from data.database import Unavailable
from web import state
from web.child.tries import place_of
from web.staff import desk, members
from web.staff.patience import TOO_LONG_S, Patience

T = TypeVar("T")
Handler = Callable[[Request], Awaitable[Response]]

MOST_BYTES = 16_384
_argon_turns = CapacityLimiter(2)
patience = Patience()
"""The tries of this process, passwords and codes together."""


class TooManyTries(RuntimeError):
    """The turn of this attempt is too far off; `seconds` until it would come."""

    def __init__(self, seconds: float) -> None:
        """Say how long it would take."""
        super().__init__(
            f"Too many tries from here. Wait {round(seconds)} seconds, then try again."
        )
        self.seconds = seconds


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


async def fields(request: Request) -> dict[str, str]:
    """What a form posted; raises TooMuch before reading more than a form can hold."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise TooMuch
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


async def with_argon(work: Callable[..., T], *arguments: Any) -> T:
    """Run a use case that hashes a password in a thread, at most two at a time."""
    call = partial(work, state.database(), *arguments)
    return await to_thread.run_sync(call, limiter=_argon_turns)


@asynccontextmanager
async def turn(client: str, name: str) -> AsyncIterator[None]:
    """One attempt in its turn, under way until it is over; raises TooManyTries."""
    wait = patience.begin(client, name, utc_now())
    try:
        if wait > TOO_LONG_S:
            raise TooManyTries(wait)
        await asyncio.sleep(wait)
        yield
    finally:
        patience.ended(client, name)


def client_of(request: Request) -> str:
    """The address that a request came from, as tries are counted under it."""
    return place_of(request.client.host) if request.client else ""


def known_as(name: str) -> str:
    """A name as tries are counted under it: as accounts are found by it."""
    return members.found_as(name)[:100]


def titled(title: str, problems: Mapping[str, str]) -> str:
    """A page's title, which says first that there is something to put right."""
    return f"Problem: {title}" if problems else title
