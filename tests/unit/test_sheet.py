"""A CSV file as rows: what is read, and the place of what cannot be."""

from pathlib import Path

import pytest

from surveys.importing.sheet import FileRefused, Sheet, read_sheet

COLUMNS = ("key", "said")


def read(tmp_path: Path, data: bytes, encoding: str = "utf-8", delimiter: str = ",") -> Sheet:
    file = tmp_path / "comments.csv"
    file.write_bytes(data)
    return read_sheet(file, encoding, delimiter, COLUMNS)


def refusal(tmp_path: Path, data: bytes, encoding: str = "utf-8", delimiter: str = ",") -> str:
    with pytest.raises(FileRefused) as refused:
        read(tmp_path, data, encoding, delimiter)
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "encoding", "delimiter"),
    [
        (b"key,said\na,Caf\xc3\xa9\n", "utf-8", ","),
        (b"\xef\xbb\xbfkey,said\r\na,Caf\xc3\xa9\r\n", "utf-8", ","),
        (b"key;said\na;Caf\xe9\n", "cp1252", ";"),
        ("key\tsaid\na\tCafé".encode("utf-16"), "utf-16", "\t"),
        (b" key , said \na,Caf\xc3\xa9\n\n\n", "utf-8", ","),
    ],
    ids=["plain", "BOM and CRLF", "cp1252 and semicolons", "UTF-16 and tabs", "spaces and blanks"],
)
def test_files_as_programs_save_them_are_read(tmp_path, data, encoding, delimiter):
    sheet = read(tmp_path, data, encoding, delimiter)
    assert [row.cells for row in sheet.rows] == [{"key": "a", "said": "Café"}]


def test_words_over_several_lines_stay_whole_and_later_rows_keep_their_line(tmp_path):
    sheet = read(tmp_path, b'key,said\na,"one\ntwo, ""three"""\nb,last\n')
    assert [row.line for row in sheet.rows] == [2, 4]
    assert sheet.rows[0].cells["said"] == 'one\ntwo, "three"'


def test_a_row_with_too_many_cells_is_listed_with_its_line(tmp_path):
    sheet = read(tmp_path, b"key,said\na,x\nb,y,z\n")
    assert str(sheet.bad[0]).startswith("line 3: the row has 3 cells where the first line has 2")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n", "is empty"),
        (b"key,said\n", "no rows"),
        (b"key,words\na,x\n", "no column “said”; it has “key”, “words”"),
        (b"key;said\na;x\n", "Or perhaps “;” separates the columns"),
        (b"key,said,said\na,x,y\n", "more than one column “said”"),
        (b"key,said\na,x\nb,Caf\xe9\n", "see line 3, byte 6"),
        ("key,said\na,x\n".encode("utf-16"), 'encoding = "utf-16"'),
        ("key,said\na,x\n".encode("utf-16-le"), 'encoding = "utf-16"'),
        (b'key,said\na,"x\nb,y\n', "opens in the row at line 2 is never closed"),
        (b'key,said\na,x\nb,"y"z\n', "the row that starts at line 3"),
    ],
)
def test_a_file_that_cannot_be_told_apart_is_refused_with_the_place(tmp_path, data, says):
    assert says in refusal(tmp_path, data)


def test_a_file_in_utf8_is_not_read_as_something_else(tmp_path):
    assert 'encoding = "utf-8"' in refusal(tmp_path, "key,said\na,Café\n".encode(), "cp1252")


def test_a_file_that_is_not_there_is_said_plainly(tmp_path):
    with pytest.raises(FileRefused, match="cannot be read: No such file"):
        read_sheet(tmp_path / "no.csv", "utf-8", ",", COLUMNS)
