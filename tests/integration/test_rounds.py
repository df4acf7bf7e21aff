"""Rounds are opened to a group, counted by team, and reached by codes that are shown once."""

from datetime import datetime

import pytest

from data import versions
from data.audit import listing as audited
from data.database import Database
from surveys.collect import CodeDoesNotWork, enter, place
from surveys.invitations import make, not_reached
from surveys.permissions import Actor, NotAllowed
from surveys.rounds import RoundRefused, close_round, open_round, rate_sentence, set_counts, view


@pytest.mark.parametrize(
    ("answered", "eligible", "said"),
    [
        (40, 300, "40 of 300 (13%)"),
        (0, 12, "0 of 12 (0%)"),
        (1, 8, "1 of 8 (13%)"),
        (5, None, "5 answered (we do not know how many could)"),
        (1, 300, "1 of 300 (under 1%)"),
        (0, 0, "0 of 0"),
    ],
)
def test_a_rate_is_said_with_its_base(answered: int, eligible: int | None, said: str) -> None:
    assert rate_sentence(answered, eligible) == said


def test_a_round_keeps_the_wording_that_it_was_opened_with(
    db: Database, participation: Actor, now: datetime
) -> None:
    opened = open_round(
        db, participation, "out_of_borough", now=now, teams={"Oak": 200, "Elm": 100}
    )
    seen = view(db, participation, opened.id)
    assert (seen.eligible, seen.rate, opened.version) == (300, "0 of 300 (0%)", 2)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"survey": "nothing"}, "There is no survey “nothing”"),
        ({"band": "4-5"}, "no wording for band “4-5”"),
        ({"mode": "secret"}, "cannot be opened in mode “secret”"),
        ({"closes": "soon"}, "“soon” (closes) is not a day"),
        ({"closes": "2020-01-01"}, "before it opens"),
        ({"closes": "2027-01-31", "hear_by": "2027-01-01"}, "before the round is over"),
        ({"teams": {"Oak": -1}}, "-1 eligible"),
    ],
)
def test_a_round_that_cannot_be_is_refused_with_what_to_change(
    db: Database, participation: Actor, now: datetime, wrong: dict[str, object], said: str
) -> None:
    arguments = {"survey": "out_of_borough"} | wrong
    with pytest.raises(RoundRefused) as refused:
        open_round(db, participation, now=now, **arguments)  # type: ignore[arg-type]
    assert said in str(refused.value)


def test_start_and_end_codes_are_paired_for_the_same_child(
    db: Database, participation: Actor, now: datetime
) -> None:
    start = open_round(db, participation, "cin_start", now=now)
    end = open_round(db, participation, "cin_end", now=now)
    made = make(db, participation, start.id, 2, now=now, end_round=end.id)
    assert len(made.codes) == len(made.end_codes) == 2
    assert len({*made.codes, *made.end_codes}) == 4


def test_rounds_of_two_surveys_are_not_paired(
    db: Database, participation: Actor, now: datetime
) -> None:
    start = open_round(db, participation, "cin_start", now=now)
    other = open_round(db, participation, "cp_end", now=now)
    with pytest.raises(RoundRefused, match="not the start and the end"):
        make(db, participation, start.id, 1, now=now, end_round=other.id)


def test_who_has_not_been_reached_is_counted_by_team(
    db: Database, participation: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "service_feedback", now=now, teams={"Oak": 5})
    codes = make(db, participation, opened.id, 3, team="Oak", now=now).codes
    enter(db, codes[0], door="streamlit", now=now)
    (oak,) = not_reached(db, participation, opened.id)
    assert (oak.offered, oak.unused, oak.started, oak.used) == (3, 2, 1, 0)


def test_codes_of_a_closed_round_do_not_work_and_none_are_made(
    db: Database, participation: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "service_feedback", now=now)
    (code,) = make(db, participation, opened.id, 1, now=now).codes
    close_round(db, participation, opened.id, now)
    with pytest.raises(CodeDoesNotWork):
        enter(db, code, door="streamlit", now=now)
    with pytest.raises(RoundRefused, match="closed"):
        make(db, participation, opened.id, 1, now=now)


def test_more_declined_and_not_offered_than_eligible_is_refused(
    db: Database, participation: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "service_feedback", now=now, teams={"Oak": 5})
    with pytest.raises(RoundRefused, match="more than the 5 eligible"):
        set_counts(db, participation, opened.id, "Oak", 5, 3, 3, now)


def test_a_survey_with_one_band_does_not_ask_for_it(
    db: Database, participation: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "out_of_borough", now=now, band="8-10")
    (code,) = make(db, participation, opened.id, 1, now=now).codes
    here = place(db, enter(db, code, door="streamlit", now=now), now)
    assert here is not None
    assert here.step == "notice"


def test_opening_and_inviting_are_audited_without_codes(
    db: Database, participation: Actor, now: datetime
) -> None:
    opened = open_round(db, participation, "service_feedback", now=now)
    codes = make(db, participation, opened.id, 2, now=now).codes
    with db.reading() as tx:
        rows = audited(tx)
    assert [row.act for row in rows] == ["made invitations", "opened round"]
    assert not any(code in str(rows) for code in codes)


@pytest.mark.parametrize("role", ["safeguarding", "board", "administrator"])
def test_only_the_participation_team_opens_rounds(db: Database, now: datetime, role: str) -> None:
    with pytest.raises(NotAllowed):
        open_round(db, Actor("Other", frozenset({role})), "service_feedback", now=now)  # type: ignore[arg-type]


def test_changed_wording_under_an_old_version_number_is_refused(
    db: Database, participation: Actor, now: datetime
) -> None:
    with db.writing() as tx:
        versions.keep(tx, "service_feedback", 2, "Old", "other wording", now)
    with pytest.raises(RoundRefused, match="new version number"):
        open_round(db, participation, "service_feedback", now=now)
