"""Handing a document over, or a page that says why not."""

from starlette.responses import Response

from web.headers import policy
from web.staff import desk


def document(name: str, media_type: str, content: bytes) -> Response:
    """A document as a download that no browser keeps a copy of."""
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(content, media_type=media_type, headers=headers)


def sign_in_first(what: str) -> Response:
    """Who asks is not signed in."""
    body = desk.paragraph(f"{what} can be downloaded by staff who are signed in.")
    return _page("Sign in first", body + desk.way_on("/staff", "Sign in"), 401)


def said(title: str, sentence: str, status: int) -> Response:
    """Why there is no document."""
    return _page(title, desk.paragraph(sentence) + desk.way_on("/today", "Back to Heard"), status)


def _page(title: str, body: str, status: int) -> Response:
    page = desk.page(title, desk.heading(title) + body, status)
    page.headers["cache-control"] = "no-store"
    page.headers["content-security-policy"] = policy("plain")
    return page
