"""Streamlit's files and our own, compressed once and kept in memory.

Streamlit sends its 2.3 MB of scripts as they are. Packed with brotli they are 0.5 MB: 18 s
instead of 57 s on a slow phone. A file is packed quickly when first asked for; what a child's
first page needs is packed well in the background after the start (about 1 s of CPU).
"""

import gzip
import hashlib
import mimetypes
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import brotli  # type: ignore[import-untyped]
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

PACKED = frozenset({".js", ".css", ".svg", ".html", ".json"})
FASTEST, QUICK, WELL = 1, 5, 10
Spared = Callable[[str, Headers], "Asset | None"]
_FOREVER = "public, immutable, max-age=31536000"
_ASK_AGAIN = "no-cache"


@dataclass(slots=True)
class Asset:
    """One file: as it is, and packed. `hashed` means that its name changes with its content.

    `kept` False: a browser must ask for it each time and never keep it.
    """

    content: bytes
    media_type: str
    hashed: bool
    kept: bool = True
    packed: dict[str, bytes] = field(default_factory=dict)
    etag: str = ""

    def __post_init__(self) -> None:
        """Name this very content, so that a browser that has it need not fetch it again."""
        self.etag = f'"{hashlib.sha256(self.content).hexdigest()[:20]}"'

    def body(self, encoding: str) -> bytes:
        """The content in "br", "gzip" or "" (as it is)."""
        if not encoding:
            return self.content
        if encoding not in self.packed:
            self.packed[encoding] = _pack(self.content, encoding, QUICK)
        return self.packed[encoding]

    def pack_well(self) -> None:
        """Take the time to pack for the slowest phones."""
        self.packed["br"] = _pack(self.content, "br", WELL)


class Shelf:
    """The files under some addresses, read when first asked for."""

    def __init__(
        self, folders: dict[str, tuple[Path, bool]], made: dict[str, Asset] | None = None
    ) -> None:
        """Take, by address prefix, a folder and whether its names change with their content.

        `made` are assets that are no files, by address.
        """
        self._folders = folders
        self._assets: dict[str, Asset] = dict(made or {})
        self._lock = threading.Lock()

    def find(self, path: str) -> Asset | None:
        """The asset at an address, or None where this shelf has none."""
        found = self._assets.get(path)
        if found is None and (file := self._file(path)) is not None:
            with self._lock:
                found = self._assets.setdefault(path, _read(file, self._hashed(path)))
        return found

    def pack_well(self, paths: Iterable[str]) -> None:
        """Pack these files as small as they go; for a thread in the background."""
        for path in paths:
            asset = self.find(path)
            if asset is not None:
                asset.pack_well()

    def _file(self, path: str) -> Path | None:
        for prefix, (folder, _) in self._folders.items():
            if path.startswith(prefix):
                file = (folder / path[len(prefix) :]).resolve()
                inside = file.is_relative_to(folder.resolve())
                return file if inside and file.suffix in PACKED and file.is_file() else None
        return None

    def _hashed(self, path: str) -> bool:
        return any(
            hashed for prefix, (_, hashed) in self._folders.items() if path.startswith(prefix)
        )


class Assets:
    """Answers for the files on the shelf; everything else goes on to Streamlit."""

    def __init__(self, app: ASGIApp, shelf: Shelf, spared: Spared) -> None:
        """Wrap the application; `spared` may name another asset for a request."""
        self._app = app
        self._shelf = shelf
        self._spared = spared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a file, or pass the request on."""
        asset, asked = None, Headers(scope=scope) if scope["type"] == "http" else Headers()
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            asset = self._spared(scope["path"], asked) or self._shelf.find(scope["path"])
        app = self._app if asset is None else respond(asset, asked)
        await app(scope, receive, send)


def respond(asset: Asset, asked: Headers) -> Response:
    """The answer for one asset: packed as the browser can, or 304 when it has it already."""
    if not asset.kept:
        return Response(asset.content, media_type=asset.media_type)
    encoding = best_encoding(asked.get("accept-encoding", ""))
    headers = {
        "cache-control": _FOREVER if asset.hashed else _ASK_AGAIN,
        "vary": "accept-encoding",
        "etag": asset.etag,
    }
    if asked.get("if-none-match") == asset.etag:
        return Response(status_code=304, headers=headers)
    if encoding:
        headers["content-encoding"] = encoding
    return Response(asset.body(encoding), headers=headers, media_type=asset.media_type)


def packed(page: Response, asked: Headers) -> Response:
    """A page of ours, packed as the browser can: Streamlit leaves `/` as it is."""
    encoding = best_encoding(asked.get("accept-encoding", ""))
    if encoding:
        page.body = _packed(bytes(page.body), encoding)
        page.headers["content-length"] = str(len(page.body))
        page.headers["content-encoding"] = encoding
        page.headers["vary"] = "accept-encoding, cookie"
    return page


@lru_cache(maxsize=8)
def _packed(content: bytes, encoding: str) -> bytes:
    return _pack(content, encoding, QUICK)


def pack_quickly(content: bytes, encoding: str) -> bytes:
    """A page that is different for every child, packed without taking time over it."""
    return _pack(content, encoding, FASTEST)


def best_encoding(accepted: str) -> str:
    """ "br" where the browser takes it, else "gzip", else ""."""
    offered = {part.split(";")[0].strip().lower() for part in accepted.split(",")}
    return next((encoding for encoding in ("br", "gzip") if encoding in offered), "")


def _read(file: Path, hashed: bool) -> Asset:
    content = file.read_bytes()
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    kind = "text/javascript" if file.suffix == ".js" else kind
    return Asset(content, kind, hashed)


def _pack(content: bytes, encoding: str, quality: int) -> bytes:
    if encoding == "br":
        packed: bytes = brotli.compress(content, quality=quality)
        return packed
    return gzip.compress(content, 6, mtime=0)
