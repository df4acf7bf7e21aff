"""Both doors as a child with a slow phone meets them: bytes, requests, and the waiting."""

from dataclasses import dataclass

import httpx
from playwright.sync_api import Browser, Page

from tests.benchmarks.light_child import hidden_fields
from tests.benchmarks.meter import Moved, Network, a_phone, timed
from tests.benchmarks.playground import Door

_QUESTION = '[data-step="question"] [data-heard="question"]'
_AGREE = '[data-step="notice"] [data-heard="agree"]'
_NAMES: dict[Door, str] = {"light": "light", "streamlit": "Streamlit"}
_FIRST_PAGE: dict[Door, str] = {
    "light": _AGREE,
    "streamlit": '[data-heard="code"]',
}


@dataclass(frozen=True, slots=True)
class First:
    """A first visit with an empty cache, in seconds of waiting.

    `opened`: until the first page can be used; `read`: how long it is read, which is no waiting;
    `started`: from Start until the page that follows, where a code is typed in; `agreed`: from
    agreeing until question 1 can be answered. `page_kb` came until the first page could be used.
    """

    name: str
    read: float
    opened: float
    started: float | None
    agreed: float
    page_kb: float
    whole_kb: float
    requests: int

    @property
    def waited(self) -> float:
        """From pressing Start, or from opening the link, to question 1, without any reading."""
        return self.agreed + (self.opened if self.started is None else self.started)


@dataclass(frozen=True, slots=True)
class Later:
    """A page that opens with a question: with an empty cache, again, and for the next child."""

    name: str
    band: str
    cold: Moved
    again: Moved
    new_child: Moved


def first_visit(
    browser: Browser, network: Network, door: Door, url: str, code: str, read: float
) -> First:
    """Come for the first time, read for `read` seconds, and go on to question 1."""
    with a_phone(browser, network) as phone:
        page = phone.page
        address = _address(door, url, code)
        opened = timed(lambda: _open(page, address, _FIRST_PAGE[door]))
        page_kb = phone.kb
        page.wait_for_timeout(1000 * read)
        started = None if door == "light" else timed(lambda: _start(page, code))
        agreed = timed(lambda: _agree(page))
        phone.settle()
        name = f"{_NAMES[door]}, {network.name}"
        return First(name, read, opened, started, agreed, page_kb, phone.kb, phone.requests)


def later_visits(
    browser: Browser, network: Network, door: Door, url: str, codes: tuple[str, str], band: str
) -> Later:
    """Open a question with an empty cache, open it again, and let the next child in."""
    address = f"{url}/s" if door == "light" else f"{url}/"
    with a_phone(browser, network) as phone:
        _hand_over(phone.page, url, codes[0])
        cold = phone.visit(lambda: _open(phone.page, address, _QUESTION))
        again = phone.visit(lambda: _open(phone.page, address, _QUESTION))
        phone.page.context.clear_cookies()
        new_child = phone.visit(lambda: _whole_way(phone.page, door, url, codes[1]))
    return Later(f"{_NAMES[door]}, {network.name}", band, cold, again, new_child)


def _open(page: Page, address: str, until: str) -> None:
    page.goto(address, wait_until="commit")
    page.wait_for_selector(until)


def _start(page: Page, code: str) -> None:
    page.locator('[data-heard="code"]').fill(code)
    page.locator('[data-heard="start"]').click(no_wait_after=True)
    page.wait_for_selector(_AGREE)


def _agree(page: Page) -> None:
    page.locator('[data-heard="agree"]').click(no_wait_after=True)
    page.wait_for_selector(_QUESTION)


def _whole_way(page: Page, door: Door, url: str, code: str) -> None:
    """From nothing to question 1, without reading anything."""
    _open(page, _address(door, url, code), _FIRST_PAGE[door])
    if door == "streamlit":
        _start(page, code)
    _agree(page)


def _address(door: Door, url: str, code: str) -> str:
    return f"{url}/s/{code}" if door == "light" else f"{url}/"


def _hand_over(page: Page, url: str, code: str) -> None:
    """Give this browser a sitting that is at question 1, without its having fetched anything."""
    with httpx.Client(base_url=url, headers={"origin": url}) as other:
        other.post("/enter", data={"code": code, "door": "light"})
        notice = hidden_fields(other.get("/s").text)
        other.post("/s", data=notice | {"go": "agree"})
        cookies = [
            {"name": one.name, "value": one.value or "", "url": url} for one in other.cookies.jar
        ]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
