"""The accessibility statement: there for everybody, with no database and no script; one text."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.routing import Route

from data.settings import CHECKOUT, Settings
from tests.browser import looking
from tests.conftest import finished, settings_in
from tests.serving import Server
from web import state
from web.child.statement import BEGIN, END, SHIPPED, body
from web.child.statement import page as page_of_ours

ADDRESS = "/accessibility"


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def authority(tmp_path: Path) -> Settings:
    """An authority that has completed its statement and said how to reach it."""
    file = tmp_path / "statement.md"
    file.write_text(SHIPPED.read_text("utf-8").replace("starting text\nlast", "in use\nlast"))
    environ = {
        "HEARD_VAR": str(tmp_path / "var"),
        "HEARD_AUTHORITY": "Sandwick <Council>",
        "HEARD_ACCESSIBILITY_FILE": str(file),
        "HEARD_ACCESSIBILITY_CONTACT": "access@sandwick.example, 020 7946 0000, by letter",
    }
    return Settings.read(environ)


@pytest.mark.parametrize("way_in", ["/", "/s", "/staff"])
def test_it_is_one_press_from_where_people_come_in(page: Page, server: Server, way_in: str) -> None:
    page.goto(server.url + way_in)
    page.locator(f'a[href="{ADDRESS}"]').click()
    page.wait_for_url(f"**{ADDRESS}")
    assert page.locator("h1").inner_text() == "Accessibility statement"


def test_it_is_there_for_everybody(page: Page, server: Server) -> None:
    page.goto(server.url + ADDRESS)
    assert looking.faults(page) == []


def test_it_needs_no_script(browser: Browser, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url + ADDRESS)
    there = page.get_by_role("heading", name="Feedback and contact").is_visible()
    context.close()
    assert there


def test_it_needs_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def asked() -> httpx.Response:
        wire = httpx.ASGITransport(Starlette(routes=[Route(ADDRESS, page_of_ours)]))
        async with httpx.AsyncClient(transport=wire, base_url="http://127.0.0.1") as client:
            return await client.get(ADDRESS)

    monkeypatch.setenv("HEARD_VAR", str(tmp_path / "nothing"))
    state.settings.cache_clear()
    answer = finished(asked())
    state.settings.cache_clear()
    assert (answer.status_code, list(tmp_path.iterdir())) == (200, [])


def test_every_sentence_of_the_paper_is_on_the_page(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    paper = (CHECKOUT / "docs/safety/accessibility-statement.md").read_text("utf-8")
    shown = re.sub(r"\s*\*\*\[check\]\*\*", "", paper.partition(BEGIN)[2].partition(END)[0])
    for name, said in {"authority": settings.authority, "address": "this website"}.items():
        shown = shown.replace(f"{{{name}}}", said)
    told = words_of(body(settings))
    blocks = [plain_words(block) for block in re.split(r"\n\s*\n|^- ", shown, flags=re.MULTILINE)]
    assert [block for block in blocks if block and block not in told] == []


def plain_words(markdown: str) -> str:
    unlinked = re.sub(r"\[([^\]]+)\]\([^)]+\)", r" \1 ", markdown.partition("{contact}")[0])
    spaced = re.sub(r"\*\*([^*]+)\*\*", r" \1 ", unlinked)
    return " ".join(spaced.lstrip("# ").split())


def test_where_nobody_has_completed_it_the_page_says_so(tmp_path: Path) -> None:
    told = words_of(body(settings_in(tmp_path)))
    assert "Sandwick Council (made up) has not completed and confirmed it yet" in told
    assert "has not said here yet how to reach it" in told


def test_an_authority_that_has_completed_it_can_be_reached(authority: Settings) -> None:
    html = body(authority)
    assert "has not" not in words_of(html)
    assert '<a href="mailto:access@sandwick.example">' in html
    assert '<a href="tel:02079460000">' in html
    assert "Sandwick &lt;Council&gt;" in html
