"""Repeated sign-in attempts wait longer; nobody is locked out."""

from datetime import UTC, datetime, timedelta

from web.staff.patience import NAME_LONGEST_S, TOO_LONG_S, Patience

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def failed(patience, times, client="10.0.0.1", name="asha rao"):
    for _ in range(times):
        patience.failed(client, name, NOW)


def test_the_first_attempts_do_not_wait():
    patience = Patience()
    failed(patience, 2)
    assert patience.wait("10.0.0.1", "asha rao", NOW) == 0


def test_each_further_attempt_of_a_client_waits_twice_as_long():
    waits = []
    for failures in (3, 4, 5, 6):
        patience = Patience()
        failed(patience, failures, name="somebody else")
        waits.append(patience.wait("10.0.0.1", "asha rao", NOW))
    assert waits == [1, 2, 4, 8]


def test_attempts_at_the_same_moment_take_their_turns_and_then_are_refused():
    patience = Patience()
    failed(patience, 30)
    waits = [patience.wait("10.0.0.1", "asha rao", NOW) for _ in range(4)]
    assert waits == [30, 60, 90, 90]
    assert waits[-1] > TOO_LONG_S


def test_a_name_under_attack_from_everywhere_still_lets_its_owner_in_after_a_short_wait():
    patience = Patience()
    for number in range(500):
        patience.failed(f"10.0.{number % 250}.9", "asha rao", NOW)
    assert patience.wait("192.168.1.1", "asha rao", NOW) == NAME_LONGEST_S


def test_a_quarter_of_an_hour_without_attempts_is_forgiven():
    patience = Patience()
    failed(patience, 20)
    assert patience.wait("10.0.0.1", "asha rao", NOW + timedelta(minutes=16)) == 0


def test_getting_in_forgives_the_attempts_before():
    patience = Patience()
    failed(patience, 20)
    patience.succeeded("10.0.0.1", "asha rao")
    assert patience.wait("10.0.0.1", "asha rao", NOW) == 0
