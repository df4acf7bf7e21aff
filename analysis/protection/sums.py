"""What follows from known sums over cells: exact linear algebra, small tables only."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

MOST_REGIONS = 16
"""With more small groups of cells than this the search takes too long: then it is in doubt."""

Cell = tuple[str, str]
Known = frozenset[Cell]
"""Cells whose sum is known."""
Row = list[Fraction]


def gives_away(known: Sequence[Known], cells: Mapping[Cell, int], smallest: int) -> bool:
    """Whether a group of 1 to `smallest` - 1 children follows from sums over these sets.

    Cells that are in the same sets cannot be told apart, so whole regions are looked at. Cells
    known to hold nobody change no sum and are left out.
    """
    nobody = {cell for one in known if not sum(cells[c] for c in one) for cell in one}
    sets = list(dict.fromkeys(one - nobody for one in known if one - nobody))
    regions: Counter[tuple[bool, ...]] = Counter()
    for cell, count in cells.items():
        if cell not in nobody:
            regions[tuple(cell in one for one in sets)] += count
    if sum(count < smallest for count in regions.values()) > MOST_REGIONS:
        return True
    places = list(regions)
    free = _unreachable([[Fraction(place[n]) for place in places] for n in range(len(sets))])
    counts = [regions[place] for place in places]
    return any(
        all(sum(row[i] for i in group) == 0 for row in free) for group in _few(counts, smallest)
    )


def _few(counts: Sequence[int], smallest: int) -> Iterator[tuple[int, ...]]:
    """Every choice of regions with 1 to `smallest` - 1 children in all."""
    stack: list[tuple[int, tuple[int, ...], int]] = [(0, (), 0)]
    while stack:
        at, chosen, total = stack.pop()
        if at == len(counts):
            if total:
                yield chosen
            continue
        stack.append((at + 1, chosen, total))
        if total + counts[at] < smallest:
            stack.append((at + 1, (*chosen, at), total + counts[at]))


def _unreachable(rows: list[Row]) -> list[Row]:
    """A basis of what is at right angles to every row; a group follows if it is so to all of it."""
    width = len(rows[0]) if rows else 0
    reduced: list[Row] = []
    pivots: list[int] = []
    for column in range(width):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = [value / pivot[column] for value in pivot]
        rows = [_less(row, pivot, column) for row in rows]
        reduced = [_less(row, pivot, column) for row in reduced]
        reduced.append(pivot)
        pivots.append(column)
    basis = []
    for free in (column for column in range(width) if column not in pivots):
        vector = [Fraction(0)] * width
        vector[free] = Fraction(1)
        for row, pivot_column in zip(reduced, pivots, strict=True):
            vector[pivot_column] = -row[free]
        basis.append(vector)
    return basis


def _less(row: Row, pivot: Row, column: int) -> Row:
    factor = row[column]
    return [value - factor * taken for value, taken in zip(row, pivot, strict=True)]
