"""The second step in a real browser: set up from the key, and in again with a recovery code."""

import base64
import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from data.clock import utc_now
from tests.conftest import settings_in
from tests.serving import Server
from web.staff import accounts, totp

PASSWORD = "wet piano lantern"
WAIT_MS = 20_000


@pytest.fixture(scope="module")
def office(browser, tmp_path_factory) -> Iterator[Server]:
    """A server that asks every password for a second step, with one account on it."""
    always = {"HEARD_SECOND_STEP": "always"}
    server = Server(settings_in(tmp_path_factory.mktemp("steps")), always).start()
    link = accounts.first_link(server.db, utc_now())
    accounts.set_password(server.db, link or "", "Asha Rao", PASSWORD, utc_now())
    yield server
    server.end()


def give_password(page: Page, office: Server) -> None:
    page.goto(f"{office.url}/staff")
    page.get_by_label("Your name").fill("Asha Rao")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{office.url}/staff/step")


def looked_at(page: Page, name: str) -> None:
    """No breach that axe finds, no sideways scrolling at 320 px, and a picture where wanted."""
    assert [breach["id"] for breach in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    folder = os.environ.get("HEARD_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}-320.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 800})
        page.screenshot(path=f"{folder}/{name}-1280.png", full_page=True)
        page.set_viewport_size({"width": 320, "height": 640})


def test_a_phone_is_tied_and_a_recovery_code_lets_in_without_it(page: Page, office: Server) -> None:
    give_password(page, office)
    looked_at(page, "second-step-set-up")
    key = page.locator(".key code").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(totp.code(base64.b32decode(key), totp.step_of(utc_now())))
    page.get_by_role("button", name="Set it up").click()
    looked_at(page, "second-step-codes")
    codes = page.locator(".codes code").all_inner_texts()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator("h1")).to_be_visible(timeout=WAIT_MS)
    page.goto(f"{office.url}/staff/account")
    expect(page.get_by_text("8 recovery codes can still be used")).to_be_visible()
    looked_at(page, "account")
    page.get_by_role("button", name="Sign out everywhere").click()
    expect(page.get_by_role("status")).to_have_text("You are signed out everywhere.")
    give_password(page, office)
    looked_at(page, "second-step-code")
    page.get_by_label("Code").fill(codes[4])
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/today")
    expect(page.locator("h1")).to_be_visible(timeout=WAIT_MS)
