"""Words that break other software: kept as typed, shown as typed, to the last of 20,000."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from surveys.answers import clean_words
from surveys.schema import WORDS_LIMIT
from tests.childs_page import Child
from tests.serving import Server, tiny


@pytest.fixture
def code(server: Server) -> str:
    """A code for three short questions; the second asks for words."""
    return server.code(tiny("own_words"), "11-17")


@pytest.fixture
def writing(page: Page, server: Server, code: str) -> Child:
    """A child at the question that asks for words."""
    child = Child(page, server).begin(code)
    child.go()
    return child


@pytest.fixture(scope="module")
def naughty(cases: Path) -> str:
    """Every string of the ONS list that a box for words can hold, a line each."""
    strings = json.loads((cases / "forms" / "ons__blns.json").read_text("utf-8"))
    lines = "\n".join(str(string) for string in strings)
    return lines.replace("\r\n", "\n").replace("\r", "\n")[:WORDS_LIMIT]


def test_naughty_strings_are_kept_and_shown_as_typed(
    writing: Child, server: Server, code: str, naughty: str
) -> None:
    writing.write(naughty)
    writing.saved()
    expected, removed = clean_words(naughty)
    assert removed > 0
    assert server.answers_of(code)["wish"].words == expected
    expect(writing.page.locator("#hd-removed")).to_contain_text(f"{removed} hidden marks")
    while writing.step == "question":
        writing.go()
    shown = writing.page.locator('[data-heard="review"] bdi').first.evaluate("e => e.textContent")
    assert shown == expected


def test_twenty_thousand_characters_are_kept_and_no_more_can_be_typed(
    writing: Child, server: Server, code: str
) -> None:
    box = writing.page.locator("textarea")
    writing.write("é" * WORDS_LIMIT)
    box.press("End")
    box.press("x")
    writing.saved()
    assert server.answers_of(code)["wish"].words == "é" * WORDS_LIMIT
    expect(writing.page.locator("#hd-room")).to_contain_text("This box is full")
