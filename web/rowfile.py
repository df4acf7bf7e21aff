"""`/download/rows/TOKEN.xlsx` and `.csv`: single rows, for whoever took them out just now.

The use case has written the trail and the reason before there is a token (`analysis/rows.py`).
"""

from collections.abc import Mapping

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analysis.documents.formats import MEDIA_TYPES
from analysis.rows import ACT, FORMATS, waiting
from analysis.worker import WorkerFailed, worker
from data.clock import utc_now
from data.database import Unavailable
from surveys.permissions import NotAllowed, require
from web import sessions
from web.handing import document, said, sign_in_first

GONE = (
    "It was kept for a quarter of an hour, for the person who made it, and is gone. Make it again "
    "on the page Take out, with its reason."
)


async def rows(request: Request) -> Response:
    """The file, drawn from what waits in memory; nothing of it is stored."""
    return await to_thread.run_sync(_rows, request.cookies, request.path_params["name"])


routes: list[Route] = [Route("/download/rows/{name}", rows)]


def _rows(cookies: Mapping[str, str], name: str) -> Response:
    """The file, or a page that says why not."""
    now = utc_now()
    token, _, kind = name.rpartition(".")
    try:
        actor = sessions.staff_of(cookies, now)
        if actor is None:
            return sign_in_first("Children’s answers")
        require(actor, ACT)
        found = waiting().get(actor.name, token, now)
        if found is None or kind not in FORMATS:
            return said("This file is not here any more", GONE, 404)
        content = worker().run("rows", found.content, kind)
    except NotAllowed as refused:
        return said("This file is not for you to open", str(refused), 403)
    except (Unavailable, WorkerFailed) as trouble:
        return said("The file could not be made just now", str(trouble), 503)
    return document(f"{found.file}.{kind}", MEDIA_TYPES[kind], content)
