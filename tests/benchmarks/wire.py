"""HTTP and Streamlit's websocket as a browser speaks them, light enough for 200 children at once.

One process on one core plays every child, so a heavy client would measure itself.
"""

import asyncio
import json
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PATIENCE_S = 60.0
FORM = "application/x-www-form-urlencoded"


class WentWrong(Exception):
    """Something that a child would notice: a refusal, a fault, or no answer at all."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer; `headers` in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body as a JSON object."""
        read: dict[str, Any] = json.loads(self.body)
        return read


class Http:
    """One connection of a browser, kept open between requests."""

    def __init__(self, port: int, cookie: str = "", more: Mapping[str, str] | None = None) -> None:
        """Talk to 127.0.0.1 at this port; this cookie and these headers are in every request."""
        self.host = f"127.0.0.1:{port}"
        self.cookie = cookie
        self.more = dict(more or {})
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Reply:
        """Send one request; a connection that the server closed meanwhile is opened again."""
        async with asyncio.timeout(PATIENCE_S):
            if self._streams is None or self._streams[0].at_eof():
                await self.close()
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._streams
            writer.write(self._head(method, path, body, kind) + body)
            reply = await _read(reader)
        if reply.headers.get("connection", "").lower() == "close":
            await self.close()
        return reply

    async def post_json(self, path: str, message: dict[str, Any]) -> Reply:
        """Post an object as a page's script does."""
        return await self.send("POST", path, json.dumps(message).encode(), "application/json")

    async def close(self) -> None:
        """Hang up."""
        streams, self._streams = self._streams, None
        if streams is not None:
            streams[1].close()
            with suppress(ConnectionError):
                await streams[1].wait_closed()

    def _head(self, method: str, path: str, body: bytes, kind: str) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"host: {self.host}", "accept: */*"]
        lines += [f"{name}: {value}" for name, value in self.more.items()]
        lines += [f"cookie: {self.cookie}"] if self.cookie else []
        if method == "POST":
            lines += [f"origin: http://{self.host}", f"content-type: {kind}"]
            lines.append(f"content-length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1")


async def _read(reader: asyncio.StreamReader) -> Reply:
    """One answer off the connection, with a length or in chunks."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {}
    for line in head[1:-2]:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    if "content-length" in headers:
        body = await reader.readexactly(int(headers["content-length"]))
    else:
        body = await _chunks(reader) if "transfer-encoding" in headers else b""
    return Reply(int(head[0].split()[1]), headers, body)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int((await reader.readline()).strip(), 16):
        parts.append(await reader.readexactly(size))
        await reader.readline()
    await reader.readline()
    return b"".join(parts)


class StreamlitPage:
    """One open Streamlit page: what the server drew last, its address, and how to press things."""

    def __init__(self, socket: ClientConnection, url: str) -> None:
        """Take an open websocket; use `opened` to get one."""
        self._socket = socket
        self._url = url
        self._query = self._script = ""
        self._kept: dict[str, ForwardMsg] = {}
        self._wanted: tuple[Callable[[Element], bool], asyncio.Future[float]] | None = None
        self._idle = asyncio.Event()
        self._idle.set()
        self._reading = asyncio.create_task(self._read_all())

    @classmethod
    async def opened(cls, http: Http) -> "StreamlitPage":
        """Open the websocket as the page at this host does."""
        origin: Any = f"http://{http.host}"
        headers = {"Cookie": http.cookie} if http.cookie else {}
        protocol: Any = "streamlit"
        socket = await connect(
            f"ws://{http.host}/_stcore/stream",
            origin=origin,
            additional_headers=headers,
            subprotocols=[protocol],
            compression=None,
            max_size=None,
            open_timeout=PATIENCE_S,
        )
        return cls(socket, f"http://{http.host}/")

    async def rerun(
        self, drawn: Callable[[Element], bool], pressed: Iterable[WidgetState] = ()
    ) -> float:
        """Ask for a run, as a press does; the moment at which `drawn` held for an element.

        Like a person, it does not press before the last run has ended.
        """
        async with asyncio.timeout(PATIENCE_S):
            await self._idle.wait()
            self._idle.clear()
            arrived: asyncio.Future[float] = asyncio.get_running_loop().create_future()
            self._wanted = (drawn, arrived)
            await self._socket.send(self._request(pressed))
            return await arrived

    async def close(self) -> None:
        """Close the page."""
        self._reading.cancel()
        await self._socket.close()

    def _request(self, pressed: Iterable[WidgetState]) -> bytes:
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self._query
        state.page_script_hash = self._script
        state.widget_states.widgets.extend(pressed)
        state.cached_message_hashes.extend(self._kept)
        state.context_info.url = self._url + (f"?{self._query}" if self._query else "")
        state.context_info.timezone = "Europe/London"
        state.context_info.locale = "en-GB"
        return message.SerializeToString()

    async def _read_all(self) -> None:
        try:
            async for data in self._socket:
                message = ForwardMsg()
                message.ParseFromString(data if isinstance(data, bytes) else data.encode())
                self._take(message)
        except ConnectionClosed as closed:
            self._fail(f"the websocket closed: {closed}")

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            message = self._kept[message.ref_hash]
            kind = message.WhichOneof("type")
        elif message.metadata.cacheable:
            self._kept[message.hash] = message
        if kind == "new_session":
            self._script = message.new_session.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "script_finished":
            self._idle.set()
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._drawn(message.delta.new_element)
        elif kind == "session_event" and message.session_event.HasField(
            "script_compilation_exception"
        ):
            self._fail("the script does not compile")

    def _drawn(self, element: Element) -> None:
        if self._wanted is None or self._wanted[1].done():
            return
        if element.WhichOneof("type") == "exception":
            self._fail(f"the page shows a fault: {element.exception.message[:200]}")
        elif self._wanted[0](element):
            self._wanted[1].set_result(time.perf_counter())

    def _fail(self, why: str) -> None:
        if self._wanted is not None and not self._wanted[1].done():
            self._wanted[1].set_exception(WentWrong(why))
