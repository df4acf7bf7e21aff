"""Two of the staff at one text, or at one theme: the second is told, and no hand is hidden."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest

from analysis import coding, reports
from analysis.codebook import load
from analysis.reports import Changed
from data import audit, codings
from data.database import Database
from data.records import CodingRecord
from surveys.permissions import Actor
from tests import hearing

pytestmark = pytest.mark.ci

ANNE, BEN = (Actor(name, frozenset({"participation"})) for name in ("Anne Person", "Ben Person"))


@pytest.fixture
def round_id(db: Database, now: datetime) -> str:
    """A round with one comment."""
    return hearing.a_round(db, now, {"good": "Nobody listens to me, and I was not asked"})


def test_of_two_who_write_one_text_at_once_the_second_sees_both(
    db: Database, round_id: str, now: datetime
) -> None:
    together = Barrier(2)

    def write(who: Actor) -> Changed | int:
        together.wait()
        try:
            return reports.write_text(db, who, round_id, "key_messages", f"By {who.name}.", 0, now)
        except Changed as refused:
            return refused

    with ThreadPoolExecutor(2) as pool:
        came = dict(zip((ANNE, BEN), pool.map(write, (ANNE, BEN)), strict=True))
    (first,) = (who for who, what in came.items() if what == 1)
    (refused,) = (what for what in came.values() if isinstance(what, Changed))
    assert refused.theirs is not None
    assert refused.theirs.text == f"By {first.name}."


def test_of_two_who_decide_about_one_theme_at_once_the_second_sees_what_stands(
    db: Database, round_id: str, now: datetime
) -> None:
    (response,) = hearing.ids(db, round_id)
    theme, together = load().themes[0].id, Barrier(2)

    def decide(who: Actor) -> CodingRecord | None:
        together.wait()
        decision: coding.Decision = "given" if who is ANNE else "rejected"
        try:
            coding.decide(db, who, response, "good", theme, decision, now)
        except coding.DecidedMeanwhile as meanwhile:
            return meanwhile.theirs
        return None

    with ThreadPoolExecutor(2) as pool:
        came = list(pool.map(decide, (ANNE, BEN)))
    with db.reading() as tx:
        (stands,) = codings.of_round(tx, round_id)
    assert sorted(came, key=bool) == [None, stands]


def test_a_decision_that_was_taken_back_by_name_can_be_made_anew(
    sqlite_db: Database, now: datetime
) -> None:
    here = hearing.a_round(sqlite_db, now, {"good": "Nobody listens to me"})
    place = (hearing.ids(sqlite_db, here)[0], "good", load().themes[0].id)
    coding.decide(sqlite_db, ANNE, *place, "given", now)
    coding.undo(sqlite_db, BEN, *place, now)
    coding.decide(sqlite_db, BEN, *place, "rejected", now)
    with sqlite_db.reading() as tx:
        trail = [(one.line.actor, one.line.act) for one in audit.chain(tx)]
    assert trail[-3:] == [
        (ANNE.name, "gave theme"),
        (BEN.name, "took back theme"),
        (BEN.name, "rejected theme"),
    ]
