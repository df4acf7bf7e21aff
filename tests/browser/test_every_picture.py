"""Every screen of the child's side as a picture: each band, three widths, both ways of reading.

With HEARD_SCREENSHOTS=1 the sheets are written into docs/screenshots, to be looked at; afterwards
`python -m tests.gallery` lists them. Only by hand: what is held of these screens is in
`test_every_screen.py`.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import PHONE
from tests.browser.scenes import ENGLISH_ONLY, SCENES, SHEETS, bands_of
from tests.browser.sheets import PICTURES, WIDTHS, Column, column, keep
from tests.browser.stages import Stage
from tests.browser.test_every_screen import CASES
from tests.serving import Server

pytestmark = pytest.mark.pictures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the sheets go: into the docs when HEARD_SCREENSHOTS=1, else nowhere that stays."""
    return PICTURES if os.environ.get("HEARD_SCREENSHOTS") == "1" else tmp_path


@pytest.fixture
def drawn(
    browser: Browser, new_page: Callable[..., Page], server: Server
) -> Callable[..., list[Column]]:
    """A screen of a door in every band and language it has."""
    context = browser.new_context(viewport=PHONE, locale="en-GB")

    def all_of(name: str, door: str) -> list[Column]:
        columns = []
        for _, _, band, language in (case for case in CASES if case[:2] == (name, door)):
            context.clear_cookies()
            context.set_offline(False)
            stage = Stage(server, new_page(context), door, band, language)
            SCENES[name](stage)
            columns.append(column(stage.page, f"{band} {language}"))
            stage.page.close()
        return columns

    yield all_of
    context.close()


@pytest.mark.parametrize(("name", "door"), SHEETS, ids=lambda part: part)
def test_a_screen_can_be_looked_at(
    drawn: Callable[..., list[Column]], folder: Path, name: str, door: str
) -> None:
    columns = drawn(name, door)
    keep(columns, f"child-{name}-{door}", folder)
    languages = 1 if name in ENGLISH_ONLY else 2
    assert len(columns) >= (len(bands_of(name)) - 1) * languages
    assert all(len(pictures) == len(WIDTHS) for _, pictures in columns)
