"""What follows from known sums over cells, against brute force."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure import small
from analysis.protection.sums import gives_away

CELLS = [("11-17", key) for key in "abcd"]
counts = st.tuples(*[st.integers(0, 6)] * len(CELLS))
known = st.lists(st.sets(st.sampled_from(CELLS), min_size=1).map(frozenset), min_size=1, max_size=4)


def tables(total):
    """Every way to put children into the four cells."""
    for a in range(total + 1):
        for b in range(total + 1 - a):
            for c in range(total + 1 - a - b):
                yield (a, b, c, total - a - b - c)


def certain(known, true):
    """The groups whose number is the same in every table that fits the known sums."""
    cells = dict(zip(CELLS, true, strict=True))
    fit = [
        table
        for counts in tables(sum(true))
        if all(
            sum((table := dict(zip(CELLS, counts, strict=True)))[c] for c in k)
            == sum(cells[c] for c in k)
            for k in known
        )
    ]
    for size in range(1, len(CELLS) + 1):
        for group in combinations(CELLS, size):
            if len({sum(table[c] for c in group) for table in fit}) == 1:
                yield sum(cells[c] for c in group)


@settings(max_examples=150, deadline=None)
@given(true=counts, known=known, smallest=st.integers(3, 5))
def test_what_the_audit_calls_given_away_is_certain_by_brute_force(true, known, smallest):
    whole = [*known, frozenset(CELLS)]
    if gives_away(whole, dict(zip(CELLS, true, strict=True)), smallest):
        assert any(small(count, smallest) for count in certain(whole, true))


@settings(max_examples=150, deadline=None)
@given(true=st.tuples(*[st.integers(3, 6)] * 4), known=known, smallest=st.integers(5, 5))
def test_the_audit_misses_nothing_where_no_cell_is_squeezed_to_nobody(true, known, smallest):
    whole = [*known, frozenset(CELLS)]
    if any(small(count, smallest) for count in certain(whole, true)):
        assert gives_away(whole, dict(zip(CELLS, true, strict=True)), smallest)


def test_a_share_of_a_known_sum_leaves_the_rest_to_be_subtracted():
    cells = dict(zip(CELLS, (8, 19, 0, 3), strict=True))
    everybody, yes = frozenset(CELLS), frozenset(CELLS[:1])
    asked_more = frozenset(CELLS[1:3])
    assert not gives_away([everybody, yes], cells, 5)
    assert gives_away([everybody, yes, asked_more], cells, 5)
