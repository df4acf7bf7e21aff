"""Which of Streamlit's own addresses answer, and to whom; every other one is not there.

Named one by one, so that what a new version of Streamlit adds stays shut until somebody has
looked at it. `tests/integration/test_edge.py` walks the routes of the installed version.
"""

from functools import cache

from starlette.types import Scope

from web import shell

UPLOADS = "/_stcore/upload_file/"
"""Lists that staff upload are held in memory: only for somebody who is signed in."""
_SOCKET = "/_stcore/stream"
_READ = frozenset({"GET", "HEAD"})
_FOR_ANYBODY = frozenset({"/_stcore/health", "/_stcore/host-config"})
_OURS = "/_stcore/bidi-components/heard"
_THEIRS = ("/_stcore", "/static", "/media", "/component", "/auth", "/oauth2callback")


def is_open(scope: Scope) -> bool:
    """Whether an address may be asked: one of ours always, one of Streamlit's where it is named."""
    path: str = scope["path"]
    if scope["type"] == "websocket":
        return path == _SOCKET
    if not path.startswith(_THEIRS):
        return True
    if path.startswith(UPLOADS):
        return scope["method"] in ("PUT", "DELETE")
    return scope["method"] in _READ and _is_named(path)


def _is_named(path: str) -> bool:
    return path in _FOR_ANYBODY or path.startswith(_OURS) or path in _files()


@cache
def _files() -> frozenset[str]:
    """The addresses of Streamlit's scripts, styles and fonts."""
    folder = shell.static_folder()
    found = (folder / "static").rglob("*")
    return frozenset(f"/{file.relative_to(folder).as_posix()}" for file in found if file.is_file())
