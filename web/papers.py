"""Downloads of papers: questionnaires, and what waits on the shelf for whoever put it there.

Letters, slips and statements hold codes, names or a child's words: they are drawn in the worker
from what is in memory, sent, and stored nowhere.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from anyio import to_thread
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from analysis.worker import WorkerFailed, worker
from data.clock import utc_now
from data.database import Unavailable
from surveys.helplines import Helplines, HelplinesProblem, helplines
from surveys.languages import ENGLISH, LANGUAGES
from surveys.loader import published
from surveys.paper import invitation
from surveys.paper.blanks import blank, file_name, of_round
from surveys.paper.drawing_sheet import drawing_sheet
from surveys.paper.letters import DRAWN, Where, as_typed
from surveys.paper.papers import NotPrintable, Printed
from surveys.paper.shelf import Waiting, shelf
from surveys.permissions import Actor, NotAllowed, require
from surveys.rounds import RoundRefused
from web import sessions, state
from web.handing import document, said, sign_in_first

Made = tuple[str, Printed]
"""What a file is called, and what is in it."""
IN_MEMORY = 6_000_000
GONE = (
    "It was kept for a quarter of an hour, for the person who made it, and is gone. Codes cannot "
    "be shown again: make new ones, and the old ones can be left unused."
)


def keep_uploads_in_memory() -> None:
    """Let no uploaded list touch the disk: beyond 1 MB Starlette would write a temporary file."""
    MultiPartParser.spool_max_size = IN_MEMORY


async def waiting(request: Request) -> Response:
    """`/download/paper/TOKEN`: what its owner has just made."""
    token, url = request.path_params["token"], _public(request)

    def made(actor: Actor, now: datetime) -> Made | None:
        found = shelf().get(actor.name, token, now)
        return (found.file, _drawn(found, url)) if found else None

    return await to_thread.run_sync(_handed, request.cookies, made)


async def questionnaire(request: Request) -> Response:
    """`/download/questionnaire/ROUND/BAND.pdf`; `?language=ur&size=large`."""
    asked, band = request.path_params["round"], request.path_params["band"]
    language, large = _language(request), request.query_params.get("size") == "large"

    def made(actor: Actor, _now: datetime) -> Made:
        of = of_round(state.database(), actor, asked)
        content = blank(of, band, language, large=large, lines=_lines(language))
        return file_name(of, band, language, large=large), content

    return await to_thread.run_sync(_handed, request.cookies, made)


async def sheet(request: Request) -> Response:
    """`/download/sheet/drawing.pdf` and `/download/sheet/invitation.pdf`: for a conference."""
    name, language = request.path_params["name"], _language(request)
    address = as_typed(_public(request))

    def made(actor: Actor, _now: datetime) -> Made | None:
        require(actor, "see rounds")
        if name == "drawing":
            return "drawing-sheet.pdf", drawing_sheet(language)
        if name == "invitation":
            asked = published()[invitation.SURVEY]
            return "invitation.pdf", invitation.blank_invitation(asked, address, _lines(ENGLISH))
        return None

    return await to_thread.run_sync(_handed, request.cookies, made)


routes: list[BaseRoute] = [
    Route("/download/paper/{token}", waiting),
    Route("/download/questionnaire/{round}/{band}.pdf", questionnaire),
    Route("/download/sheet/{name}.pdf", sheet),
]


def _handed(cookies: Mapping[str, str], made: Callable[[Actor, datetime], Made | None]) -> Response:
    """The paper, or a page that says why not."""
    now = utc_now()
    try:
        actor = sessions.staff_of(cookies, now)
        if actor is None:
            return sign_in_first("Papers")
        found = made(actor, now)
        if found is None:
            return said("This paper is not here any more", GONE, 404)
        name, content = found
        return document(name, "application/pdf", worker().run("paper", content))
    except NotAllowed as refused:
        return said("This paper is not for you to open", str(refused), 403)
    except RoundRefused as unknown:
        return said("There is no such paper", str(unknown), 404)
    except (Unavailable, WorkerFailed, NotPrintable, HelplinesProblem) as trouble:
        return said("The paper could not be made just now", str(trouble), 503)


def _drawn(found: Waiting, url: str) -> Printed:
    content: Any = found.content
    where = Where(url, state.settings().authority, state.settings().helplines_file)
    if found.what == "invitations":
        return invitation.invitations(content, where, _lines(ENGLISH))
    draw = DRAWN.get(found.what)
    drawn: Printed = draw(content, where) if draw else content
    return drawn


def _public(request: Request) -> str:
    """Where children answer: the public address, else the one that staff are using here."""
    asked = f"{request.url.scheme}://{request.url.netloc}"
    return (state.settings().public_url or asked).rstrip("/")


def _language(request: Request) -> str:
    asked = request.query_params.get("language", ENGLISH)
    return asked if asked in LANGUAGES else ENGLISH


def _lines(language: str) -> Helplines:
    return helplines(state.settings().helplines_file, language)
