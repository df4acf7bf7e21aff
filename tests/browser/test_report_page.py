"""The report as a web page, seen on a phone and a desktop, by axe, and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from analysis.documents.make import document
from tests.samples import sample


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where the sample report lies, as somebody finds it in their downloads."""
    path = tmp_path_factory.mktemp("downloads") / "report.html"
    path.write_bytes(document(sample(), "html"))
    return path.as_uri()


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_wrong(new_page, address, width):
    page = new_page(width=width)
    page.goto(address)
    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_window(new_page, address, width):
    page = new_page(width=width)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(("width", "seen"), [(320, "narrow"), (1280, "wide")])
def test_one_picture_is_seen_at_a_time(new_page, address, width, seen):
    page = new_page(width=width)
    page.goto(address)
    visible = [svg for svg in page.locator("svg").all() if svg.is_visible()]
    assert [svg.get_attribute("class") for svg in visible] == [seen]


def test_a_table_that_is_stacked_stays_a_table_for_a_screen_reader(new_page, address):
    page = new_page(width=320)
    page.goto(address)
    table = page.get_by_role("table", name="The top answers to each question")
    assert table.get_by_role("columnheader").count() == 4
    assert table.get_by_role("rowheader").count() == table.get_by_role("row").count() - 1
