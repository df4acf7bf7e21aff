"""Ranges and tests against published values and against what must hold of any of them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from analysis.intervals import (
    holm,
    newcombe,
    percent,
    two_shares_p,
    wilson,
    wilson_percent,
)

bases = st.integers(1, 400)


@pytest.fixture(scope="module")
def published(cases: Path) -> dict:
    return json.loads((cases / "acceptance.json").read_text())


def test_wilson_gives_newcombes_published_ranges(published):
    for count, base, low, high in published["wilson95"]["rows"]:
        assert wilson(count, base) == pytest.approx((low, high), abs=0.00006)


def test_newcombe_gives_the_published_ranges_of_a_difference(published):
    for *counts, difference, low, high in published["newcombe_diff95"]["rows"]:
        assert newcombe(*counts) == pytest.approx((difference, low, high), abs=0.00006)


def test_a_finite_population_gives_the_published_range(published):
    row = next(row for row in published["finite_population"] if "wilson_fpc_ours" in row)
    assert wilson(163, 200, 6194) == pytest.approx(tuple(row["wilson_fpc_ours"]), abs=0.00006)


def test_holm_rejects_at_least_what_bonferroni_and_at_most_what_benjamini_hochberg(published):
    row = published["holm_bh"]
    rejected = sum(p < 0.05 for p in holm(row["p"]))
    assert row["bonferroni_rejects_at_05"] <= rejected <= row["bh_rejects_at_05"]


def test_29_of_40_among_300_is_58_to_83_percent():
    assert wilson_percent(29, 40, 300) == (58, 83)


@given(base=bases, data=st.data())
def test_everybody_asked_and_answered_leaves_no_range(base, data):
    count = data.draw(st.integers(0, base))
    assert wilson(count, base, base) == (count / base, count / base)


@given(base=bases, data=st.data())
def test_an_endless_population_gives_the_plain_range(base, data):
    count = data.draw(st.integers(0, base))
    assert wilson(count, base, 10**9) == pytest.approx(wilson(count, base), abs=1e-6)


@given(base=bases, more=st.integers(0, 2000), data=st.data())
def test_a_range_holds_its_share_and_is_never_wider_than_without_a_population(base, more, data):
    count = data.draw(st.integers(0, base))
    low, high = wilson(count, base, base + more)
    wide_low, wide_high = wilson(count, base)
    assert wide_low - 1e-9 <= low <= count / base + 1e-9
    assert count / base - 1e-9 <= high <= wide_high + 1e-9


@given(base1=bases, base2=bases, data=st.data())
def test_swapping_the_two_shares_turns_the_difference_round(base1, base2, data):
    count1, count2 = data.draw(st.integers(0, base1)), data.draw(st.integers(0, base2))
    difference, low, high = newcombe(count1, base1, count2, base2)
    other, other_low, other_high = newcombe(count2, base2, count1, base1)
    assert (difference, low, high) == pytest.approx((-other, -other_high, -other_low))
    assert -1 - 1e-9 <= low <= high <= 1 + 1e-9


@given(base=bases, data=st.data())
def test_percents_are_whole_and_halves_go_up(base, data):
    count = data.draw(st.integers(0, base))
    assert abs(percent(count, base) - 100 * count / base) <= 0.5
    assert percent(29, 40) == 73


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_never_makes_a_p_value_smaller_and_keeps_the_order(values):
    adjusted = holm(values)
    assert all(after >= before for before, after in zip(values, adjusted, strict=True))
    pairs = sorted(zip(values, adjusted, strict=True))
    assert [b for _, b in pairs] == sorted(b for _, b in pairs)


@given(base1=bases, base2=bases, data=st.data())
def test_two_shares_are_tested_as_scipy_does(base1, base2, data):
    count1, count2 = data.draw(st.integers(0, base1)), data.draw(st.integers(0, base2))
    table = [[count1, base1 - count1], [count2, base2 - count2]]
    expected = fisher_exact(table).pvalue
    assert two_shares_p(count1, base1, count2, base2) == pytest.approx(expected, abs=1e-6)
