"""The network of a cheap phone, or none, for one page."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page


@contextmanager
def network(page: Page, *, offline: bool = False, **speed: int) -> Iterator[None]:
    """A page's network as it is said; afterwards as it was."""
    session = page.context.new_cdp_session(page)
    everything = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", everything | {"offline": offline} | speed)
    yield
    session.send("Network.emulateNetworkConditions", everything | {"offline": False})
