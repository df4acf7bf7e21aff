"""Single rows as a workbook or as CSV: a line for each child, a column for each question."""

from analysis.documents import sentences
from analysis.marking import owner_of
from analysis.rows import Row, Rows
from analysis.spreadsheets.long_cells import MOST, units
from analysis.spreadsheets.sheet import Book, Cell, Column, Sheet
from analysis.spreadsheets.workbook import workbook
from surveys.guarded import csv_of

MARK = "Contains children’s words"
WARNING = (
    "These are single children’s answers. Whoever knows a child can recognise them here without "
    "a name. Do not send this file by e-mail, do not publish from it, and delete it when the work "
    "is done."
)
COUNTING = (
    "Reports withhold small counts. Whoever counts here sees them: use the report’s figures, and "
    "say none of your own outside the team."
)
CHILD = ("Child", "Ages", "Language", "Sent on")
FILE = ("Note", "Mark", "What it is for", "Whose it is", "Taken out by", "Made on")
LONG = (
    f"An answer in this row is longer than the {MOST:,} characters that a spreadsheet shows of a "
    "cell. The Excel workbook has the whole of it."
)
EMPTY = "An empty cell: the child was not asked. “Went on without an answer” is their choice."
NUMBERS = "“Child” is the number that the child has on the page Read."
OWN_WORDS, CHOSEN = 50, 22
"""Widths of columns, in letters."""


def drawn(rows: Rows, kind: str) -> bytes:
    """The rows as "xlsx" or "csv"; ValueError for anything else."""
    if kind == "xlsx":
        return workbook(book(rows))
    if kind == "csv":
        return csv_of((*CHILD, *rows.questions, *FILE), [_line(rows, row) for row in rows.rows])
    raise ValueError(f"“{kind}” is not a format of rows. There are: xlsx, csv.")


def book(rows: Rows) -> Book:
    """The rows with a cover that says what they are, and the questions as they were asked."""
    return Book(
        title=rows.title,
        mark=MARK,
        warning=WARNING,
        owner=owner_of(rows.authority),
        purpose=rows.reason,
        made_on=rows.made_on,
        cover=(
            ("What it is for", rows.reason),
            ("Whose it is", owner_of(rows.authority)),
            ("Taken out by", rows.taken_by),
            ("Made on", sentences.day(rows.made_on)),
            ("Round", rows.round),
            ("How many children", f"{len(rows.rows):,}"),
            ("Counting in it", COUNTING),
        ),
        sheets=(_children(rows), _questions(rows)),
    )


def _children(rows: Rows) -> Sheet:
    widths = dict.fromkeys(rows.own_words, OWN_WORDS)
    columns = (
        *(Column(name, 11) for name in CHILD),
        *(Column(question, widths.get(question, CHOSEN)) for question in rows.questions),
    )
    lines = tuple((*_child(row), *row.cells) for row in rows.rows)
    return Sheet("Children", "One row for each child", (NUMBERS, EMPTY), columns, lines)


def _questions(rows: Rows) -> Sheet:
    columns = (
        *(Column("Column", 22), Column("Ages", 10)),
        *(Column("Exact words", 60), Column("Answers", 60)),
    )
    lines = tuple((one.question, one.ages, one.words, one.answers) for one in rows.wordings)
    return Sheet("Questions", "What each column asked", (), columns, lines)


def _child(row: Row) -> tuple[Cell, ...]:
    return row.number, row.ages, row.language, row.sent_on


def _line(rows: Rows, row: Row) -> tuple[Cell, ...]:
    """One row of the CSV; in each stands what the file is, for rows are copied without a cover."""
    long = any(isinstance(cell, str) and units(cell) > MOST for cell in row.cells)
    about = (MARK, rows.reason, owner_of(rows.authority), rows.taken_by, rows.made_on)
    return *_child(row), *row.cells, LONG if long else "", *about
