"""Ranges and tests for shares of children, in plain Python.

Wilson's score interval with a finite population (O'Neill 2021; coverage checked by exact
enumeration in the design notes), Newcombe's method 10 for a difference (Stat Med 1998;17:873-890),
Fisher's exact test and Holm's adjustment. Shares are from 0 to 1.
"""

from collections.abc import Sequence
from math import exp, lgamma, sqrt
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
    """The two-sided p value that two shares are the same (Fisher's exact test).

    Six questions of 35 and 40 children without any true change: a report claims one in 3.8% of
    cases after Holm, with the usual score test in 5.0% to 5.5% (1,500 draws).
    """
    total = count1 + count2
    lowest, highest = max(0, total - base2), min(base1, total)
    logs = [_log_ways(base1, k) + _log_ways(base2, total - k) for k in range(lowest, highest + 1)]
    seen = logs[count1 - lowest] + 1e-7
    most = max(logs)
    likely = [exp(log - most) for log in logs]
    rarer = sum(share for share, log in zip(likely, logs, strict=True) if log <= seen)
    return min(1.0, rarer / sum(likely))


def _log_ways(base: int, count: int) -> float:
    return lgamma(base + 1) - lgamma(count + 1) - lgamma(base - count + 1)


def holm(values: Sequence[float]) -> tuple[float, ...]:
    """Holm's adjusted p values, in the order given: many questions, one chance of a false alarm."""
    order = sorted(range(len(values)), key=lambda index: values[index])
    adjusted = [0.0] * len(values)
    highest = 0.0
    for rank, index in enumerate(order):
        highest = max(highest, min(1.0, (len(values) - rank) * values[index]))
        adjusted[index] = highest
    return tuple(adjusted)
