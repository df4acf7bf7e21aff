"""Wrong codes slow down the next try from the same place, a little, and lock nobody out."""

from web.child.tries import LONGEST_S, WINDOW_S, Tries


def _after(wrong: int, client: str = "school") -> Tries:
    tries = Tries()
    for _ in range(wrong):
        tries.failed(client, now=0.0)
    return tries


def test_a_class_that_mistypes_ten_times_is_not_slowed() -> None:
    assert _after(9).pause("school", now=1.0) == 0.0


def test_the_eleventh_try_waits() -> None:
    assert 0 < _after(10).pause("school", now=1.0) <= 1.0


def test_nobody_waits_longer_than_the_longest() -> None:
    assert _after(5_000).pause("school", now=1.0) == LONGEST_S


def test_another_address_does_not_wait_for_a_few_elsewhere() -> None:
    assert _after(50).pause("library", now=1.0) == 0.0


def test_a_hundred_wrong_ones_everywhere_slow_everybody() -> None:
    assert _after(101).pause("library", now=1.0) > 0


def test_five_minutes_later_all_is_forgotten() -> None:
    assert _after(5_000).pause("school", now=WINDOW_S + 1) == 0.0
