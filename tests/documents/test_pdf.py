"""The PDF: what assistive technology needs, and two pages for the board on every machine."""

import io
from itertools import pairwise

import pikepdf
import pytest

from analysis.documents.make import document, fitted
from analysis.documents.pdf import board_length
from tests.documents.reading import page_text, structure
from tests.samples import actions, questions, sample, trends

HEADINGS = ("/H1", "/H2", "/H3")


def in_order(element):
    """Structure elements in reading order."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from in_order(kid)


@pytest.fixture(scope="module")
def pdf(made):
    with pikepdf.open(io.BytesIO(made["pdf"])) as opened:
        yield opened


@pytest.fixture(scope="module")
def elements(pdf):
    return structure(pdf)


def kinds(elements, *names):
    return [e for e in elements if str(e.S) in names]


def test_it_is_tagged_has_a_language_and_shows_its_title(pdf):
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_it_says_that_it_is_pdf_ua_and_has_a_title(pdf):
    with pdf.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"
        assert about["dc:title"] == "Living outside the borough, autumn 2026"


def test_it_names_no_person(pdf):
    assert "/Author" not in pdf.docinfo
    with pdf.open_metadata() as about:
        assert "dc:creator" not in about


def test_every_table_is_one_table_with_column_headers(elements, blocks):
    tables = [block for block in (*blocks.board, *blocks.annex) if hasattr(block, "head")]
    assert len(kinds(elements, "/Table")) == len(tables)
    headers = kinds(elements, "/TH")
    assert len(headers) == sum(len(table.head) for table in tables)
    assert all(any(a.get("/Scope") == "/Column" for a in e.A) for e in headers)


def test_the_figure_is_described_in_other_words_than_its_caption(elements, blocks):
    chart = next(block for block in blocks.board if hasattr(block, "alt"))
    assert {str(e.Alt) for e in kinds(elements, "/Figure")} == {chart.alt}


def test_headings_go_down_one_level_at_a_time(elements, pdf):
    levels = [int(str(e.S)[2]) for e in in_order(pdf.Root.StructTreeRoot) if str(e.S) in HEADINGS]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_font_is_embedded_and_ours(pdf):
    fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
    inner = [font.DescendantFonts[0].FontDescriptor for font in fonts]
    assert all("/FontFile3" in f or "/FontFile2" in f for f in inner)
    assert {str(f.FontName).split("+")[1].split("-")[0] for f in inner} == {"Inter"}


def test_the_board_has_two_pages_and_the_annex_comes_after(pdf):
    texts = [page_text(page) for page in pdf.pages]
    assert texts[2].startswith("Annex")
    assert not any("Annex" in text for text in texts[:2])


def test_page_one_can_be_read_alone(pdf):
    first = page_text(pdf.pages[0])
    needed = ("Draft", "What we ask the board to do", "Key messages", "40 of 300 (13%)", "Results")
    assert all(words in first for words in needed)


@pytest.mark.parametrize(
    "longer",
    [
        {"analysis": "Children told us about family, journeys and workers. " * 60},
        {"outcomes": "Goodbye visits now happen in most moves. " * 60},
        {"actions": actions() * 4},
        {"results": questions() * 3},
        {"trends": (*trends(), *trends()[:1])},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_long_report_still_has_two_pages_for_the_board(longer):
    assert board_length(fitted(sample(**longer))).pages == 2


def test_the_same_report_gives_the_same_pages(report, made):
    assert document(report, "pdf")[:2000] == made["pdf"][:2000]
