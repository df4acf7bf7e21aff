"""Reports: what people wrote for each section, and each report as it was published."""

from datetime import datetime

from sqlalchemy import func, insert, select, update

from data.clock import stamp
from data.database import Transaction
from data.records import PublishedReport, ReportText
from data.tables import report_texts, reports

_TEXT = [report_texts.c[name] for name in ReportText.__dataclass_fields__]
_REPORT = [reports.c[name] for name in PublishedReport.__dataclass_fields__]


class Changed(RuntimeError):
    """Somebody else changed this text meanwhile; `theirs` is what stands now."""

    def __init__(self, theirs: ReportText | None) -> None:
        """Carry the other person's text, so that a page can show both."""
        super().__init__("Somebody else has changed this text since you opened it.")
        self.theirs = theirs


def texts(tx: Transaction, round_id: str) -> dict[str, ReportText]:
    """What people wrote for a round's report, by section."""
    rows = tx.run(select(*_TEXT).where(report_texts.c.round == round_id))
    return {row.section: ReportText(*row) for row in rows}


def write_text(
    tx: Transaction,
    round_id: str,
    section: str,
    text: str,
    by: str,
    now: datetime,
    expected_version: int,
) -> int:
    """Write one section over version `expected_version` (0: nothing yet); the new version.

    Raises Changed where another version stands.
    """
    tx.in_turn(f"report {round_id}")
    standing = texts(tx, round_id).get(section)
    version = standing.version if standing else 0
    if version != expected_version:
        raise Changed(standing)
    values = {"text": text, "by": by, "at": stamp(now), "version": version + 1}
    if standing:
        here = (report_texts.c.round == round_id) & (report_texts.c.section == section)
        tx.run(update(report_texts).where(here).values(values))
    else:
        tx.run(insert(report_texts).values(**values, round=round_id, section=section))
    return version + 1


def publish(tx: Transaction, round_id: str, frozen: str, by: str, now: datetime) -> int:
    """Keep a report as published, beside earlier ones; its number."""
    tx.in_turn(f"report {round_id}")
    newest = select(func.coalesce(func.max(reports.c.number), 0)).where(reports.c.round == round_id)
    number = int(tx.run(newest).scalar_one()) + 1
    row = {"round": round_id, "number": number, "frozen": frozen}
    tx.run(insert(reports).values(**row, published_by=by, published_at=stamp(now)))
    return number


def latest(tx: Transaction, round_id: str) -> PublishedReport | None:
    """The newest published report of a round, or None."""
    query = select(*_REPORT).where(reports.c.round == round_id)
    row = tx.run(query.order_by(reports.c.number.desc()).limit(1)).first()
    return PublishedReport(*row) if row else None


def of_round(tx: Transaction, round_id: str) -> tuple[PublishedReport, ...]:
    """Every published report of a round, the newest first."""
    query = select(*_REPORT).where(reports.c.round == round_id).order_by(reports.c.number.desc())
    return tuple(PublishedReport(*row) for row in tx.run(query))


def published(tx: Transaction) -> tuple[PublishedReport, ...]:
    """The newest published report of every round, newest first."""
    query = select(*_REPORT).order_by(reports.c.published_at.desc(), reports.c.number.desc())
    newest: dict[str, PublishedReport] = {}
    for row in tx.run(query):
        newest.setdefault(row.round, PublishedReport(*row))
    return tuple(newest.values())
