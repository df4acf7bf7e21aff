"""A child who is not safe can be found: by the safeguarding lead, with a reason, never silently."""

from datetime import datetime

import pytest
from sqlalchemy import text

from data import audit
from data.database import Database
from surveys.collect import enter, place
from surveys.invitations import make
from surveys.permissions import Actor, NotAllowed
from surveys.reveal import RevealRefused, find_out_who
from surveys.rounds import RoundRefused, open_round
from tests.integration.test_collect import Child

WHY = "These words say that somebody is not safe at home."
WHO = "Case 4711 (invented)"


@pytest.fixture
def child(db: Database, participation: Actor, now: datetime) -> Child:
    """A child whose code was made for a case number, who has sent nothing yet."""
    opened = open_round(db, participation, "service_feedback", now=now)
    codes = make(db, participation, opened.id, 2, now=now, references=("Case 1", WHO)).codes
    return Child(db, enter(db, codes[1], door="streamlit", now=now), now).to_questions()


def test_the_safeguarding_lead_finds_whose_words_they_are(
    child: Child, safeguarding: Actor
) -> None:
    assert find_out_who(child.db, safeguarding, child.here.response, WHY, child.now) == WHO


def test_each_look_is_in_the_audit_trail_with_its_reason(child: Child, safeguarding: Actor) -> None:
    find_out_who(child.db, safeguarding, child.here.response, WHY, child.now)
    with child.db.reading() as tx:
        newest = audit.listing(tx)[0]
    assert (newest.act, newest.actor, newest.detail) == ("found out who", safeguarding.name, WHY)


@pytest.mark.parametrize("reason", ["", "   ", "because"])
def test_without_a_reason_nothing_is_opened(child: Child, safeguarding: Actor, reason: str) -> None:
    with pytest.raises(RevealRefused, match="why you need to know"):
        find_out_who(child.db, safeguarding, child.here.response, reason, child.now)


@pytest.mark.parametrize("role", ["participation", "board", "administrator"])
def test_nobody_else_can_look(child: Child, role: str) -> None:
    with pytest.raises(NotAllowed):
        find_out_who(
            child.db,
            Actor("Curious", frozenset({role})),  # type: ignore[arg-type]
            child.here.response,
            WHY,
            child.now,
        )


def test_a_code_that_was_for_nobody_in_particular_says_who_to_ask(
    db: Database, participation: Actor, safeguarding: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "service_feedback", now=now)
    (code,) = make(db, participation, opened.id, 1, now=now).codes
    here = place(db, enter(db, code, door="streamlit", now=now), now)
    assert here is not None
    with pytest.raises(RevealRefused, match="participation team"):
        find_out_who(db, safeguarding, here.response, WHY, now)


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


def test_no_column_holds_the_case_number_in_clear(child: Child) -> None:
    with child.db.reading() as tx:
        rows = tx.run(text("SELECT * FROM keyholders")).all()
    assert len(rows) == 2
    assert not any("4711" in str(row) or b"4711" in bytes(row.reference) for row in rows)
