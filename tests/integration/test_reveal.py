"""A child who is not safe can be found: with a reason and a second person, never silently."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from data import audit
from data.database import Database
from surveys.collect import enter, place
from surveys.invitations import make
from surveys.looked import looked
from surveys.permissions import Actor, NotAllowed
from surveys.reveal import RevealRefused, ask_who, decide_wish, find_out_who, to_agree
from surveys.rounds import RoundRefused, open_round
from tests.children import Device

WHY = "These words say that somebody is not safe at home."
WHO = "Case 4711 (invented)"
SECOND = Actor("Dee Second", frozenset({"designated"}))


@pytest.fixture
def child(db: Database, participation: Actor, now: datetime) -> Device:
    """A child whose code was made for a case number, who has sent nothing yet."""
    opened = open_round(db, participation, "service_feedback", now=now)
    codes = make(db, participation, opened.id, 2, now=now, references=("Case 1", WHO)).codes
    return Device(db, enter(db, codes[1], door="streamlit", now=now), now).to_questions()


@pytest.fixture
def wish(child: Device, safeguarding: Actor) -> str:
    """The lead's wish to find out whose words these are."""
    return ask_who(child.db, safeguarding, child.here.response, WHY, child.now)


def agree(child: Device, wish: str, now: datetime | None = None) -> None:
    decide_wish(child.db, SECOND, wish, True, now or child.now)


def acts(child: Device) -> list[tuple[str, str]]:
    with child.db.reading() as tx:
        return [(line.actor, line.act) for line in audit.listing(tx)]


def test_once_a_second_person_has_agreed_the_lead_finds_whose_words_they_are(
    child: Device, safeguarding: Actor, wish: str
) -> None:
    agree(child, wish)
    assert find_out_who(child.db, safeguarding, wish, child.now) == WHO


def test_without_the_second_person_nothing_is_shown(
    child: Device, safeguarding: Actor, wish: str
) -> None:
    with pytest.raises(RevealRefused, match="Nobody has agreed"):
        find_out_who(child.db, safeguarding, wish, child.now)


def test_nobody_is_their_own_second_person(child: Device, safeguarding: Actor, wish: str) -> None:
    assert to_agree(child.db, safeguarding, child.now) == ()
    with pytest.raises(RevealRefused, match="second person"):
        decide_wish(child.db, safeguarding, wish, True, child.now)


@pytest.mark.parametrize("role", ["safeguarding", "designated"])
def test_another_lead_or_the_designated_officer_can_agree(
    child: Device, wish: str, role: str
) -> None:
    second = Actor("Somebody Else", frozenset({role}))
    (waiting,) = to_agree(child.db, second, child.now)
    assert (waiting.id, waiting.reason) == (wish, WHY)
    decide_wish(child.db, second, wish, True, child.now)
    assert to_agree(child.db, second, child.now) == ()


def test_a_wish_that_was_refused_shows_nothing_and_is_decided_once(
    child: Device, safeguarding: Actor, wish: str
) -> None:
    decide_wish(child.db, SECOND, wish, False, child.now)
    with pytest.raises(RevealRefused, match="has been decided"):
        agree(child, wish)
    with pytest.raises(RevealRefused, match="Nobody has agreed"):
        find_out_who(child.db, safeguarding, wish, child.now)


def test_a_wish_lapses_after_a_day_and_so_does_the_agreement(
    child: Device, safeguarding: Actor, wish: str
) -> None:
    day = timedelta(days=1)
    with pytest.raises(RevealRefused, match="a day has passed"):
        agree(child, wish, child.now + day)
    agree(child, wish, child.now + day - timedelta(minutes=1))
    with pytest.raises(RevealRefused, match="a day has passed"):
        find_out_who(child.db, safeguarding, wish, child.now + 2 * day)


def test_what_was_agreed_is_shown_to_the_one_who_asked_only(child: Device, wish: str) -> None:
    agree(child, wish)
    with pytest.raises(RevealRefused):
        find_out_who(child.db, Actor("Other Lead", frozenset({"safeguarding"})), wish, child.now)


def test_each_step_is_in_the_audit_trail_without_the_reason(
    child: Device, safeguarding: Actor, wish: str
) -> None:
    agree(child, wish)
    find_out_who(child.db, safeguarding, wish, child.now)
    assert acts(child)[:3] == [
        (safeguarding.name, "found out who"),
        (SECOND.name, "agreed to finding out who"),
        (safeguarding.name, "asked to find out who"),
    ]
    with child.db.reading() as tx:
        assert WHY not in repr(audit.listing(tx))
        assert WHY.encode() not in bytes(
            tx.run(text("SELECT reason FROM reveal_requests")).one()[0]
        )


def test_the_weekly_list_has_who_asked_who_agreed_and_who_read(
    child: Device, safeguarding: Actor, wish: str
) -> None:
    agree(child, wish)
    find_out_who(child.db, safeguarding, wish, child.now)
    (line,) = looked(child.db, safeguarding, child.now).wishes
    assert (line.asked_by, line.decided_by, line.reason) == (safeguarding.name, SECOND.name, WHY)
    assert line.shown_at


def test_the_auditor_sees_that_it_was_asked_and_not_why(child: Device, wish: str) -> None:
    (line,) = looked(child.db, Actor("Lou Log", frozenset({"auditor"})), child.now).wishes
    assert (line.id, line.reason) == (wish, "")


def test_a_week_later_it_is_off_the_list(child: Device, safeguarding: Actor, wish: str) -> None:
    later = child.now + timedelta(days=7, minutes=1)
    assert looked(child.db, safeguarding, later).wishes == ()


@pytest.mark.parametrize("reason", ["", "   ", "because"])
def test_without_a_reason_nothing_is_asked(child: Device, safeguarding: Actor, reason: str) -> None:
    with pytest.raises(RevealRefused, match="why you need to know"):
        ask_who(child.db, safeguarding, child.here.response, reason, child.now)


@pytest.mark.parametrize("role", ["participation", "designated", "board", "administrator"])
def test_nobody_else_can_ask(child: Device, role: str) -> None:
    somebody = Actor("Curious", frozenset({role}))
    with pytest.raises(NotAllowed):
        ask_who(child.db, somebody, child.here.response, WHY, child.now)


def test_a_code_that_was_for_nobody_in_particular_says_who_to_ask(
    db: Database, participation: Actor, safeguarding: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "service_feedback", now=now)
    (code,) = make(db, participation, opened.id, 1, now=now).codes
    here = place(db, enter(db, code, door="streamlit", now=now), now)
    assert here is not None
    with pytest.raises(RevealRefused, match="participation team"):
        ask_who(db, safeguarding, here.response, WHY, now)


def test_a_round_without_names_takes_none(
    db: Database, participation: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "service_feedback", now=now, mode="none")
    with pytest.raises(RoundRefused, match="without names"):
        make(db, participation, opened.id, 1, now=now, references=(WHO,))


def test_one_name_too_few_is_refused_before_any_code_is_made(
    db: Database, participation: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "service_feedback", now=now)
    with pytest.raises(RoundRefused, match="1 names or case numbers were given for 2 codes"):
        make(db, participation, opened.id, 2, now=now, references=(WHO,))


def test_no_column_holds_the_case_number_in_clear(child: Device) -> None:
    with child.db.reading() as tx:
        rows = tx.run(text("SELECT * FROM keyholders")).all()
    assert len(rows) == 2
    assert not any("4711" in str(row) or b"4711" in bytes(row.reference) for row in rows)
