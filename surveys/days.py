"""Days as people read them, and the working days between them."""

from datetime import date, datetime, timedelta

SATURDAY = 5


def in_words(day: str) -> str:
    """An ISO day (or moment) as "30 June 2026"."""
    found = date.fromisoformat(day[:10])
    return f"{found.day} {found:%B %Y}"


def month_in_words(day: str) -> str:
    """An ISO day's month as "June 2026"."""
    return f"{date.fromisoformat(day[:10]):%B %Y}"


def working_day_before(now: datetime) -> datetime:
    """The same time one working day (Monday to Friday) earlier."""
    before = now - timedelta(days=1)
    while before.weekday() >= SATURDAY:
        before -= timedelta(days=1)
    return before
