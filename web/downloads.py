"""Downloads of reports: for whoever is signed in and may, made in the worker, never stored.

Streamlit's own download button serves files without asking for a cookie; this route asks.
"""

from collections.abc import Mapping

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from analysis.exports import Exported, NoSuchFormat, export
from analysis.worker import WorkerFailed, worker
from data.clock import utc_now
from data.database import Unavailable
from surveys.permissions import NotAllowed
from surveys.rounds import RoundRefused
from web import sessions, state
from web.headers import policy
from web.staff import desk


async def report(request: Request) -> Response:
    """`/download/report/ROUND.FORMAT`; `?draft=yes` for the draft where one is published."""
    draft = request.query_params.get("draft") == "yes"
    name = request.path_params["name"]
    return await to_thread.run_sync(_report, request.cookies, name, draft)


routes: list[BaseRoute] = [Route("/download/report/{name}", report)]


def _report(cookies: Mapping[str, str], name: str, draft: bool) -> Response:
    """The document, or a page that says why not."""
    round_id, _, kind = name.rpartition(".")
    now = utc_now()
    try:
        actor = sessions.staff_of(cookies, now)
        if actor is None:
            return _sign_in_first()
        return _sent(export(state.database(), actor, worker(), round_id, kind, now, draft=draft))
    except NotAllowed as refused:
        return _said("This report is not for you to open", str(refused), 403)
    except (NoSuchFormat, RoundRefused) as unknown:
        return _said("There is no such report", str(unknown), 404)
    except (Unavailable, WorkerFailed) as trouble:
        return _said("The report could not be made just now", str(trouble), 503)


def _sent(made: Exported) -> Response:
    headers = {
        "content-disposition": f'attachment; filename="{made.name}"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(made.content, media_type=made.media_type, headers=headers)


def _sign_in_first() -> Response:
    body = desk.paragraph("Reports can be downloaded by staff who are signed in.")
    return _page("Sign in first", body + desk.way_on("/staff", "Sign in"), 401)


def _said(title: str, sentence: str, status: int) -> Response:
    return _page(title, desk.paragraph(sentence) + desk.way_on("/today", "Back to Heard"), status)


def _page(title: str, body: str, status: int) -> Response:
    page = desk.page(title, desk.heading(title) + body, status)
    page.headers["cache-control"] = "no-store"
    page.headers["content-security-policy"] = policy("plain")
    return page
