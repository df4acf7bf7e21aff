"""A list of children to write to, from a CSV file that is read once and never kept.

The whole file is checked before anything is made. A problem names its line and its column and
never repeats what stands there: these are names and addresses.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from surveys.languages import ENGLISH, LANGUAGES
from surveys.paper import typefaces
from surveys.paper.strings import printable
from surveys.schema import BANDS, Band

LARGEST = 1_000_000
"""Bytes: more than 2,000 children with long addresses, and less than goes through a disk."""
MOST_ROWS = 2_000
ADDRESS = ("address1", "address2", "address3", "address4", "address5", "postcode")
LARGE = "large print"
COLUMNS = ("reference", "name", *ADDRESS, "team", "language", "band", "age", LARGE)
_NAMED = {name.replace(" ", ""): name for name in COLUMNS}
"""Columns by their names without spaces, as a list may write them."""
LONGEST = {"reference": 100, "name": 60, "team": 60} | dict.fromkeys(ADDRESS, 50)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DELIMITERS = ",;\t"


class ListRefused(ValueError):
    """Nothing was made of the list; `problems` say line, column, what and how to put it right."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """Keep every problem; the message has one on each line."""
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Child:
    """One row: whom a code is for, what the letter calls them, and where it goes.

    `band` None: the round does not say an age and neither does the row. `large`: this child's
    questionnaire on paper is in large print. `age` None: the row does not say it.
    """

    line: int
    reference: str
    name: str
    address: tuple[str, ...]
    team: str
    language: str
    band: Band | None
    large: bool = False
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What a round asks of a list: its band if it has one, its teams, and the survey's bands."""

    bands: tuple[Band, ...]
    band: Band | None
    teams: tuple[str, ...]


def read_list(content: bytes, expected: Expected) -> tuple[Child, ...]:
    """Every child of the list, in its order; raises ListRefused with everything found."""
    header, rows = _table(content)
    problems: list[str] = []
    children = [_child(line, cells, header, expected, problems.append) for line, cells in rows]
    problems += _twice(children)
    if problems:
        raise ListRefused(tuple(problems))
    return tuple(children)


def _table(content: bytes) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    """The header and the rows with their line numbers."""
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    lines = list(_lines(text, delimiter))
    written = (cell.strip().casefold().replace(" ", "") for cell in lines[0][1])
    header = tuple(_NAMED.get(name, name) for name in written)
    _check_header(header)
    rows = [(line, cells) for line, cells in lines[1:] if any(cell.strip() for cell in cells)]
    if not rows:
        _refuse("The list has its first line and no children. Add a line for each child.")
    if len(rows) > MOST_ROWS:
        _refuse(f"The list has {len(rows):,} children. Split it: at most {MOST_ROWS:,} at a time.")
    _check_widths(header, rows)
    return header, rows


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST:
        _refuse("The file is larger than 1 MB. Split it, or take out what is not needed.")
    if b"\0" in content or content[:4] == b"PK\x03\x04":
        _refuse("This is not a CSV file. In Excel choose “Save as”, then “CSV UTF-8”.")
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        _refuse("The file is empty. Its first line names the columns: reference, name and so on.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        _refuse(
            f"Line {line}: a letter cannot be read. In Excel choose “Save as”, then “CSV UTF-8”."
        )


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            if cells:
                yield start, cells
            start = reader.line_num + 1
    except csv.Error:
        _refuse(
            f"Line {start}: a quotation mark is opened and not closed, or stands inside a cell. "
            "Take it out, or double it."
        )


def _check_header(header: tuple[str, ...]) -> None:
    unknown = [str(n) for n, name in enumerate(header, start=1) if name not in COLUMNS]
    twice = sorted({name for name in header if header.count(name) > 1 and name in COLUMNS})
    if unknown:
        _refuse(
            f"Line 1, column {', '.join(unknown)}: not a column that a letter needs. Take it out, "
            f"or name it one of: {', '.join(COLUMNS)}."
        )
    if twice:
        _refuse(f"Line 1: {', '.join(twice)} is there twice. Take one of them out.")
    if "reference" not in header:
        _refuse(
            "Line 1: there is no column “reference”. Add it, with each child's name or case "
            "number: without it nobody can find a child who is not safe."
        )


def _check_widths(header: tuple[str, ...], rows: list[tuple[int, list[str]]]) -> None:
    wrong = tuple(
        f"Line {line}: {len(cells)} cells where the first line has {len(header)}. Perhaps an "
        "address with a comma in it stands without quotation marks."
        for line, cells in rows
        if len(cells) != len(header)
    )
    if wrong:
        raise ListRefused(wrong)


def _child(
    line: int,
    cells: list[str],
    header: tuple[str, ...],
    expected: Expected,
    problem: Callable[[str], None],
) -> Child:
    row = dict.fromkeys(COLUMNS, "") | {
        name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=True)
    }
    for name, cell in zip(header, cells, strict=True):
        for said in _wrong(name, cell):
            problem(f"Line {line}, column {name}: {said}")
    if not row["reference"]:
        problem(f"Line {line}, column reference: empty. Write a name or a case number.")
    band = _band(line, row, expected, problem)
    return Child(
        line=line,
        reference=row["reference"],
        name=row["name"],
        address=tuple(row[part] for part in ADDRESS if row[part]),
        team=_team(line, row, expected, problem),
        language=_language(line, row, problem),
        band=band,
        large=_large(line, row, problem),
        age=_age(line, row, band, problem),
    )


def _wrong(name: str, cell: str) -> Iterator[str]:
    """What is wrong with one cell as text, without saying it."""
    text = cell.strip()
    if cell.startswith(_FORMULA):
        yield "begins like a formula (= + - @). Take that sign away."
    if printable(text) != text or "\n" in text or "\r" in text:
        yield "holds a line break or a hidden sign. Type the cell again."
    elif typefaces.drawable(text) != text:
        yield "holds a sign that our typefaces cannot print. Write it with other letters."
    if len(text) > LONGEST.get(name, 50):
        yield f"{len(text)} letters long; at most {LONGEST.get(name, 50)} fit. Shorten it."


def _language(line: int, row: Mapping[str, str], problem: Callable[[str], None]) -> str:
    """A language by its code, its English name or its own; English for an empty cell."""
    asked = row["language"].casefold()
    for language in LANGUAGES.values():
        known = (language.code, language.english, language.english.split()[0], language.name)
        if asked in {name.casefold() for name in known}:
            return language.code
    if asked:
        names = ", ".join(language.english for language in LANGUAGES.values())
        problem(f"Line {line}, column language: not one we have. Write one of: {names}.")
    return ENGLISH


def _band(
    line: int, row: Mapping[str, str], expected: Expected, problem: Callable[[str], None]
) -> Band | None:
    asked = row["band"].replace(" to ", "-").replace("–", "-").replace(" ", "")
    allowed = (expected.band,) if expected.band else expected.bands
    found = next((band for band in BANDS if band == asked), None)
    if not asked:
        return expected.band
    if found not in allowed:
        problem(
            f"Line {line}, column band: not an age group of this round. Write it as "
            f"{' or '.join(band.replace('-', ' to ') for band in allowed)} (a spreadsheet turns "
            "8-10 into a date)."
        )
        return expected.band
    return found


def _age(
    line: int, row: Mapping[str, str], band: Band | None, problem: Callable[[str], None]
) -> int | None:
    """An age in whole years, within the age group where one is known."""
    asked = row["age"]
    if not asked:
        return None
    youngest, oldest = _years(band) if band else (_years(BANDS[0])[0], _years(BANDS[-1])[1])
    if asked.isascii() and asked.isdigit() and youngest <= int(asked[:3]) <= oldest:
        return int(asked)
    problem(
        f"Line {line}, column age: not a whole number from {youngest} to {oldest}. Write the age "
        f"in years{', or another age group' if band else ''}; no day of birth."
    )
    return None


def _years(band: Band) -> tuple[int, int]:
    youngest, _, oldest = band.partition("-")
    return int(youngest), int(oldest)


def _large(line: int, row: Mapping[str, str], problem: Callable[[str], None]) -> bool:
    """Whether large print is wanted: yes or no; no for an empty cell."""
    asked = row[LARGE].casefold()
    if asked not in ("yes", "no", ""):
        problem(
            f"Line {line}, column {LARGE}: neither yes nor no. Write yes for a questionnaire in "
            "large print; no, or nothing, for the usual size."
        )
    return asked == "yes"


def _team(
    line: int, row: Mapping[str, str], expected: Expected, problem: Callable[[str], None]
) -> str:
    """One of the round's teams as it is spelt there; any where the round has none."""
    known = {team.casefold(): team for team in expected.teams if team}
    asked = row["team"] or (expected.teams[0] if len(expected.teams) == 1 else "")
    if not known or asked.casefold() in known:
        return known.get(asked.casefold(), asked)
    problem(f"Line {line}, column team: not a team of this round. Write one of: {_list(known)}.")
    return asked


def _list(known: Mapping[str, str]) -> str:
    return ", ".join(known.values())


def _twice(children: list[Child]) -> Iterator[str]:
    first: dict[str, int] = {}
    for child in children:
        same = first.setdefault(child.reference.casefold(), child.line)
        if same != child.line and child.reference:
            yield (
                f"Line {child.line}, column reference: the same as in line {same}. Each child "
                "gets one code: take one line out, or write what tells the two apart."
            )


def _refuse(sentence: str) -> NoReturn:
    raise ListRefused((sentence,))
