"""Days as people read them, and the working days between them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5
OPENS, CLOSES = time(9), time(17)
HERE = ZoneInfo("Europe/London")


def in_words(day: str) -> str:
    """An ISO day (or moment) as "30 June 2026"."""
    found = date.fromisoformat(day[:10])
    return f"{found.day} {found:%B %Y}"


def with_time(moment: str) -> str:
    """A moment of ours (UTC) as "30 June 2026 at 14:05", as clocks show it here."""
    found = datetime.fromisoformat(moment).astimezone(HERE)
    return f"{in_words(found.date().isoformat())} at {found:%H:%M}"


def ago(moment: str, now: datetime) -> str:
    """How long ago a moment of ours was: "41 minutes ago", "3 hours ago", "2 days ago"."""
    minutes = max(0, int((now - datetime.fromisoformat(moment)).total_seconds() // 60))
    for many, unit in ((minutes // 1440, "day"), (minutes // 60, "hour"), (minutes, "minute")):
        if many:
            return f"1 {unit} ago" if many == 1 else f"{many:,} {unit}s ago"
    return "just now"


def month_in_words(day: str) -> str:
    """An ISO day's month as "June 2026"."""
    return f"{date.fromisoformat(day[:10]):%B %Y}"


def working_time(since: datetime, until: datetime) -> timedelta:
    """How much working time lies between two moments: Monday to Friday, nine to five, in London.

    Bank holidays are not known here and count as working days: then somebody is told on a day
    off, which is better than a day late.
    """
    worked = timedelta()
    day, last = (moment.astimezone(HERE).date() for moment in (since, until))
    while day <= last:
        if day.weekday() < SATURDAY:
            opens, closes = (datetime.combine(day, hour, HERE) for hour in (OPENS, CLOSES))
            worked += max(min(until, closes) - max(since, opens), timedelta())
        day += timedelta(days=1)
    return worked
