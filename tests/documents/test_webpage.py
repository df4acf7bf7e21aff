"""The web page: one file that fetches nothing, and that everybody can read."""

import re
from html.parser import HTMLParser

import pytest


@pytest.fixture(scope="module")
def page(made):
    return made["html"].decode()


def test_it_runs_no_script_and_fetches_nothing(page):
    assert not re.search(r"<script|javascript:|\son\w+=", page)
    assert not re.search(r"\s(?:src|srcset|href|xlink:href)=|url\(|@import", page)
    assert "default-src 'none'" in page


def test_it_says_its_language_and_title(page):
    assert '<html lang="en-GB">' in page
    assert "<title>Living outside the borough, autumn 2026</title>" in page


def test_every_table_has_a_caption_and_named_rows_and_columns(page):
    for table in re.findall(r"<table.*?</table>", page, re.S):
        assert table.count("<caption>") == 1
        assert table.count('scope="row"') == table.count("<tr") - 1
        assert 'scope="col"' in table


def test_the_picture_is_described(page, blocks):
    chart = next(block for block in blocks.board if hasattr(block, "alt"))
    assert page.count('role="img"') == page.count(f'aria-label="{chart.alt}"') == 2


def test_every_element_is_closed(page):
    class Open(HTMLParser):
        stack: tuple[str, ...] = ()

        def handle_starttag(self, tag, attrs):
            self.stack += () if tag in ("meta", "col") else (tag,)

        def handle_endtag(self, tag):
            assert self.stack[-1] == tag
            self.stack = self.stack[:-1]

    reader = Open()
    reader.feed(page)
    assert reader.stack == ()
