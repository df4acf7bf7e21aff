"""Downloads of reports: for whoever is signed in and may, made in the worker, never stored.

Streamlit's own download button serves files without asking for a cookie; this route asks.
"""

from collections.abc import Mapping

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from analysis.exports import NoSuchFormat, export
from analysis.worker import WorkerFailed, worker
from data.clock import utc_now
from data.database import Unavailable
from surveys.permissions import NotAllowed
from surveys.rounds import RoundRefused
from web import logfile, papers, rowfile, sessions, state
from web.handing import document, said, sign_in_first


async def report(request: Request) -> Response:
    """`/download/report/ROUND.FORMAT`; `?draft=yes` for the draft where one is published."""
    draft = request.query_params.get("draft") == "yes"
    name = request.path_params["name"]
    return await to_thread.run_sync(_report, request.cookies, name, draft)


routes: list[BaseRoute] = [
    Route("/download/report/{name}", report),
    *logfile.routes,
    *papers.routes,
    *rowfile.routes,
]


def _report(cookies: Mapping[str, str], name: str, draft: bool) -> Response:
    """The document, or a page that says why not."""
    round_id, _, kind = name.rpartition(".")
    now = utc_now()
    try:
        actor = sessions.staff_of(cookies, now)
        if actor is None:
            return sign_in_first("Reports")
        made = export(state.database(), actor, worker(), round_id, kind, now, draft=draft)
        return document(made.name, made.media_type, made.content)
    except NotAllowed as refused:
        return said("This report is not for you to open", str(refused), 403)
    except (NoSuchFormat, RoundRefused) as unknown:
        return said("There is no such report", str(unknown), 404)
    except (Unavailable, WorkerFailed) as trouble:
        return said("The report could not be made just now", str(trouble), 503)
