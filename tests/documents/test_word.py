"""The Word document: what Word, LibreOffice and a screen reader stumble over."""

import io
import shutil
import subprocess
import zipfile
from itertools import pairwise

import pikepdf
import pytest
from docx import Document

from tests.documents.reading import W, page_text, squeezed, word_part

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


@pytest.fixture(scope="module")
def body(made):
    return word_part(made["docx"])


@pytest.fixture(scope="module")
def tables(body):
    return list(body.iter(f"{W}tbl"))


def opened(made):
    return Document(io.BytesIO(made["docx"]))


def value(element, name="val"):
    return element.get(f"{W}{name}")


def test_the_columns_of_the_grid_are_as_wide_as_the_cells(tables):
    for table in tables:
        grid = [value(c, "w") for c in table.find(f"{W}tblGrid")]
        first = [value(c, "w") for c in table.find(f"{W}tr").iter(f"{W}tcW")]
        assert grid == first


def test_no_row_is_split_and_the_first_is_a_header(tables):
    rows = [row for table in tables for row in table.iter(f"{W}tr")]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert all(t.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for t in tables)


def test_a_short_table_stays_on_one_page(tables):
    for table in tables:
        rows = list(table.iter(f"{W}tr"))
        kept = [[p.find(f"{W}pPr/{W}keepNext") is not None for p in r.iter(f"{W}p")] for r in rows]
        assert all(all(row) for row in kept[:-1])
        assert not any(kept[-1])


def test_every_table_has_a_caption_and_a_description(tables):
    for name in ("tblCaption", "tblDescription"):
        assert all(value(table.find(f"{W}tblPr/{W}{name}")) for table in tables)


def test_the_picture_is_described_in_other_words_than_its_caption(body, blocks):
    chart = next(block for block in blocks.board if hasattr(block, "alt"))
    described = [picture.get("descr") for picture in body.iter(f"{WP}docPr")]
    assert described == [chart.alt]
    assert chart.title not in chart.alt


@pytest.mark.parametrize("part", ["word/styles.xml", "word/settings.xml", "word/document.xml"])
def test_the_language_is_british_english_everywhere(made, part):
    root = word_part(made["docx"], part)
    languages = [value(e) for tag in ("lang", "themeFontLang") for e in root.iter(f"{W}{tag}")]
    assert set(languages) <= {"en-GB"}
    assert languages or part != "word/styles.xml"


def test_no_part_is_left_that_speaks_american_or_shows_another_paper(made):
    with zipfile.ZipFile(io.BytesIO(made["docx"])) as parts:
        names = parts.namelist()
        assert not any(b"en-US" in parts.read(name) for name in names if name.endswith(".xml"))
    assert not any("stylesWithEffects" in name or "thumbnail" in name for name in names)


def test_headings_are_set_in_the_named_font_and_no_theme_font_wins(made):
    styles = word_part(made["docx"], "word/styles.xml")
    headings = [s for s in styles.iter(f"{W}style") if (value(s, "styleId") or "")[:7] == "Heading"]
    used = [s.find(f"{W}rPr/{W}rFonts") for s in headings[:3]]
    assert all(fonts.get(f"{W}ascii") == "Arial" for fonts in used)
    assert not any("heme" in name for fonts in used for name in fonts.attrib)


def test_headings_go_down_one_level_at_a_time(made):
    styles = [p.style.name for p in opened(made).paragraphs]
    levels = [int(name[-1]) for name in styles if name.startswith("Heading ")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_there_is_no_empty_paragraph_for_space(body):
    drawn = [p for p in body.iter(f"{W}p") if p.find(f".//{W}drawing") is not None]
    words = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p")]
    assert sum(1 for text in words if not text.strip()) == len(drawn) == 1


def test_the_annex_begins_a_page(made):
    paragraphs = opened(made).paragraphs
    annex = next(p for p in paragraphs if p.text == "Annex")
    assert annex.paragraph_format.page_break_before


def test_the_properties_name_the_report_and_no_person(made):
    core = opened(made).core_properties
    assert core.title == "Living outside the borough, autumn 2026"
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")


def test_nothing_points_outside_the_document(made):
    with zipfile.ZipFile(io.BytesIO(made["docx"])) as parts:
        relations = [parts.read(name) for name in parts.namelist() if name.endswith(".rels")]
    assert not any(b'TargetMode="External"' in content for content in relations)


@pytest.mark.ci
def test_the_board_has_two_pages_in_libreoffice(made, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "report.docx").write_bytes(made["docx"])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path]
    subprocess.run(
        [*command, tmp_path / "report.docx"], check=True, capture_output=True, timeout=120
    )
    with pikepdf.open(tmp_path / "report.pdf") as pdf:
        begins = [squeezed(page_text(page)).startswith("Annex") for page in pdf.pages]
    assert begins[:3] == [False, False, True]
