"""Streamlit's one page, `index.html`, as we send it: in our language, with our words.

Its inline script, developer's text, agent link and font preload go; our title, icon and words
for a browser without JavaScript come in. What a child's first page loads later is named in it,
and on the code page before it, so that browsers fetch everything side by side.
"""

import re
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request, cookie_parser
from starlette.responses import Response

from surveys.pages import DOOR, DOOR_ASSETS
from surveys.screens import screens
from web import state
from web.child import cookies
from web.compress import Asset, Shelf, best_encoding
from web.headers import Policy, policy
from web.sessions import token_in

TITLE = "Heard"
DOOR_URL = f"/_stcore/bidi-components/heard.{DOOR}/"
_LATE = "BidiComponent."
"""The chunk that Streamlit loads when it meets our component; its imports come with it."""
_HOST_CONFIG = b"""{"allowedOrigins": [], "useExternalAuthToken": false, "metricsUrl": "",
"enableCustomParentMessages": false, "enforceDownloadInNewTab": false, "blockErrorDialogs": true,
"resourceCrossOriginMode": null}"""
"""What Streamlit's page asks for first: no other site may speak to it, and it shows no dialog
of its own over a question when the connection drops."""
_ASKED_FIRST = ("/_stcore/health", "/_stcore/host-config")
"""What its scripts ask for before they open the socket: asked for together with them."""
_SPARED = re.compile(r"/static/media/(?:MaterialSymbols|SourceSans)[^/]*\.woff2$")
_REPLACED = (
    (r"<!--.*?-->\s*", ""),
    (r"<noscript>.*?</noscript>", ""),
    (r"<script>.*?</script>\s*", ""),
    (r"<link[^>]*(?:service-desc|as=\"font\"|shortcut icon)[^>]*>\s*", ""),
    (r"<html lang=\"en\">", '<html lang="en-GB">'),
    (r"<title>.*?</title>", f"<title>{TITLE}</title>"),
    (r"\"\./static/", '"/static/'),
)


def static_folder() -> Path:
    """Where the installed Streamlit keeps its page; found without importing it."""
    spec = find_spec("streamlit")
    if spec is None or spec.origin is None:
        raise RuntimeError(
            "Streamlit is not installed. Run `python3 manage.py run`, which does it."
        )
    return Path(spec.origin).parent / "static"


@cache
def shelf() -> Shelf:
    """Streamlit's scripts and styles, and those of the child's page."""
    folders = {"/static/": (static_folder() / "static", True), DOOR_URL: (DOOR_ASSETS, True)}
    return Shelf(folders, {"/_stcore/host-config": Asset(_HOST_CONFIG, "application/json", False)})


def spared(path: str, asked: Headers) -> Asset | None:
    """A font of nothing for the child's page, instead of half a megabyte that it never shows.

    Streamlit's page fetches its icon font and Source Sans (545 KB, as much as all its scripts
    packed) before it knows our theme. A browser with a staff session gets the real files, for
    their icons; the empty one is never kept, so the same browser may do both.
    """
    if not _SPARED.match(path):
        return None
    held = cookie_parser(asked.get("cookie", ""))
    staff = token_in(held, state.settings())
    return _nothing() if cookies.token_in(held) and not staff else None


@cache
def _nothing() -> Asset:
    content = (Path(__file__).parent / "looks" / "nothing.woff2").read_bytes()
    return Asset(content, "font/woff2", hashed=False, kept=False)


def pack_first_load() -> None:
    """Pack a first page's files as small as they go; for a thread in the background."""
    shelf().pack_well(first_load())


@cache
def first_load() -> tuple[str, ...]:
    """The addresses that a child's first page needs, entry script first."""
    page = (static_folder() / "index.html").read_text("utf-8")
    listed = [f"/{path}" for path in re.findall(r'"\./(static/[^"]+\.(?:js|css))"', page)]
    late = sorted((static_folder() / "static" / "js").glob(f"{_LATE}*.js"))
    chunks = dict.fromkeys(name for file in late for name in _with_imports(file))
    own = [DOOR_URL + path.name for path in sorted(DOOR_ASSETS.iterdir()) if path.is_file()]
    return tuple(dict.fromkeys([*listed, *(f"/static/js/{name}" for name in chunks), *own]))


def preloads() -> str:
    """Links that make a browser fetch the first page's files ahead of time.

    Scripts are also read ahead. The rest is only fetched: browsers complain of other files that
    are loaded for a page and not used by it.
    """
    return "".join(_preload(p) if p.endswith(".js") else _prefetch(p) for p in first_load())


def respond(request: Request, kind: Policy) -> Response:
    """The page for this browser under a content security policy; never kept by it."""
    asset = _asset(kind)
    encoding = best_encoding(request.headers.get("accept-encoding", ""))
    headers = {
        "content-security-policy": policy(kind, host=request.headers["host"]),
        "vary": "accept-encoding, cookie",
    }
    if encoding:
        headers["content-encoding"] = encoding
    return Response(asset.body(encoding), headers=headers, media_type=asset.media_type)


@cache
def _asset(kind: Policy) -> Asset:
    page = (static_folder() / "index.html").read_text("utf-8")
    for old, new in _REPLACED:
        page = re.sub(old, new, page, flags=re.DOTALL)
    listed = set(re.findall(r'"(/static/[^"]+)"', page))
    first = (*_ASKED_FIRST, *first_load())
    late = "".join(_preload(path) for path in first if path not in listed)
    head = f'<link rel="icon" href="/icon.svg" type="image/svg+xml">{late}</head>'
    # a child's browser without a script goes on in the light door, at the same question
    on = '<meta http-equiv="refresh" content="0;url=/s">' if kind == "child" else ""
    words = f"<noscript>{on}<p>{escape(screens().no_script)}</p></noscript>"
    page = page.replace("</head>", head).replace("<body>", f"<body>{words}")
    return Asset(page.encode(), "text/html", hashed=False)


def _preload(path: str) -> str:
    if path.endswith(".js"):
        return f'<link rel="modulepreload" crossorigin href="{path}">'
    if path.endswith(".css"):
        return f'<link rel="preload" as="style" href="{path}">'
    return f'<link rel="preload" as="fetch" crossorigin href="{path}">'


def _prefetch(path: str) -> str:
    kind = ' as="style"' if path.endswith(".css") else ""
    return f'<link rel="prefetch"{kind} href="{path}">'


def _with_imports(file: Path, seen: set[str] | None = None) -> list[str]:
    """A chunk's file name and those of every chunk that it imports, itself first."""
    seen = set() if seen is None else seen
    if file.name in seen:
        return []
    seen.add(file.name)
    imports = re.findall(r'(?:from|import)\s*"\./([^"]+\.js)"', file.read_text("utf-8"))
    return [file.name, *(n for name in imports for n in _with_imports(file.parent / name, seen))]
