"""The whole document of one report: its title, the board's two pages and the annex."""

from analysis.documents import sentences
from analysis.documents.annex import annex
from analysis.documents.blocks import Document, printable
from analysis.documents.board import Room, board
from analysis.report import Report


def document(report: Report, room: Room) -> Document:
    """Every word of the report as it will be printed, free of characters no format can hold."""
    draft = not report.published
    made = f"made on {sentences.day(report.made_on)}"
    status = f"Draft, {made}. Not yet approved for the board."
    if not draft:
        status = f"Published on {sentences.day(report.published)}"
    return printable(
        Document(
            label="Title",
            title=report.title or "Untitled report",
            facts=tuple(filter(None, (report.authority, report.period))),
            status=status,
            draft=draft,
            footer=f"{'Draft: ' if draft else ''}{report.title}",
            authority=report.authority,
            made_on=report.made_on,
            board=board(report, room),
            annex_label="Annex",
            annex_title="Every question, every answer and every action",
            annex=annex(report, room),
        )
    )
