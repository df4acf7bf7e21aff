"""A child asks for somebody: each wish reaches the safeguarding queue, and none is dropped."""

from datetime import datetime, timedelta

import pytest

from data.database import Database
from surveys.answers import Chosen
from surveys.collect import enter
from surveys.concerns import close
from surveys.invitations import make
from surveys.loader import published
from surveys.permissions import Actor
from surveys.rounds import open_round
from surveys.routing import path
from surveys.safeguarding.late import late
from surveys.safeguarding.queue import QueueItem, queue
from tests.children import Device

LATER = timedelta(hours=2)


@pytest.fixture
def child(db: Database, participation: Actor, now: datetime) -> Device:
    """A child at the first question of a survey that asks whether somebody should get in touch."""
    opened = open_round(db, participation, "service_feedback", now=now)
    (code,) = make(db, participation, opened.id, 1, now=now).codes
    return Device(db, enter(db, code, door="light", now=now), now).to_questions()


def wish(child: Device, key: str) -> None:
    child.go("to:contact")
    child.answer(go=None, keys=[key])


def waiting(child: Device, safeguarding: Actor) -> tuple[QueueItem, ...]:
    return queue(child.db, safeguarding, child.now).items


def closed_by(safeguarding: Actor, child: Device) -> None:
    for item in waiting(child, safeguarding):
        close(child.db, safeguarding, *item.seen, outcome="Spoke with them.", now=child.now)
    assert waiting(child, safeguarding) == ()


def test_a_wish_that_was_closed_is_new_again_when_the_child_asks_for_more(
    child: Device, safeguarding: Actor
) -> None:
    wish(child, "worker")
    closed_by(safeguarding, child)
    wish(child, "urgent")
    (item,) = waiting(child, safeguarding)
    assert (item.state, item.answer) == ("new", "Yes, as soon as you can. I need help")
    assert [step.state for step in item.steps] == ["closed", "new"]
    assert (item.steps[-1].by, item.steps[-1].note) == ("the child", "Asked again.")


def test_the_same_wish_once_more_opens_nothing_that_was_closed(
    child: Device, safeguarding: Actor
) -> None:
    wish(child, "worker")
    closed_by(safeguarding, child)
    child.writer = "another tab"
    wish(child, "worker")
    assert waiting(child, safeguarding) == ()


def test_a_wish_taken_back_and_made_again_is_asking_again(
    child: Device, safeguarding: Actor
) -> None:
    wish(child, "worker")
    closed_by(safeguarding, child)
    wish(child, "no")
    assert waiting(child, safeguarding) == ()
    wish(child, "worker")
    assert [item.state for item in waiting(child, safeguarding)] == ["new"]


def test_who_asks_again_is_late_an_hour_after_asking_again(
    child: Device, db: Database, safeguarding: Actor
) -> None:
    wish(child, "worker")
    closed_by(safeguarding, child)
    child.now += LATER
    wish(child, "urgent")
    with db.reading() as tx:
        assert late(tx, child.now + timedelta(minutes=59)).every == ()
        assert len(late(tx, child.now + timedelta(minutes=60)).unread) == 1


def test_an_advocate_asked_for_beside_an_urgent_wish_takes_nothing_from_it(
    child: Device, safeguarding: Actor
) -> None:
    wish(child, "urgent")
    child.go("ask:advocate")
    said = [item.answer for item in waiting(child, safeguarding)]
    assert sorted(said) == ["I would like an advocate", "Yes, as soon as you can. I need help"]


def test_an_urgent_wish_after_an_advocate_was_asked_for_takes_nothing_from_it(
    child: Device, safeguarding: Actor
) -> None:
    child.go("ask:advocate")
    wish(child, "urgent")
    said = [item.answer for item in waiting(child, safeguarding)]
    assert sorted(said) == ["I would like an advocate", "Yes, as soon as you can. I need help"]


def test_an_advocate_asked_for_instead_of_nobody_is_one_wish(
    child: Device, safeguarding: Actor
) -> None:
    wish(child, "no")
    child.go("ask:advocate")
    (item,) = waiting(child, safeguarding)
    assert item.answer.startswith("Yes, an advocate")


def test_asking_for_somebody_is_in_the_queue_with_the_tap(
    child: Device, safeguarding: Actor
) -> None:
    child.go("ask:contact")
    (item,) = waiting(child, safeguarding)
    assert (
        item.answer == "The child pressed “Ask someone to get in touch” and has not said more yet."
    )


def test_what_is_said_after_the_tap_stands_in_the_same_item(
    child: Device, safeguarding: Actor
) -> None:
    child.go("ask:contact")
    child.answer(keys=["worker"])
    child.answer(words="synthetic: I am Test Child")
    (item,) = waiting(child, safeguarding)
    assert item.answer == "Yes, my worker"
    assert [one.words for one in item.reach] == ["synthetic: I am Test Child"]


def test_no_thank_you_after_the_tap_waits_for_a_person_and_says_so(
    child: Device, safeguarding: Actor
) -> None:
    child.go("ask:contact")
    child.answer(keys=["no"])
    (item,) = waiting(child, safeguarding)
    assert item.answer == (
        "The child asked for someone to get in touch. Answer to the question itself: No, thank you"
    )


def test_the_tap_after_a_decision_is_asking_again(child: Device, safeguarding: Actor) -> None:
    wish(child, "worker")
    closed_by(safeguarding, child)
    child.go("ask:contact")
    assert [item.state for item in waiting(child, safeguarding)] == ["new"]


@pytest.mark.parametrize("survey", sorted(published()))
def test_every_age_can_ask_for_somebody_on_their_side_and_say_when_it_is_safe(survey: str) -> None:
    for asked in published()[survey].questionnaires:
        contact = asked.question("contact")
        assert contact is not None
        assert contact.option("advocate") is not None
        wants = path(asked, {"contact": Chosen(("advocate",))})
        kept_safe = {"contact_how", "contact_when", "contact_keep_from"}
        assert kept_safe <= {question.id for question in wants}


def test_a_child_of_four_to_seven_asks_for_an_advocate_with_one_tap(
    db: Database, participation: Actor, safeguarding: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "service_feedback", now=now, band="4-7")
    (code,) = make(db, participation, opened.id, 1, now=now).codes
    small = Device(db, enter(db, code, door="light", now=now), now).to_questions("4-7")
    assert small.here.may_ask == ("contact", "advocate")
    small.go("ask:advocate")
    (item,) = waiting(small, safeguarding)
    assert (item.answer, small.here.key) == ("Yes, someone on my side", "q:contact_how")


@pytest.mark.parametrize("whom", ["contact", "advocate"])
def test_a_child_asks_after_sending_and_is_told_that_it_is_known(
    child: Device, safeguarding: Actor, whom: str
) -> None:
    child.send_all()
    assert (child.here.may_ask, child.here.asked) == (("contact", "advocate"), False)
    child.go(f"ask:{whom}")
    assert (child.here.step, child.here.asked) == ("thanks", True)
    assert [item.causes for item in waiting(child, safeguarding)] == [("contact",)]


def test_a_child_asks_after_no_thank_you(
    db: Database, participation: Actor, safeguarding: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "service_feedback", now=now, band="11-17")
    (code,) = make(db, participation, opened.id, 1, now=now).codes
    child = Device(db, enter(db, code, door="light", now=now), now)
    child.go("decline")
    child.go("ask:contact")
    assert (child.here.step, child.here.asked) == ("declined", True)
    (item,) = waiting(child, safeguarding)
    assert item.came == "The child did not want to answer."


@pytest.mark.parametrize("whom", ["contact", "advocate"])
def test_a_child_asks_before_the_age_and_is_asked_how_after_it(
    db: Database, participation: Actor, safeguarding: Actor, now: datetime, whom: str
) -> None:
    opened = open_round(db, participation, "service_feedback", now=now)
    (code,) = make(db, participation, opened.id, 1, now=now).codes
    child = Device(db, enter(db, code, door="light", now=now), now)
    child.go(f"ask:{whom}")
    assert (child.here.step, child.here.asked) == ("band", True)
    assert len(waiting(child, safeguarding)) == 1
    child.go("band:8-10")
    assert child.here.key == "q:contact"
    child.answer(keys=["no"])
    assert child.here.step == "notice"


def test_where_nobody_can_be_found_only_who_is_answering_can_ask(
    db: Database, participation: Actor, safeguarding: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "service_feedback", now=now, mode="none")
    (code,) = make(db, participation, opened.id, 1, now=now).codes
    child = Device(db, enter(db, code, door="light", now=now), now).to_questions()
    assert child.here.may_ask == ("contact", "advocate")
    child.send_all()
    assert child.here.may_ask == ()
    child.go("ask:contact")
    assert waiting(child, safeguarding) == ()
