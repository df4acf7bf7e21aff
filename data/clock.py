"""Time as Heard keeps it: UTC, to the second, as ISO 8601 text."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Now, with its time zone. Use cases take `now` as an argument; only the edge calls this."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A moment as text that sorts by time: "2026-11-20T10:00:00Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(moment: datetime) -> str:
    """A moment's UTC day as text: "2026-11-20"."""
    return moment.astimezone(UTC).date().isoformat()


def moment(text: str) -> datetime:
    """The moment that a stamp or a day stands for; a day is its first second."""
    whole = text if "T" in text else f"{text}T00:00:00Z"
    return datetime.strptime(whole, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
