"""The same response sent from many threads at the same instant is one response, sent once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import text

from data import ledger, responses
from data.database import Database
from data.restore import prove
from surveys.collect import Saved, enter, save
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import open_round
from tests.children import Device

pytestmark = pytest.mark.ci

AT_ONCE = 8


@pytest.fixture
def children(db: Database, participation: Actor, now: datetime) -> list[Device]:
    """Five children with everything answered, one press from sending."""
    opened = open_round(db, participation, "service_feedback", now=now)
    codes = make(db, participation, opened.id, 5, now=now).codes
    came = [Device(db, enter(db, code, door="light", now=now), now) for code in codes]
    for child in came:
        child.to_questions().to("good").answer(words="once and once only")
        child.to_review()
    return came


def _all_at_once(child: Device) -> list[Saved]:
    together = Barrier(AT_ONCE)
    message = {"w": "tab-1", "seq": 99, "from": "review", "go": "send"}

    def press(_: int) -> Saved:
        together.wait()
        return save(child.db, child.token, message, child.now)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(press, range(AT_ONCE)))


def test_eight_presses_at_the_same_instant_send_once_and_are_all_thanked(
    db: Database, children: list[Device]
) -> None:
    places = [saved.place for child in children for saved in _all_at_once(child)]
    with db.reading() as tx:
        sent = responses.of_round(tx, "service_feedback-1")
        numbers = tx.run(text("SELECT sequence FROM responses")).scalars().all()
        words = tx.run(text("SELECT count(words) FROM answers")).scalar_one()
    assert places == ["thanks"] * AT_ONCE * len(children)
    assert (len(sent), sorted(numbers), words) == (5, [1, 2, 3, 4, 5], 5)
    assert len(ledger.read(db.settings)) == 5
    assert prove(db).holds
