"""A real Chromium on a slow network, and what comes to it.

The network is Chromium's own emulation: every request waits one round trip, and bytes trickle,
those of the websocket too. What it leaves out are the round trips that open a connection (one
each for TCP and TLS). Bytes are what came over the wire: packed bodies, headers, and what the
websocket brought.
"""

import base64
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import chromium

PATIENCE_MS = 120_000
_QUIET_S = 1.5
"""So long without anything on the wire, and a page has all that it will fetch."""
_PHONE = {"width": 360, "height": 740}
_ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--no-first-run"]


@dataclass(frozen=True, slots=True)
class Network:
    """A network as a phone has it: bits a second, and milliseconds there and back."""

    name: str
    bits: int
    round_trip: int


NETWORKS = (Network("slow 3G", 400_000, 400), Network("fast 3G", 1_600_000, 150))


@dataclass(frozen=True, slots=True)
class Moved:
    """What one visit moved over the wire, and after how many seconds its page could be used."""

    kb: float
    requests: int
    seconds: float


@dataclass  # without slots: Playwright puts a mark of its own on it
class Meter:
    """Counts what comes to one page over a slowed network."""

    page: Page
    network: Network
    received: float = 0.0
    requests: int = 0
    _open: dict[str, float] = field(default_factory=dict)
    _last: float = 0.0

    def __post_init__(self) -> None:
        """Slow the page down and listen."""
        self.page.set_default_timeout(PATIENCE_MS)
        wire = self.page.context.new_cdp_session(self.page)
        wire.on("Network.requestWillBeSent", self._asked)
        wire.on("Network.responseReceived", self._begun)
        wire.on("Network.dataReceived", self._part)
        wire.on("Network.loadingFinished", self._whole)
        wire.on("Network.loadingFailed", self._broken)
        wire.on("Network.webSocketFrameReceived", self._frame)
        wire.send("Network.enable")
        rate = self.network.bits / 8
        wire.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": self.network.round_trip,
                "downloadThroughput": rate,
                "uploadThroughput": rate,
            },
        )

    @property
    def kb(self) -> float:
        """Kilobytes that came so far."""
        return self.received / 1000

    def settle(self) -> None:
        """Wait until the page has all that it fetches by itself."""
        until = time.perf_counter() + PATIENCE_MS / 1000
        while self._open or time.perf_counter() - self._last < _QUIET_S:
            if time.perf_counter() > until:
                raise TimeoutError(f"{len(self._open)} requests never ended")
            self.page.wait_for_timeout(50)

    def visit(self, go: Callable[[], object]) -> Moved:
        """What a visit moves until all is quiet; `go` returns when its page can be used."""
        bytes_before, requests_before = self.received, self.requests
        seconds = timed(go)
        self.settle()
        kb = (self.received - bytes_before) / 1000
        return Moved(kb, self.requests - requests_before, seconds)

    def _asked(self, event: dict[str, Any]) -> None:
        self._last = time.perf_counter()
        request = event["requestId"]
        if "redirectResponse" in event:
            self._end(request, event["redirectResponse"]["encodedDataLength"])
        elif event.get("type") == "Document":  # whatever the page before still wanted is dropped
            for dropped in tuple(self._open):
                self._end(dropped, self._open[dropped])
        if not event["request"]["url"].startswith(("data:", "blob:")):
            self._open[request] = 0.0

    def _begun(self, event: dict[str, Any]) -> None:
        self._more(event["requestId"], event["response"]["encodedDataLength"])

    def _part(self, event: dict[str, Any]) -> None:
        self._more(event["requestId"], event["encodedDataLength"])

    def _whole(self, event: dict[str, Any]) -> None:
        self._end(event["requestId"], event["encodedDataLength"])

    def _broken(self, event: dict[str, Any]) -> None:
        self._end(event["requestId"], self._open.get(event["requestId"], 0.0))

    def _more(self, request: str, size: float) -> None:
        self._last = time.perf_counter()
        if request in self._open:
            self._open[request] += max(0.0, size)
            self.received += max(0.0, size)

    def _end(self, request: str, size: float) -> None:
        """A request is over; its whole size takes the place of what was counted on the way."""
        self._last = time.perf_counter()
        if request in self._open:
            self.received += size - self._open.pop(request)
            self.requests += size > 0  # what the cache gave has no size on the wire

    def _frame(self, event: dict[str, Any]) -> None:
        self._last = time.perf_counter()
        frame = event["response"]
        text: str = frame["payloadData"]
        self.received += len(base64.b64decode(text) if frame["opcode"] == 2 else text.encode())


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Chromium; raises RuntimeError where there is none."""
    path = chromium()
    if path is None:
        raise RuntimeError("no Chromium is installed (set CHROMIUM to its path)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def a_phone(browser: Browser, network: Network) -> Iterator[Meter]:
    """A phone that has not been here before."""
    context = browser.new_context(viewport=_PHONE, locale="en-GB", has_touch=True)  # type: ignore[arg-type]
    yield Meter(context.new_page(), network)
    context.close()


def timed(work: Callable[[], object]) -> float:
    """How many seconds something took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
