"""The guesser: how fast, and with what odds, by the product's own numbers (run with -s to read)."""

import heapq

import pytest

from surveys.collecting import codes, four_words
from web.child import tries
from web.child.tries import CODES, FOUR_WORDS, Limits, Tries

YEAR_S = 365 * 24 * 3600.0
LIVE = 1_000
"""Codes, or answers with four words, that would let the guesser in at one time."""
SPACES = {
    "code": len(codes.ALPHABET) ** codes.LENGTH,
    "four words": len(four_words.all_words()) ** four_words.HOW_MANY,
}


LIMITS = {"code": CODES, "four words": FOUR_WORDS}
HASHES_A_SECOND = 2 / 0.017
"""All that the server can look up: two slow hashes at a time, 17 ms each."""


def tried_in(seconds: float, connections: int, limits: Limits = CODES) -> int:
    """Tries that one address gets answered, with so many connections that never rest."""
    book = Tries(limits)
    made, number = 0, 0
    coming = [(0.0, n) for n in range(connections)]
    under_way: list[tuple[float, int]] = []
    while True:
        now, number = min((*coming[:1], *under_way[:1]))
        if now > seconds:
            return made
        if under_way and under_way[0] == (now, number):
            heapq.heappop(under_way)
            book.failed("bot", now)
            book.ended("bot")
            made += 1
            heapq.heappush(coming, (now + 0.02, number))
            continue
        heapq.heappop(coming)
        wait = book.begin("bot", now)
        again = (now + wait, number) if wait is not None else (now + 1.0, number)
        heapq.heappush(under_way if wait is not None else coming, again)


@pytest.mark.parametrize("space", SPACES)
def test_a_guesser_at_one_address_has_less_than_one_chance_in_a_hundred_a_year(space):
    """With as many connections as are let in; somebody is told within the first seconds."""
    limits = LIMITS[space]
    some = 600.0
    a_year = tried_in(some, limits.here + 20, limits) * YEAR_S / some
    odds = a_year * LIVE / SPACES[space]
    print(  # noqa: T201  (the figures are what it is for)
        f"\n{space}: {a_year / YEAR_S:.1f} tries a second, {a_year:,.0f} a year from one address; "
        f"{LIVE:,} live of {SPACES[space]:,}: {odds:.2%} a year"
    )
    assert odds < 0.01


def test_all_that_the_whole_server_could_look_up_in_a_year_is_less_than_one_in_a_hundred():
    odds = HASHES_A_SECOND * YEAR_S * LIVE / SPACES["code"]
    print(f"\nevery code that this server can look up in a year: {odds:.2%}")  # noqa: T201
    assert odds < 0.01


def test_eight_signs_would_have_been_too_few():
    """Beside a guesser of four tries a second a class has to be let in."""
    assert 4 * YEAR_S * LIVE / len(codes.ALPHABET) ** 8 > 0.1


def test_a_hundred_addresses_are_slowed_together_and_somebody_is_told():
    book = Tries()
    told = [book.failed(f"bot {n}", now=0.0) for n in range(3_000)]
    assert (told.count(True), book.begin("a new one", now=1.0)) == (1, tries.LONGEST_S)


def test_three_words_would_have_been_too_few():
    a_year = tried_in(3600.0, 3, FOUR_WORDS) * YEAR_S / 3600.0
    assert a_year * LIVE / len(four_words.all_words()) ** 3 > 1
