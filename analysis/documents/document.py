"""The whole document of one report: its title, the board's two pages and the annex."""

from analysis.documents import sentences
from analysis.documents.annex import annex
from analysis.documents.blocks import Document, printable
from analysis.documents.board import Room, board
from analysis.marking import NOT_YET, marked
from analysis.report import Report


def document(written: Report, room: Room) -> Document:
    """Every word of the report as it will be printed, free of characters no format can hold."""
    report = printable(marked(written))
    draft = not report.published
    title = sentences.named(report.title, "A report without a title")
    return Document(
        label="Title",
        title=title,
        facts=tuple(filter(None, (report.owner, report.period))),
        status=_status(report),
        draft=draft,
        footer=f"{'Draft: ' if draft else ''}{title}",
        authority=report.authority,
        made_on=report.made_on,
        board=board(report, room),
        annex_label="Annex",
        annex_title="Every question, every answer and every action",
        annex=annex(report, room),
    )


def _status(report: Report) -> str:
    if report.published:
        number = f" (report number {report.number})" if report.number > 1 else ""
        return f"Published on {sentences.day(report.published)}{number}"
    return f"Draft, made on {sentences.day(report.made_on)}. {NOT_YET}"
