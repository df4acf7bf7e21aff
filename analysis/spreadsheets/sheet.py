"""A workbook as plain facts: a cover, and sheets with one table each."""

from dataclasses import dataclass

Cell = str | int | None
"""Text is text whatever it begins with; None is a cell that has nothing to say."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, which is its name in every sheet, and its width in letters."""

    head: str
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `name` stands on the tab; `notes` above the table, a line each."""

    name: str
    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A whole workbook. `cover`: (what, its words); `warning`: what whoever opens it must know.

    `made_on` is an ISO day. `mark` is Draft, Published or what else is printed on each page.
    """

    title: str
    mark: str
    warning: str
    owner: str
    purpose: str
    made_on: str
    cover: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]
