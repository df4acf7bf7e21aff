"""The ground that every fault is tried on: one open round of a short survey, and its children."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from data import rounds, versions
from data.clock import day, stamp, utc_now
from data.database import Database
from data.records import RoundRecord
from data.settings import Settings
from tests.serving import tiny

ROUND = "own_words-1"
BAND = "11-17"
WORDS = "wish"
"""The question that is answered in a child's own words."""
ASKED = 4
"""How many questions are on the route of everybody who asks for no contact."""


def lay(db: Database) -> None:
    """Open the round, where it is not open yet."""
    survey, now = tiny("own_words"), utc_now()
    with db.writing() as tx:
        if rounds.get(tx, ROUND) is not None:
            return
        record = RoundRecord(
            id=ROUND,
            survey=survey.id,
            version=survey.version,
            title="Own words (a made-up round)",
            mode="code",
            band=BAND,
            source="asked",
            opens=day(now - timedelta(days=7)),
            closes=None,
            hear_by="2036-06-30",
            closed_at=None,
            opened_at=stamp(now),
            sequence=rounds.next_sequence(tx),
        )
        versions.keep(tx, survey.id, survey.version, survey.title, survey.source, now)
        rounds.add(tx, record, {"": None})


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database, closed at the end."""
    db = Database.open(settings)
    try:
        yield db
    finally:
        db.close()


def laid(settings: Settings) -> Settings:
    """The same settings, with the round open in their database."""
    with opened(settings) as db:
        lay(db)
    return settings
