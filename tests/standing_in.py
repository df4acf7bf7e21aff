"""A stand-in for the web server in front of Heard: it passes requests on and says who asked."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

FORWARDED = b"x-forwarded-for:"


class WebServer:
    """Listens on loopback in a thread of its own, and passes everything on to one port.

    `adds`: it adds who asked to what the browser claims, as many do; otherwise it puts who asked
    in the place of the claim, as docs/administrator.md has it for nginx.
    """

    def __init__(self, to_port: int, *, adds: bool) -> None:
        """Stand before the server on a port."""
        self._to_port, self._adds = to_port, adds
        self._loop = asyncio.new_event_loop()
        self.port = 0

    @property
    def url(self) -> str:
        """Where browsers reach it."""
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Iterator["WebServer"]:
        """Take requests until the block ends."""
        thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(30)
        yield self
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        thread.join(30)
        self._loop.close()

    async def _open(self) -> None:
        self._listening = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.port = self._listening.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._listening.close()
        going = asyncio.all_tasks() - {asyncio.current_task()}
        for task in going:
            task.cancel()
        await asyncio.gather(*going, return_exceptions=True)

    async def _answer(self, asked: asyncio.StreamReader, told: asyncio.StreamWriter) -> None:
        who = told.get_extra_info("peername")[0]
        head = self._with_who(await asked.readuntil(b"\r\n\r\n"), who)
        behind, to = await asyncio.open_connection("127.0.0.1", self._to_port)
        to.write(head)
        sending = asyncio.create_task(_pass_on(asked, to))
        try:
            await _pass_on(behind, told)
        finally:
            sending.cancel()
            for writer in (to, told):
                writer.close()

    def _with_who(self, head: bytes, who: str) -> bytes:
        """The head of a request with our word on who asked; one request a connection."""
        first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
        claims = [line for line in lines if line.lower().startswith(FORWARDED)]
        rest = [line for line in lines if line not in claims and b"connection:" not in line.lower()]
        claimed = b", ".join(line.partition(b":")[2].strip() for line in claims)
        said = b", ".join(part for part in (claimed, who.encode()) if part)
        ours = FORWARDED + b" " + (said if self._adds else who.encode())
        return b"\r\n".join([first, *rest, ours, b"connection: close", b"", b""])


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while content := await source.read(65_536):
        target.write(content)
        await target.drain()
