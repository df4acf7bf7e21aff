"""Repeated sign-in attempts wait longer; nobody is locked out."""

from datetime import UTC, datetime, timedelta

from web.staff.patience import (
    CLIENT_LONGEST_S,
    FREE,
    MOST_TOGETHER,
    NAME_LONGEST_S,
    TOGETHER,
    TOO_LONG_S,
    TURN_LONGEST_S,
    Patience,
)
from web.staff.posting import known_as

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def failed(patience, times, client="10.0.0.1", name="asha rao"):
    for _ in range(times):
        patience.failed(client, name, NOW)


def test_the_first_attempts_do_not_wait():
    patience = Patience()
    failed(patience, 2)
    assert patience.begin("10.0.0.1", "asha rao", NOW) == 0


def test_each_further_attempt_of_a_client_waits_twice_as_long():
    waits = []
    for failures in (3, 4, 5, 6):
        patience = Patience()
        failed(patience, failures, name="somebody else")
        waits.append(patience.begin("10.0.0.1", "asha rao", NOW))
    assert waits == [1, 2, 4, 8]


def test_attempts_at_the_same_moment_take_their_turns_and_then_are_refused():
    patience = Patience()
    failed(patience, 30)
    waits = [patience.begin("10.0.0.1", "asha rao", NOW) for _ in range(4)]
    assert waits == [30, 60, 90, 90]
    assert waits[-1] > TOO_LONG_S


def test_a_name_under_attack_from_everywhere_still_lets_its_owner_in_after_a_short_wait():
    patience = Patience()
    for number in range(500):
        patience.failed(f"10.0.{number % 250}.9", "asha rao", NOW)
    assert patience.begin("192.168.1.1", "asha rao", NOW) == NAME_LONGEST_S


def test_a_quarter_of_an_hour_without_attempts_is_forgiven():
    patience = Patience()
    failed(patience, 20)
    assert patience.begin("10.0.0.1", "asha rao", NOW + timedelta(minutes=16)) == 0


def test_getting_in_forgives_the_attempts_before():
    patience = Patience()
    failed(patience, 20)
    patience.succeeded("10.0.0.1", "asha rao")
    assert patience.begin("10.0.0.1", "asha rao", NOW) == 0


def test_getting_in_forgives_nothing_of_other_names_from_there():
    patience = Patience()
    failed(patience, 20, name="ben okafor")
    failed(patience, 3, name="mal lory")
    patience.succeeded("10.0.0.1", "mal lory")
    assert patience.begin("10.0.0.1", "ben okafor", NOW) == TURN_LONGEST_S
    assert patience.begin("10.0.0.1", "asha rao", NOW) == CLIENT_LONGEST_S


def test_others_failures_from_an_office_keep_nobody_with_the_right_password_out():
    patience = Patience()
    for number in range(500):
        failed(patience, 3, name=f"somebody {number}")
    waits = [patience.begin("10.0.0.1", f"colleague {n}", NOW) for n in range(30)]
    assert waits == [CLIENT_LONGEST_S] * 30


def test_a_name_is_counted_as_accounts_are_found_by_it():
    same = {known_as(name) for name in (" Jose\u0301  Rao", "jos\u00e9\u00a0rao", "JOS\u00c9 RAO")}
    assert same == {"jos\u00e9 rao"}
    assert known_as("asha" + " " * 200 + "rao") == "asha rao"


def test_many_at_the_same_instant_do_not_slip_through():
    patience = Patience()
    waits = [patience.begin("10.0.0.1", f"somebody {n}", NOW) for n in range(300)]
    assert waits[: TOGETHER + FREE] == [0] * (TOGETHER + FREE)
    assert waits[TOGETHER + 10] == CLIENT_LONGEST_S
    assert sum(wait <= TOO_LONG_S for wait in waits) == MOST_TOGETHER


def test_many_at_the_same_instant_at_one_name_from_one_place_take_turns():
    patience = Patience()
    waits = [patience.begin("10.0.0.1", "asha rao", NOW) for _ in range(100)]
    assert sum(wait <= TOO_LONG_S for wait in waits) < 10


def test_many_at_the_same_instant_at_one_name_are_slowed_wherever_they_come_from():
    patience = Patience()
    waits = [patience.begin(f"10.0.{n}.1", "asha rao", NOW) for n in range(20)]
    assert (waits[:3], waits[-1]) == ([0, 0, 0], NAME_LONGEST_S)


def test_what_has_ended_is_under_way_no_more():
    patience = Patience()
    for _ in range(100):
        assert patience.begin("10.0.0.1", "asha rao", NOW) == 0
        patience.ended("10.0.0.1", "asha rao")
