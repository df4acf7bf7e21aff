"""The workbook and the CSV: text is text, nothing leads outside, nothing is lost unsaid."""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from analysis.documents.make import document
from analysis.marking import marked
from analysis.rows import Row, Rows, Wording
from analysis.spreadsheets.children import LONG, MARK, drawn
from analysis.spreadsheets.figures import figures
from analysis.spreadsheets.long_cells import MOST, parts, units
from analysis.spreadsheets.workbook import NO_XML
from surveys.guarded import like_a_formula
from tests.documents.reading import S, cells, csv_cells, csv_text, workbook_text
from tests.documents.test_hostile import WEB, WORD, full_of
from tests.samples import sample
from tests.unit.test_guarded import FORMULAS

LINKS = (
    "http://evil.example/a",
    "https://evil.example",
    "mailto:a@evil.example",
    "ftp://evil.example",
    "internal:Cover!A1",
    "external:other.xlsx#Sheet1!A1",
    "file:///etc/passwd",
    "\\\\evil.example\\share",
)
MARKUP = (
    "<r><t>bold</t></r>",
    "<r></si></sst><evil/></r>",
    "<r>",
    "{=SUM(A1:A2)}",
    "_x0041_ _x000D_ _x005F_",
    "two\r\nlines\tand a tab",
    "  spaces at both ends  ",
    "&L&14loud &P of &N",
    "1",
    "007",
    "1e5",
    "2026-11-20",
    "TRUE",
    "#REF!",
    "'already marked",
    *WEB,
    *(words for words in WORD if words.isprintable()),
)


def taken(*words: str, reason: str = "To hear what boys said", by: str = "Ben Okafor") -> Rows:
    """A file of rows with these words, one child each."""
    return Rows(
        round="have_your_say-1",
        title="Have your say",
        authority="Sandwick Council (made up)",
        taken_by=by,
        reason=reason,
        made_on="2026-11-20",
        questions=("wish", "rating"),
        own_words=("wish",),
        wordings=(Wording("wish", "11 to 17", "What do you wish?", ""),),
        rows=tuple(
            Row(number, "11 to 17", "English", "2026-11-19", (one, 4))
            for number, one in enumerate(words, start=1)
        ),
    )


def said(content: bytes, question: str = "wish") -> list[str | float]:
    """What each child answered to one question, as it stands in the workbook."""
    rows = cells(content)["Children"]
    head = next(at for at, row in enumerate(rows) if row[:1] == ["Child"])
    column = rows[head].index(question)
    return [row[column] for row in rows[head + 1 :]]


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def naughty(cases) -> tuple[str, ...]:
    strings = json.loads((cases / "forms" / "ons__blns.json").read_text("utf-8"))
    return tuple(words for words in strings if words)


HOSTILE = (*FORMULAS, *LINKS, *MARKUP)


def test_every_text_of_a_child_is_a_text_and_the_one_that_was_written():
    content = drawn(taken(*HOSTILE), "xlsx")
    assert said(content) == list(HOSTILE)


def test_the_big_list_of_naughty_strings_stands_in_the_workbook_as_it_was_written(cases):
    strings = naughty(cases)
    assert said(drawn(taken(*strings), "xlsx")) == [one.translate(NO_XML) for one in strings]


def test_two_signs_that_no_workbook_can_hold_are_marked():
    assert said(drawn(taken("a\ufffeb\uffffc"), "xlsx")) == ["a\ufffdb\ufffdc"]


@pytest.mark.parametrize("content", ["figures", "rows"])
def test_a_workbook_has_no_formula_link_macro_or_part_from_outside(content):
    made = document(full_of(HOSTILE), "xlsx") if content == "figures" else None
    found = parts_of(made or drawn(taken(*HOSTILE), "xlsx"))
    names = [name for name in found if re.search("vba|external|embed|calc|connect|query", name)]
    tags = {
        element.tag.removeprefix(S)
        for name, part in found.items()
        if name.startswith("xl/worksheets/sheet")
        for element in etree.fromstring(part).iter()
    }
    assert names == []
    assert not tags & {"f", "hyperlink", "hyperlinks", "oleObject", "legacyDrawing"}
    assert not [name for name, part in found.items() if b'TargetMode="External"' in part]


def test_the_properties_name_the_authority_and_nobody():
    report = sample(published="2026-11-20", number=1, published_by="Ben Okafor")
    found = parts_of(document(report, "xlsx"))
    core = etree.fromstring(found["docProps/core.xml"])
    said_by = {e.tag.rpartition("}")[2]: e.text for e in core}
    assert (said_by["creator"], said_by["lastModifiedBy"]) == (None, None)
    assert not [name for name, part in found.items() if b"Ben Okafor" in part]


def test_a_cell_that_is_too_long_says_so_and_the_whole_of_it_is_there():
    words = "😀é" * 20_000
    made = cells(drawn(taken(words, "short"), "xlsx"))
    shown = str(said(drawn(taken(words, "short"), "xlsx"))[0])
    rest = [str(row[-1]) for row in made["Long texts"] if row[:1] != ["Line"] and len(row) > 5]
    assert units(shown) <= MOST
    assert shown.endswith("The whole of it is in the sheet “Long texts”, line 1.]")
    assert "".join(rest) == words


def test_long_words_are_cut_between_signs():
    words = "a😀" * MOST
    cut = parts(words)
    assert "".join(cut) == words
    assert max(units(part) for part in cut) <= MOST


def test_a_csv_says_in_the_row_that_a_spreadsheet_would_cut_it():
    head, long, short = csv_cells(drawn(taken("é" * (MOST + 1), "short"), "csv"))
    assert (long[head.index("Note")], short[head.index("Note")]) == (LONG, "")
    assert long[head.index("wish")] == "é" * (MOST + 1)


@pytest.mark.parametrize("content", ["figures", "rows"])
def test_no_cell_of_a_csv_could_be_run(content, cases):
    words = (*HOSTILE, *naughty(cases))
    made = document(full_of(words), "csv") if content == "figures" else drawn(taken(*words), "csv")
    run = [cell for row in csv_cells(made) for cell in row if like_a_formula(cell)]
    assert run == []


def test_a_formula_in_a_reason_or_a_name_is_text_too():
    rows = taken("words", reason="=1+1 for the board", by="@Ben")
    head, row = csv_cells(drawn(rows, "csv"))
    assert row[head.index("What it is for")] == "'=1+1 for the board"
    assert row[head.index("Taken out by")] == "'@Ben"


def test_every_row_of_a_csv_says_what_the_file_is():
    head, *rows = csv_cells(document(sample(), "csv"))
    about = ("Mark", "What it is for", "Whose it is", "Made on")
    assert {tuple(row[head.index(name)] for name in about) for row in rows} == {
        (
            *("Draft", "For checking before the board sees it"),
            *("Sandwick Council (made up), participation team", "2026-11-20"),
        )
    }


def test_the_cover_of_single_rows_says_what_for_whose_who_and_when():
    cover = dict(row[:2] for row in cells(drawn(taken("words"), "xlsx"))["Cover"] if len(row) > 1)
    assert MARK in cover
    assert cover["What it is for"] == "To hear what boys said"
    assert cover["Whose it is"] == "Sandwick Council (made up), participation team"
    assert (cover["Taken out by"], cover["Made on"]) == ("Ben Okafor", "20 November 2026")


def test_every_sheet_has_its_head_in_sight_and_a_table_that_is_named():
    found = parts_of(document(sample(), "xlsx"))
    sheets = [etree.fromstring(found[n]) for n in found if n.startswith("xl/worksheets/sheet")]
    frozen = [sheet.find(f".//{S}pane") is not None for sheet in sheets]
    assert frozen.count(False) == 1  # the cover
    assert len([name for name in found if name.startswith("xl/tables/")]) == len(sheets) - 1


def test_a_figure_is_a_number_and_a_withheld_one_is_none():
    report = marked(sample())
    answers = next(sheet for sheet in figures(report).sheets if sheet.name == "Answers")
    heads = [column.head for column in answers.columns]
    rows = [dict(zip(heads, row, strict=True)) for row in answers.rows]
    first = rows[0]
    assert (first["Children"], first["Of"], first["Percent"]) == (12, 40, 30)
    withheld = {q.text for q in report.results if q.withheld}
    assert not withheld & {row["Question"] for row in rows}


def test_the_same_report_on_the_same_day_is_the_same_file():
    assert document(sample(), "csv") == document(replace(sample()), "csv")
    assert workbook_text(document(sample(), "xlsx")) == workbook_text(document(sample(), "xlsx"))


def test_a_published_file_does_not_call_itself_a_draft():
    text = csv_text(document(sample(published="2026-11-20", number=1), "csv"))
    assert "Draft" not in text
    assert "For the corporate parenting board" in text


# --- as LibreOffice reads it ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """`office(content, name, to)` gives the file that LibreOffice makes of ours."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    profile = f"-env:UserInstallation=file://{folder}/profile"

    def converted(content, name, to):
        (folder / name).write_bytes(content)
        run = [program, profile, "--headless", "--convert-to", to, "--outdir", folder / "made"]
        subprocess.run([*run, folder / name], check=False, capture_output=True, timeout=300)
        ending = to.partition(":")[0]
        made = sorted((folder / "made").glob(f"{Path(name).stem}*.{ending}"))
        if not made:
            pytest.skip("this LibreOffice opens no spreadsheets: Calc is not installed")
        return made[0].read_bytes()

    return converted


SECOND_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"


@pytest.mark.ci
def test_libreoffice_reads_every_word_of_the_workbook_as_it_was_written(office, cases):
    words = tuple(one for one in (*HOSTILE, *naughty(cases)) if one.isprintable())
    made = office(drawn(taken(*words), "xlsx"), "rows.xlsx", SECOND_SHEET)
    rows = list(csv.reader(io.StringIO(made.decode("utf-8"), newline="")))
    head = next(at for at, row in enumerate(rows) if row[:1] == ["Child"])
    column = rows[head].index("wish")
    assert [row[column] for row in rows[head + 1 :]] == list(words)


@pytest.mark.ci
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_libreoffice_makes_a_formula_of_nothing(office, cases, kind):
    words = (*HOSTILE, *naughty(cases))
    made = office(drawn(taken(*words), kind), f"hostile.{kind}", "fods")
    formulas = re.findall(rb'table:formula="[^"]*"', made)
    links = re.findall(rb"<text:a [^>]*>", made)
    assert (formulas, links) == ([], [])
