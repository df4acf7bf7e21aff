"""Wrong codes slow down the next try from the same place, a little, and lock nobody out."""

from web.child.tries import CODES, FOUR_WORDS, LONGEST_S, TOGETHER, WINDOW_S, Tries, place_of


def _after(wrong: int, client: str = "school") -> Tries:
    tries = Tries()
    for _ in range(wrong):
        tries.failed(client, now=0.0)
    return tries


def test_a_class_that_mistypes_ten_times_is_not_slowed() -> None:
    assert _after(9).begin("school", now=1.0) == 0.0


def test_the_eleventh_try_waits() -> None:
    assert 0 < _after(10).begin("school", now=1.0) <= 1.0


def test_nobody_waits_longer_than_the_longest() -> None:
    assert _after(5_000).begin("school", now=1.0) == LONGEST_S


def test_another_address_does_not_wait_for_a_few_elsewhere() -> None:
    assert _after(50).begin("library", now=1.0) == 0.0


def test_a_hundred_wrong_ones_everywhere_slow_everybody() -> None:
    assert _after(101).begin("library", now=1.0) > 0


def test_five_minutes_later_all_is_forgotten() -> None:
    assert _after(5_000).begin("school", now=WINDOW_S + 1) == 0.0


def test_a_class_of_thirty_that_comes_in_together_does_not_wait() -> None:
    tries = _after(9)
    assert [tries.begin("school", now=1.0) for _ in range(30)] == [0.0] * 30


def test_of_a_thousand_connections_at_once_most_are_sent_away() -> None:
    tries = Tries()
    waits = [tries.begin("bot", now=1.0) for _ in range(1_000)]
    assert waits[:TOGETHER] == [0.0] * TOGETHER
    assert max(wait for wait in waits if wait is not None) == LONGEST_S
    assert sum(wait is not None for wait in waits) == CODES.here


def test_whatever_many_addresses_send_there_is_an_end() -> None:
    tries = Tries()
    waits = [tries.begin(f"bot {n}", now=1.0) for n in range(5_000)]
    assert sum(wait is not None for wait in waits) == CODES.everywhere


def test_a_class_of_thirty_comes_in_beside_somebody_who_guesses_there() -> None:
    tries = _after(1_200)
    assert [tries.begin("school", now=1.0) for _ in range(4 * 5)] == [LONGEST_S] * 20
    assert [tries.begin("school", now=1.0) for _ in range(30)] == [LONGEST_S] * 30


def test_of_four_words_three_go_at_once_where_somebody_guesses() -> None:
    tries = Tries(FOUR_WORDS)
    for _ in range(100):
        tries.failed("bot", now=0.0)
    assert [tries.begin("bot", now=1.0) for _ in range(4)] == [15.0, 15.0, 15.0, None]


def test_what_has_ended_is_under_way_no_more() -> None:
    tries = Tries()
    for _ in range(1_000):
        assert tries.begin("school", now=1.0) == 0.0
        tries.ended("school")


def test_somebody_is_told_once_of_a_hundred_wrong_ones() -> None:
    tries = Tries()
    assert [tries.failed("bot", now=0.0) for _ in range(300)].count(True) == 1


def test_an_ipv6_line_is_one_address() -> None:
    assert place_of("2001:db8::1") == place_of("2001:db8::ffff:1") != place_of("2001:db8:0:1::1")
    assert place_of("192.0.2.7") == "192.0.2.7"
    assert place_of("") == ""


def test_the_same_line_is_one_address_however_it_is_written() -> None:
    assert place_of("::ffff:192.0.2.7") == "192.0.2.7" != place_of("::ffff:192.0.2.8")
