"""`/download/log.csv`: the log of acts as a file, for the auditor who is signed in."""

from collections.abc import Mapping

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from data.clock import utc_now
from data.database import Unavailable
from surveys.log import Wanted, take_out
from surveys.permissions import NotAllowed
from web import sessions, state
from web.handing import document, said, sign_in_first

ADDRESS = "/download/log.csv"


async def log(request: Request) -> Response:
    """The lines that the page shows, and those beyond it."""
    asked = {name: request.query_params.get(name, "") for name in Wanted.__dataclass_fields__}
    return await to_thread.run_sync(_log, request.cookies, Wanted(**asked))


routes: list[Route] = [Route(ADDRESS, log)]


def _log(cookies: Mapping[str, str], wanted: Wanted) -> Response:
    now = utc_now()
    try:
        actor = sessions.staff_of(cookies, now)
        if actor is None:
            return sign_in_first("The log")
        content = take_out(state.database(), actor, wanted, now)
    except NotAllowed as refused:
        return said("The log is not for you to open", str(refused), 403)
    except Unavailable as trouble:
        return said("The log could not be read just now", str(trouble), 503)
    return document(f"log-{now.date().isoformat()}.csv", "text/csv; charset=utf-8", content)
