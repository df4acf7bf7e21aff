"""A CSV file as rows with their line numbers; what cannot be read is said with its place.

The file is read strictly: a quotation mark that is never closed, or columns that do not add up,
would otherwise put one child's words into another's row.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from surveys.guarded import as_it_was

LARGEST_FILE = 100_000_000
"""Bytes; the whole file is held in memory while it is checked. For an operator's own file on this
machine: what is uploaded through a page may have 5 MB (`.streamlit/config.toml`)."""
MOST_COLUMNS = 2_000
ENDINGS = (".csv", ".tsv", ".txt")
_NO_TEXT = {
    b"PK\x03\x04": "a spreadsheet or another packed file",
    b"PK\x05\x06": "an empty packed file",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
    b"\x1f\x8b": "a packed file",
    b"BZh": "a packed file",
    b"\xfd7zXZ": "a packed file",
    b"7z\xbc\xaf": "a packed file",
    b"Rar!": "a packed file",
    b"(\xb5/\xfd": "a packed file",
    b"%PDF": "a PDF",
    b"SQLite format 3\x00": "a database",
    b"PAR1": "a table for programs",
}
"""How files begin that are called .csv and are none. None is ever unpacked, whatever is in it."""


class FileRefused(ValueError):
    """The file as a whole cannot be taken in; the message says why and how to fix it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row by column name, and the line of the file on which it starts."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class BadRow:
    """Why one row cannot be taken in: the line, the column ("" for the row), and the reason."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        """One line for people."""
        place = f"line {self.line}, column {self.column}" if self.column else f"line {self.line}"
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file, and those whose cells do not fit the header."""

    rows: tuple[Row, ...]
    bad: tuple[BadRow, ...]


def read_sheet(
    path: Path,
    encoding: str,
    delimiter: str,
    columns: tuple[str, ...],
    *,
    guarded: bool = False,
) -> Sheet:
    """Read a CSV file that must have these columns; raises FileRefused.

    `guarded`: Heard wrote it, and the mark in front of what could be run is taken off again.
    """
    text = _decoded(_bytes(path), encoding)
    with _wide_fields():
        lines = _lines(text, delimiter)
        if guarded:
            lines = ((line, [as_it_was(cell) for cell in cells]) for line, cells in lines)
        header = _header(next(lines, (1, [])), delimiter, columns)
        return _rows(lines, header)


def _bytes(path: Path) -> bytes:
    """What is in the file, looked at from outside first: kind, size, and how it begins."""
    try:
        _refuse_outside(path)
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as problem:
        raise FileRefused(
            f"{path} cannot be read: {problem.strerror}. Check its name and who may read it."
        ) from None
    if len(data) > LARGEST_FILE:
        raise FileRefused(_too_large(path))
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FileRefused(f"{path.name} is empty. Export it again from where it comes from.")
    for start, what in _NO_TEXT.items():
        if data.startswith(start):
            raise FileRefused(
                f"{path.name} is {what}, whatever its name says. Open it where it comes from and "
                "save it as “CSV UTF-8”."
            )
    return data


def _refuse_outside(path: Path) -> None:
    if path.stat().st_size > LARGEST_FILE:
        raise FileRefused(_too_large(path))
    if not path.is_file():
        raise FileRefused(f"{path} is no file. Name the CSV file itself.")
    if path.suffix.lower() not in ENDINGS:
        raise FileRefused(
            f"{path.name} does not end in {', '.join(ENDINGS)}. Save it as “CSV UTF-8” first."
        )


def _too_large(path: Path) -> str:
    return (
        f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB. Split it by date and "
        "take the parts in one after another, with the same --round."
    )


def _decoded(data: bytes, encoding: str) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and "16" not in encoding:
        raise FileRefused(_encoding_refusal(encoding, "utf-16", "at its first bytes"))
    if encoding != "utf-8" and _is_utf8(data):
        raise FileRefused(_encoding_refusal(encoding, "utf-8", "as all of it is UTF-8"))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        column = problem.start - data.rfind(b"\n", 0, problem.start)
        place = f"line {line}, byte {column}"
        raise FileRefused(_encoding_refusal(encoding, "cp1252", f"see {place}")) from None
    return text.removeprefix("\ufeff")


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 and no plain ASCII: then they are nothing else."""
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _encoding_refusal(said: str, likely: str, why: str) -> str:
    return (
        f"The file is not in the encoding that the map says ({said}), {why}. Perhaps it is "
        f'{likely}: set encoding = "{likely}" under [file] in the map, or save the file again as '
        "“CSV UTF-8”."
    )


@contextmanager
def _wide_fields() -> Iterator[None]:
    """Let a cell be long while one file is read: too many words are refused by their row."""
    before = csv.field_size_limit(LARGEST_FILE)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it starts on; blank lines are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            if cells:
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as problem:
        raise FileRefused(_quote_refusal(start, str(problem))) from None


def _quote_refusal(line: int, said: str) -> str:
    if "unexpected end" in said:
        return (
            f"A quotation mark that opens in the row at line {line} is never closed, so the rest "
            "of the file cannot be told apart. Close it, or export the file again."
        )
    return (
        f"In the row that starts at line {line} a quotation mark stands inside a quoted cell. It "
        'must be doubled (“""”). Correct it, or export the file again.'
    )


def _header(
    first: tuple[int, list[str]], delimiter: str, columns: tuple[str, ...]
) -> tuple[str, ...]:
    header = tuple(cell.strip() for cell in first[1])
    if any("\0" in name for name in header):
        raise FileRefused(_encoding_refusal("which has no NUL", "utf-16", "see line 1"))
    if len(header) > MOST_COLUMNS:
        raise FileRefused(
            f"The first line has {len(header):,} columns, which no list of answers has. Check that "
            "it is the file you mean."
        )
    twice = sorted({name for name in header if header.count(name) > 1 and name in columns})
    missing = [name for name in columns if name not in header]
    if twice:
        raise FileRefused(f"The file has more than one column {_listed(twice)}. Rename one.")
    if missing:
        other = next((d for d in ",;\t|" if d != delimiter and d in "".join(header)), None)
        hint = (
            f" Or perhaps “{'tab' if other == chr(9) else other}” separates the columns: set "
            "delimiter under [file] in the map."
            if other and len(header) == 1
            else ""
        )
        raise FileRefused(
            f"The file has no column {_listed(missing)}; it has {_listed(header)}. Correct the "
            f"names in the map, or in the file's first line.{hint}"
        )
    return header


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f"“{name[:40]}”" for name in names)  # without a header these are words


def _rows(lines: Iterator[tuple[int, list[str]]], header: tuple[str, ...]) -> Sheet:
    rows, bad = [], []
    for line, cells in lines:
        if len(cells) == len(header):
            rows.append(Row(line, dict(zip(header, cells, strict=True))))
        else:
            reason = (
                f"the row has {len(cells)} cells where the first line has {len(header)}. Perhaps a "
                "quotation mark or a separator is missing or too many."
            )
            bad.append(BadRow(line, "", reason))
    if not rows and not bad:
        raise FileRefused("The file has its first line and no rows. There is nothing to take in.")
    return Sheet(tuple(rows), tuple(bad))
