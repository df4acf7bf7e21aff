"""A server and a browser for tests that see what a child or a member of staff sees.

`server` runs on a port of its own with an empty database; `page` is a fresh browser profile on
a small phone, `desk` one on a desktop. Both fail the test when the browser's console told of a
breach of the content security policy or an error in a script.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from surveys.schema import Band
from tests.browser.scenes import SCENES
from tests.browser.stages import Stage
from tests.serving import Server

PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
_NAMES = (
    "chromium-headless-shell",  # the same engine without its windows: a third less waiting
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
)
_OWN_BROWSER = ("still-here", "not-saved")
"""Screens that leave something behind in a profile."""
_ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--no-first-run"]


def chromium() -> str | None:
    """Where a Chromium is installed on this machine, or None."""
    found = (os.environ.get("CHROMIUM"), *(shutil.which(name) for name in _NAMES))
    return next((path for path in found if path and Path(path).exists()), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Every test in this folder drives a browser; without one it is skipped, or fails in CI."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; skipped where there is none, unless REQUIRE_BROWSER=1."""
    path = chromium()
    if path is None:
        why = "no Chromium is installed (set CHROMIUM to its path)"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER=1, but {why}")
        pytest.skip(why)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        browser.close()


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """`new_page(width=…, height=…)` opens a profile of its own; `context=` shares one."""
    contexts: list[BrowserContext] = []
    heard: list[str] = []

    def opened(context: BrowserContext | None = None, **size: int) -> Page:
        if context is None:
            context = browser.new_context(viewport={**PHONE, **size}, locale="en-GB")
            contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _listen(message, heard))
        page.on("pageerror", lambda error: heard.append(f"script: {error}"))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert heard == []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A small phone's browser that has not been here before."""
    return new_page()


@pytest.fixture
def desk(new_page: NewPage) -> Page:
    """A desktop browser that has not been here before."""
    return new_page(**DESKTOP)


def _listen(message: ConsoleMessage, heard: list[str]) -> None:
    """Keep what must never be said; a server that is down on purpose may fail to load."""
    breach = "Content Security Policy" in message.text or "Refused to" in message.text
    if breach or "Uncaught" in message.text:
        heard.append(message.text)


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """One profile for all screens of a file, so that a door's assets are fetched once."""
    context = browser.new_context(viewport=PHONE, locale="en-GB")
    yield context
    context.close()


@pytest.fixture
def staged(
    phone: BrowserContext, new_page: Callable[..., Page], server: Server
) -> Iterator[Callable[..., Stage]]:
    """Sets a screen up, on a phone of 320 px."""
    pages: list[Page] = []

    def on(name: str, door: str, band: Band, language: str) -> Stage:
        phone.clear_cookies()
        page = new_page(None if name in _OWN_BROWSER else phone)
        pages.append(page)
        stage = Stage(server, page, door, band, language)
        SCENES[name](stage)
        return stage

    yield on
    for page in pages:
        page.close()
