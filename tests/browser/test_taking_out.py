"""Take out: the warning stands before the reason, and the reason before the file."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from data.settings import CHECKOUT
from tests.browser.test_hearing import TYPED, WAIT_MS, club, sign_in, visit
from tests.documents.test_workbook import said
from tests.serving import Server

__all__ = ["club"]
WHY = "For the service's own review of the holiday club, until March 2027."


def ask(page: Page, why: str) -> None:
    page.get_by_label("What is it for, who will use it, and until when?").fill(why)
    page.get_by_role("button", name="Make the file with children’s words").click()


def test_the_file_comes_after_the_warning_and_the_reason(desk: Page, club: Server) -> None:
    sign_in(desk, club)
    visit(desk, club, "export")
    expect(desk.get_by_text("each row is one child")).to_be_visible()
    ask(desk, "because")
    expect(desk.get_by_text("Write in a few words what the file is for")).to_be_visible(
        timeout=WAIT_MS
    )
    ask(desk, WHY)
    with desk.expect_download(timeout=WAIT_MS) as waiting:
        desk.get_by_role("link", name="Excel workbook").click()
    content = Path(waiting.value.path()).read_bytes()
    assert waiting.value.suggested_filename == "service_feedback-1-rows.xlsx"
    assert TYPED in said(content, "good")


def test_the_page_has_no_breach_that_axe_finds(desk: Page, club: Server) -> None:
    sign_in(desk, club)
    visit(desk, club, "export")
    found = Axe().run(desk).response["violations"]
    assert [f"{b['id']}: {b['nodes'][0]['html'][:160]}" for b in found] == []


@pytest.mark.ci
@pytest.mark.parametrize("width", [320, 1280])
def test_pictures_of_taking_out(new_page, club: Server, tmp_path: Path, width: int) -> None:
    page = new_page(width=width, height=800)
    sign_in(page, club)
    visit(page, club, "export")
    ask(page, WHY)
    expect(page.get_by_role("link", name="Excel workbook")).to_be_visible(timeout=WAIT_MS)
    picture(page, f"hearing-export-{width}.png", tmp_path)
    visit(page, club, "looked")
    expect(page.get_by_text("answers of 40 children").first).to_be_visible()
    picture(page, f"hearing-looked-{width}.png", tmp_path)


def picture(page: Page, name: str, elsewhere: Path) -> None:
    """The whole page: into the docs when HEARD_SCREENSHOTS=1, else nowhere that stays."""
    tall = page.get_by_test_id("stMainBlockContainer").evaluate("e => e.scrollHeight")
    width = (page.viewport_size or {})["width"]
    page.set_viewport_size({"width": width, "height": max(640, int(tall))})
    folder = CHECKOUT / "docs" / "screenshots"
    place = folder if os.environ.get("HEARD_SCREENSHOTS") == "1" else elsewhere
    page.screenshot(path=place / name)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
