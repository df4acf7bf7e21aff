"""The light door's script and style sheet, under names that change with their content.

A browser keeps them for a year. The sheet also stands in the first page that a browser gets
from us, so that this page needs no second request before it can be read; the pages that follow
name the file (docs/decisions/017-light-door.md has what that is worth on a slow phone).
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from surveys.pages import DOOR_ASSETS
from web.compress import Asset

_HERE = Path(__file__).parent
_SCRIPTS = {
    "light": _HERE / "light.js",
    "still": _HERE / "still.js",
    "plain": _HERE / "plain.js",
    "aloud": DOOR_ASSETS / "aloud.js",
}
_STYLE = DOOR_ASSETS / "door.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LINE_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
_INDENT = re.compile(r"\n\s*")


def find(address: str) -> Asset | None:
    """The file at an address under `/light/`, or None."""
    return _by_address().get(address)


def pack_well() -> None:
    """Pack the files as small as they go; for the start, not for a request."""
    for asset in _by_address().values():
        asset.pack_well()


@cache
def address(name: str) -> str:
    """Where a file is found: "style" is the sheet, every other name a script."""
    return next(at for at in _by_address() if at.startswith(f"/light/{name}."))


@cache
def style() -> str:
    """The style sheet without its comments and indents."""
    return _INDENT.sub("\n", _COMMENT.sub("", _STYLE.read_text("utf-8"))).strip()


@cache
def style_hash() -> str:
    """What the content security policy says of the sheet inside a page."""
    digest = hashlib.sha256(style().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def _by_address() -> dict[str, Asset]:
    made = [_named("style", "css", Asset(style().encode(), "text/css", hashed=True))]
    for name, path in _SCRIPTS.items():
        script = _without_comments(path.read_text("utf-8"))
        made.append(_named(name, "js", Asset(script.encode(), "text/javascript", hashed=True)))
    return dict(made)


def _without_comments(script: str) -> str:
    """A script without the comments that fill whole lines, and without indents: a fifth less."""
    return _INDENT.sub("\n", _LINE_COMMENT.sub("", _COMMENT.sub("", script))).strip()


def _named(name: str, ending: str, asset: Asset) -> tuple[str, Asset]:
    return f"/light/{name}.{hashlib.sha256(asset.content).hexdigest()[:12]}.{ending}", asset
