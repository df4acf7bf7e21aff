"""The archive bomb and the poisoned file: an import looks from outside, and never unpacks."""

import gzip
import io
import os
import socket
import zipfile
from pathlib import Path

import pytest

from surveys import loader
from surveys.checks import check_files
from surveys.importing import sheet
from surveys.importing.map_loader import LARGEST_MAP, MapProblems, load_map
from surveys.importing.sheet import FileRefused, read_sheet
from surveys.loader import published
from surveys.paper import mail_list

COLUMNS = ("key", "said")
BOMB_BYTES = 50_000_000
EXPECTED = mail_list.Expected(("11-17",), "11-17", ())


def bomb() -> bytes:
    """50 MB of noughts as a zip of 49 KB: a thousandth."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(BOMB_BYTES))
    return made.getvalue()


def refused(
    tmp_path: Path, data: bytes, name: str = "comments.csv", encoding: str = "utf-8"
) -> str:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(FileRefused) as problem:
        read_sheet(file, encoding, ",", COLUMNS)
    return str(problem.value)


def test_an_archive_bomb_renamed_csv_is_refused_unopened(tmp_path, monkeypatch):
    data = bomb()
    assert BOMB_BYTES / len(data) > 900
    for module in (zipfile.ZipFile, gzip.GzipFile):
        monkeypatch.setattr(module, "__init__", None)  # whoever unpacks would fail otherwise
    assert "a spreadsheet or another packed file" in refused(tmp_path, data)
    assert "a packed file" in refused(tmp_path, b"\x1f\x8b\x08" + bytes(100))


@pytest.mark.parametrize("start", sorted(sheet._NO_TEXT), ids=lambda start: start.hex())
def test_what_is_no_text_is_refused_by_how_it_begins(tmp_path, start):
    assert "whatever its name says" in refused(tmp_path, start + b"key,said\na,b\n")


@pytest.mark.parametrize("name", ["list.xlsx", "list.zip", "list", "list.csv.exe", "list.html"])
def test_only_the_endings_of_text_are_taken(tmp_path, name):
    assert "does not end in .csv" in refused(tmp_path, b"key,said\na,b\n", name)


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    file = tmp_path / "comments.csv"
    with file.open("wb") as sparse:
        sparse.truncate(sheet.LARGEST_FILE + 1)
    with pytest.raises(FileRefused, match="larger than 100 MB"):
        read_sheet(file, "utf-8", ",", COLUMNS)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with named pipes")
def test_what_never_ends_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(FileRefused, match="is no file"):
        read_sheet(tmp_path / "pipe.csv", "utf-8", ",", COLUMNS)


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-5", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_a_formula_is_words_like_others(tmp_path, cell):
    file = tmp_path / "comments.csv"
    file.write_text(f'key,said\na,"{cell}"\n', "utf-8")
    assert read_sheet(file, "utf-8", ",", COLUMNS).rows[0].cells["said"] == cell


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("key,said\na,b\n".encode("utf-16"), "utf-16"),
        ("key,said\na,b\n".encode("utf-16-le"), "no NUL"),
        ("key,said\na,b\n".encode("utf-32"), "encoding"),
        (b"key,said\na,\xed\xa0\x80\n", "see line 2"),
        (b"\xff\xfe\x00", "utf-16"),
    ],
    ids=["UTF-16", "UTF-16 without a mark", "UTF-32", "a lone surrogate", "a cut mark"],
)
def test_a_file_in_another_encoding_is_refused_with_the_place(tmp_path, data, says):
    assert says in refused(tmp_path, data)


def test_one_line_of_a_megabyte_and_a_million_columns_end_in_a_sentence(tmp_path):
    assert "no column" in refused(tmp_path, b"x" * 1_000_000)
    assert "columns, which no list" in refused(tmp_path, b"," * 1_000_000 + b"\n")


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 50_000, "x" * (LARGEST_MAP + 1), "a = {b=" * 9_000]
)
def test_a_map_that_is_none_ends_in_a_sentence(tmp_path, text):
    file = tmp_path / "map.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(MapProblems):
        load_map(file, published()["service_feedback"])


def test_an_uploaded_list_is_looked_at_in_the_same_way():
    for content in (bomb(), b"reference\0", b"reference\n" + b"A" * 2_000_000):
        with pytest.raises(mail_list.ListRefused):
            mail_list.read_list(content, EXPECTED)


# --- questionnaires and translations ----------------------------------------------------------


def problems_of(file: Path) -> list[str]:
    return [problem.what for problem in check_files((file,)).problems]


@pytest.mark.parametrize("name", ["club.v1.toml", "service_feedback.v2.toml"])
def test_a_questionnaire_that_is_none_ends_in_a_sentence(tmp_path, name):
    file = tmp_path / name
    file.write_bytes(b"a = " + b"[" * 50_000)
    assert problems_of(file) == ["The file is nested too deep."]
    file.write_bytes(bomb())
    assert problems_of(file) == ["The file is not UTF-8 text."]
    with file.open("wb") as sparse:
        sparse.truncate(loader.LARGEST_FILE * 1000)
    assert problems_of(file) == ["The file is larger than 1000 KB, which no questionnaire is."]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with named pipes")
def test_a_questionnaire_that_never_ends_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "club.v1.toml")
    assert "a folder or a device" in problems_of(tmp_path / "club.v1.toml")[0]


HOSTILE = ("http://evil.example/a", "file:///etc/passwd", '=WEBSERVICE("http://evil.example")')
MAP = """survey = "service_feedback"
band = "11-17"
key = "key"
[date]
column = "said"
format = "dd/mm/yyyy"
[[answer]]
question = "good"
column = "said"
"""


def test_no_import_calls_anybody(tmp_path, monkeypatch):
    def called(*_):
        raise AssertionError("an import wanted to call somebody")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, called)
    file = tmp_path / "comments.csv"
    file.write_text("key,said\n" + "\n".join(f"{n},{s!r}" for n, s in enumerate(HOSTILE)), "utf-8")
    assert len(read_sheet(file, "utf-8", ",", COLUMNS).rows) == len(HOSTILE)
    map_file = tmp_path / "map.toml"
    map_file.write_text(MAP, "utf-8")
    assert load_map(map_file, published()["service_feedback"]).columns == ("key", "said")
    addresses = "reference,address1\n" + "\n".join(f"C{n},{HOSTILE[0]}" for n in range(3))
    assert len(mail_list.read_list(addresses.encode(), EXPECTED)) == 3
    definition = tmp_path / "club.v1.toml"
    definition.write_text(f'id = "club"\ntitle = "{HOSTILE[0]}"\nversion = 1\n', "utf-8")
    assert problems_of(definition) != []
