"""How a plain page looks: bigger words, stronger colours, no sound or movement.

Without a sitting nothing is kept: the address says it (`?looks=bigger,contrast`), links carry it on
to the next plain page, and forms into the sitting. While a page is answered, what its address asks
for is `here()`.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from html import escape

from starlette.requests import Request
from starlette.responses import Response

from surveys.screens import Screens
from web.child import shared
from web.light import sheet, tools

FIELD, UNFOLDED = "looks", "unfolded"
_KEPT = ("lang", "door", "ask", "band", "rk", "say", "again", "wait")
"""What else an address of ours may say; a switch leaves it as it is."""
_AFTER_A_CHILD = ("/left", "/not-now")
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Here:
    """The page that is being answered. `carried`: the looks that its links lead on with."""

    address: str
    looks: tuple[str, ...]
    asked: tuple[tuple[str, str], ...]
    unfolded: bool
    carried: str


_here: ContextVar[Here | None] = ContextVar("here", default=None)


def known(text: str) -> tuple[str, ...]:
    """The looks of ours in a text, with commas between; anything else is left out."""
    return tuple(look for look in tools.LOOKS if look in text.split(","))


def carried() -> str:
    """The looks that links of the page being answered lead on with; "" for none."""
    here = _here.get()
    return here.carried if here else ""


def now() -> tuple[str, ...]:
    """The looks of the page being answered."""
    here = _here.get()
    return here.looks if here else ()


@contextmanager
def as_asked(request: Request) -> Iterator[None]:
    """While the block lasts, pages are drawn as this request's address asks."""
    asked, address = request.query_params, request.url.path
    looks = known(asked.get(FIELD, ""))
    leads_to_another = address in _AFTER_A_CHILD and shared.is_shared(request.cookies)
    here = Here(
        address=address,
        looks=looks,
        asked=tuple((name, asked[name]) for name in _KEPT if name in asked),
        unfolded=UNFOLDED in asked,
        carried="" if leads_to_another else ",".join(looks),
    )
    token = _here.set(here)
    try:
        yield
    finally:
        _here.reset(token)


def switchable(endpoint: Endpoint) -> Endpoint:
    """A page with the switches at its top."""

    async def answer(request: Request) -> Response:
        with as_asked(request):
            return await endpoint(request)

    return answer


def tool(words: Screens) -> str:
    """The switches, folded away as in both doors; "" on a page without them."""
    here = _here.get()
    if here is None:
        return ""
    fields = "".join(sheet.hidden(name, value) for name, value in (*here.asked, (UNFOLDED, "1")))
    picks = tools.switches(words, here.looks, FIELD, "")
    opened = " open" if here.unfolded else ""
    return (
        f'<form class="hd-tools" method="get" action="{escape(here.address)}">{fields}'
        f"{tools.tool('looks', words.ways, picks, opened)}</form>"
    )


def field() -> str:
    """The looks of the page as a field of its forms; "" for none."""
    return sheet.hidden(FIELD, carried()) if carried() else ""
