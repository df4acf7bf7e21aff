"""Survey versions as published: the definition's text, kept for as long as its answers."""

from datetime import datetime

from sqlalchemy import insert, select

from data.clock import stamp
from data.database import Transaction
from data.tables import survey_versions as t


class Published(ValueError):
    """A version that was published with other wording cannot be changed; make a new version."""


def keep(
    tx: Transaction, survey: str, version: int, title: str, definition: str, now: datetime
) -> None:
    """Keep a version's text; the same text again is nothing new. Raises Published for another."""
    kept = _definition(tx, survey, version)
    if kept == definition:
        return
    if kept is not None:
        raise Published(
            f"{survey} version {version} has been asked with other wording. "
            "Give the changed wording a new version number."
        )
    row = {"survey": survey, "version": version, "title": title, "definition": definition}
    tx.run(insert(t).values(**row, published_at=stamp(now)))


def definition(tx: Transaction, survey: str, version: int) -> str:
    """The text of a version that was asked; KeyError when it never was."""
    kept = _definition(tx, survey, version)
    if kept is None:
        raise KeyError(f"{survey} version {version} was never published here")
    return kept


def _definition(tx: Transaction, survey: str, version: int) -> str | None:
    query = select(t.c.definition).where(t.c.survey == survey, t.c.version == version)
    kept: str | None = tx.run(query).scalar()
    return kept
