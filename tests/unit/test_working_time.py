"""The working hour: nine to five on Monday to Friday, by the clock in London."""

from datetime import UTC, datetime, timedelta

import pytest

from surveys.days import ago, with_time, working_time

FRIDAY = datetime(2026, 11, 20, tzinfo=UTC)
SUMMER = datetime(2026, 7, 3, tzinfo=UTC)


def at(day: datetime, hours: float) -> datetime:
    return day + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        (at(FRIDAY, 10), at(FRIDAY, 11), 1.0),
        (at(FRIDAY, 16.5), at(FRIDAY, 20), 0.5),
        (at(FRIDAY, 16.5), at(FRIDAY, 72 + 9.5), 1.0),
        (at(FRIDAY, 20), at(FRIDAY, 48 + 12), 0.0),
        (at(FRIDAY, 3), at(FRIDAY, 9.25), 0.25),
        (at(FRIDAY, 12), at(FRIDAY, 10), 0.0),
        (at(SUMMER, 7), at(SUMMER, 9), 1.0),
        (at(FRIDAY, 9), at(FRIDAY, 7 * 24 + 9), 40.0),
    ],
    ids=["in hours", "evening", "over a weekend", "weekend", "morning", "back", "summer", "week"],
)
def test_only_working_hours_count(since: datetime, until: datetime, hours: float) -> None:
    assert working_time(since, until) == timedelta(hours=hours)


def test_a_moment_is_said_as_clocks_show_it_here() -> None:
    assert with_time("2026-07-03T13:05:09Z") == "3 July 2026 at 14:05"


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=41), "41 minutes ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=2), "2 days ago"),
    ],
)
def test_how_long_ago_a_moment_was_is_said_in_its_largest_unit(back: timedelta, said: str) -> None:
    assert ago((FRIDAY - back).isoformat(), FRIDAY) == said
