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

LARGEST_FILE = 100_000_000
"""Bytes; the whole file is held in memory while it is checked."""


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


def read_sheet(path: Path, encoding: str, delimiter: str, columns: tuple[str, ...]) -> Sheet:
    """Read a CSV file that must have these columns; raises FileRefused."""
    text = _decoded(_bytes(path), encoding)
    with _wide_fields():
        lines = _lines(text, delimiter)
        header = _header(next(lines, (1, [])), delimiter, columns)
        return _rows(lines, header)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise FileRefused(
                f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB. Split it by date and "
                "take the parts in one after another, with the same --round."
            )
        data = path.read_bytes()
    except OSError as problem:
        raise FileRefused(
            f"{path} cannot be read: {problem.strerror}. Check its name and who may read it."
        ) from None
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FileRefused(f"{path.name} is empty. Export it again from where it comes from.")
    return data


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
