"""Use case: take a report out of Heard as a document."""

from dataclasses import dataclass
from datetime import datetime

from analysis import reports
from analysis.documents.formats import FORMATS, MEDIA_TYPES
from analysis.worker import Worker
from data import audit
from data.database import Database
from surveys.permissions import Actor


class NoSuchFormat(ValueError):
    """A report cannot be had in this format; the message says in which it can."""


@dataclass(frozen=True, slots=True)
class Exported:
    """One document, ready to be written or sent. `name` is ROUND.<format>."""

    name: str
    media_type: str
    content: bytes


def export(
    db: Database,
    actor: Actor,
    worker: Worker,
    round_id: str,
    kind: str,
    now: datetime,
    *,
    draft: bool = False,
) -> Exported:
    """The round's report as a document of one of FORMATS: as published, else the draft.

    `draft` asks for the draft also where one is published. Raises NotAllowed, RoundRefused,
    NoSuchFormat, and WorkerFailed with a sentence for whoever waits.
    """
    if kind not in FORMATS:
        raise NoSuchFormat(f"“{kind}” is not a format. Choose one of {', '.join(FORMATS)}.")
    report = reports.newest(db, actor, round_id, now, draft=draft)
    content = worker.run("document", report, kind)
    detail = f"{kind}, {f'number {report.number}' if report.published else 'draft'}"
    with db.writing() as tx:
        audit.record(tx, actor.name, "exported report", report.round, now, detail)
    return Exported(f"{report.round}.{kind}", MEDIA_TYPES[kind], content)
