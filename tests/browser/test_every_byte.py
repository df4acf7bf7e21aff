"""What the Streamlit door weighs, as the browser counts it: a first load, and coming back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.childs_page import Child
from tests.serving import Server, tiny

PACKED_WITHIN_MS = 5_000
FIRST_LOAD, COMING_BACK = 800_000, 15_000


def _counted(page: Page) -> list[int]:
    """The bytes of every answer that this page gets from now on; nothing for one it had kept."""
    sizes: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    return sizes


@pytest.mark.ci
def test_a_first_load_is_under_0_8_mb_and_coming_back_under_15_kb(
    browser: Browser, new_page: Callable[..., Page], server: Server
) -> None:
    context = browser.new_context()
    page = new_page(context)
    page.wait_for_timeout(PACKED_WITHIN_MS)  # a server that has just started packs its files
    first = _counted(page)
    Child(page, server).begin(server.code(tiny("one_choice"), "8-10"))
    page.wait_for_load_state("networkidle")
    page.close()
    again = new_page(context)
    back = _counted(again)
    again.goto(server.url)
    Child(again, server).at_step("question")
    again.wait_for_load_state("networkidle")
    context.close()
    assert 100_000 < sum(first) < FIRST_LOAD
    assert 0 < sum(back) < COMING_BACK
