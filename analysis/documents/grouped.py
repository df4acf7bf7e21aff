"""Groups compared, in the annex: one table a kind of group, and in words what is not shown."""

from collections.abc import Iterable

from analysis.documents import sentences
from analysis.documents.blocks import Block, Section, Table, Text, Topic
from analysis.report import GroupResult, Report

MOST_COLUMNS = 4
"""Groups that fit side by side; with more of them each question has a table of its own."""


def groups(report: Report) -> tuple[Block, ...]:
    """The annex's section: every kind of group that was looked at."""
    if not report.groups:
        return ()
    kinds = dict.fromkeys(group.by for group in report.groups)
    blocks = (
        block
        for by in kinds
        for block in _kind(by, [group for group in report.groups if group.by == by])
    )
    return Section("Groups compared"), *blocks


def hidden(parts: Iterable[tuple[str, str]]) -> tuple[Block, ...]:
    """Each reason once, with all that it holds for. `parts`: (name, why it is not shown)."""
    names: dict[str, list[str]] = {}
    for name, why in parts:
        names.setdefault(why, []).append(sentences.quoted(name) if name else "")
    return tuple(Text(_why(why, [name for name in those if name])) for why, those in names.items())


def _why(why: str, names: list[str]) -> str:
    holds = f" This is so for {sentences.listed(names)}." if names else ""
    return f"{sentences.ended(why)}{holds}"


def _kind(by: str, those: list[GroupResult]) -> tuple[Block, ...]:
    shown = [group for group in those if group.rows and not group.withheld]
    beside: dict[tuple[str, ...], list[GroupResult]] = {}
    for group in shown:
        beside.setdefault(tuple(name for name, _, _ in group.rows), []).append(group)
    tables = (table for names, same in beside.items() for table in _tables(by, names, same))
    withheld = hidden(
        (group.text, group.withheld or sentences.NO_FIGURE) for group in those if group not in shown
    )
    return Topic(f"By {by.lower()}"), *tables, *withheld


def _tables(by: str, names: tuple[str, ...], same: list[GroupResult]) -> tuple[Table, ...]:
    """One table with the groups side by side, or where they are many, one a question."""
    if len(names) > MOST_COLUMNS:
        return tuple(_long(by, group) for group in same)
    rows = tuple(
        (_asked(group), *(sentences.part(gave, everyone) for _, gave, everyone in group.rows))
        for group in same
    )
    widths = (100 - 15 * len(names), *(15 for _ in names))
    caption = f"Who gave a top answer, by {by.lower()}"
    head = ("Question and top answers", *names)
    return (Table(caption, head, rows, widths, shown=False),)


def _long(by: str, group: GroupResult) -> Table:
    rows = tuple((name, sentences.part(gave, everyone)) for name, gave, everyone in group.rows)
    return Table(_asked(group), (by, "Gave a top answer"), rows, (56, 44))


def _asked(group: GroupResult) -> str:
    return f"{group.text} {group.top}".strip()
