"""Ranges and tests for shares of children, in plain Python.

Wilson's score interval with a finite population (O'Neill 2021; coverage checked by exact
enumeration in the design notes), Newcombe's method 10 for a difference (Stat Med 1998;17:873-890),
Holm's adjustment and the exact sign test. Shares are from 0 to 1.
"""

from collections.abc import Sequence
from math import comb, erfc, sqrt
from statistics import NormalDist

Z95 = NormalDist().inv_cdf(0.975)


def percent(count: int, base: int) -> int:
    """The whole percent, halves upwards, without the traps of floating point."""
    return (200 * count + base) // (2 * base)


def wilson(count: int, base: int, population: int | None = None) -> tuple[float, float]:
    """The 95% range of a share; `population` None means endless. All asked: no width.

    `population` is how many could have answered, and is never less than `base`.
    """
    share = count / base
    if population is not None and population <= base:
        return share, share
    size = float(base)
    if population is not None:
        size = base * (population - 1) / (population - base)
    z2 = Z95 * Z95
    middle = (share + z2 / (2 * size)) / (1 + z2 / size)
    half = Z95 * sqrt(share * (1 - share) / size + z2 / (4 * size * size)) / (1 + z2 / size)
    return max(0.0, middle - half), min(1.0, middle + half)


def wilson_percent(count: int, base: int, population: int | None) -> tuple[int, int]:
    """The 95% range in whole percent, always holding the share itself as it is printed."""
    low, high = wilson(count, base, population)
    said = percent(count, base)
    return min(said, int(100 * low + 0.5)), max(said, int(100 * high + 0.5))


def newcombe(count1: int, base1: int, count2: int, base2: int) -> tuple[float, float, float]:
    """The difference of two separate shares, first minus second, with its 95% range."""
    share1, share2 = count1 / base1, count2 / base2
    low1, high1 = wilson(count1, base1)
    low2, high2 = wilson(count2, base2)
    difference = share1 - share2
    below = sqrt((share1 - low1) ** 2 + (high2 - share2) ** 2)
    above = sqrt((high1 - share1) ** 2 + (share2 - low2) ** 2)
    return difference, difference - below, difference + above


def two_shares_p(count1: int, base1: int, count2: int, base2: int) -> float:
    """The two-sided p value that two shares are the same (score test, pooled)."""
    pooled = (count1 + count2) / (base1 + base2)
    spread = pooled * (1 - pooled) * (1 / base1 + 1 / base2)
    if spread == 0:
        return 1.0
    return erfc(abs(count1 / base1 - count2 / base2) / sqrt(2 * spread))


def holm(values: Sequence[float]) -> tuple[float, ...]:
    """Holm's adjusted p values, in the order given: many questions, one chance of a false alarm."""
    order = sorted(range(len(values)), key=lambda index: values[index])
    adjusted = [0.0] * len(values)
    highest = 0.0
    for rank, index in enumerate(order):
        highest = max(highest, min(1.0, (len(values) - rank) * values[index]))
        adjusted[index] = highest
    return tuple(adjusted)


def sign_test_p(up: int, down: int) -> float:
    """The exact two-sided p value that moving up is as likely as moving down; ties are left out."""
    moved = up + down
    if moved == 0:
        return 1.0
    tail = sum(comb(moved, k) for k in range(min(up, down) + 1)) / (1 << moved)
    return min(1.0, 2 * tail)
