"""Translations as they were asked: the words of a survey version in a language, by revision."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from data.clock import stamp
from data.database import Transaction
from data.tables import translations as t


def keep(
    tx: Transaction,
    survey: str,
    version: int,
    language: str,
    revision: str,
    *,
    wording: str,
    checked_by: str,
    now: datetime,
) -> None:
    """Keep a revision's words; a revision that is kept already stays as it is."""
    row = {"survey": survey, "version": version, "language": language, "revision": revision}
    row |= {"wording": wording, "checked_by": checked_by, "kept_at": stamp(now)}
    insert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    tx.run(insert(t).values(row).on_conflict_do_nothing())


def wording(tx: Transaction, survey: str, version: int, language: str, revision: str) -> str | None:
    """A revision's words as they were kept, or None."""
    here = (t.c.survey == survey) & (t.c.version == version)
    here &= (t.c.language == language) & (t.c.revision == revision)
    found: str | None = tx.run(select(t.c.wording).where(here)).scalar()
    return found
