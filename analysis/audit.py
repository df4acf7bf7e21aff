"""The last look before figures are shown: what follows from one question and those that hang on it.

A question that is asked only of some tells how many those are, and so how many gave one of some
answers to the question before it. Each figure is a known sum over cells (age group and answer);
a group of cells is given away when its sum is a combination of known sums. Questions whose
figures would give away fewer than `smallest` children are withheld.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from analysis.counts import Tally, positive_keys
from analysis.disclosure import REST, TOP, safe
from analysis.report import QuestionResult
from data.records import CountRecord
from surveys.answers import Silence
from surveys.schema import Condition, Kind, Question, Survey

LINKED = "Not shown: with the figures of “{text}” it would show fewer than {smallest} children."
SILENT = (Silence.NOT_ANSWERED.value, Silence.PREFERRED_NOT_TO_SAY.value)
NOT_ASKED = Silence.NOT_ASKED.value
MOST_REGIONS = 16
"""With more small groups of cells than this the search takes too long: then it is in doubt."""

Cell = tuple[str, str]
Known = frozenset[Cell]
Row = list[Fraction]


@dataclass(frozen=True, slots=True)
class Round:
    """What the audit needs of a round: responses by band, counts by answer, raw tallies."""

    survey: Survey
    bands: Mapping[str, int]
    rows: Sequence[CountRecord]
    tallies: Mapping[str, Tally]


def withhold_linked(
    found: Round, results: Sequence[QuestionResult], smallest: int
) -> tuple[QuestionResult, ...]:
    """The results, without those that would give away a few answers to the question before."""
    shown = {result.id: result for result in results}
    for result in results:
        hanging = [q for q in shown if _depends(found, q, result.id) and _tells(shown[q])]
        cells = _cells(found, result.id)
        while hanging and _unsafe(found, shown[result.id], hanging, cells, smallest):
            last = hanging.pop()
            shown[last] = _withheld(shown[last], result, smallest)
    return tuple(shown.values())


def _tells(result: QuestionResult) -> bool:
    """Whether its figures say how many were asked."""
    return result.not_asked is not None


def _withheld(result: QuestionResult, before: QuestionResult, smallest: int) -> QuestionResult:
    return replace(
        result,
        base=None,
        display="words",
        bars=(),
        top=None,
        not_answered=None,
        preferred_not_to_say=None,
        not_asked=None,
        merged=False,
        of="",
        finding="Too few children to show figures safely",
        silence="",
        note="",
        hidden=tuple((b.key, b.label) for b in result.bars) or result.hidden,
        withheld=LINKED.format(text=before.text, smallest=smallest),
    )


def _conditions(found: Round, question: str) -> dict[str, tuple[Condition, ...]]:
    """By band of this round that is asked it: the conditions under which it is."""
    asked: dict[str, tuple[Condition, ...]] = {}
    for questionnaire in found.survey.questionnaires:
        worded = questionnaire.question(question)
        if worded is not None and questionnaire.band in found.bands:
            asked[questionnaire.band] = worded.when
    return asked


def _depends(found: Round, question: str, before: str) -> bool:
    conditions = _conditions(found, question).values()
    return any(c.question == before for when in conditions for c in when)


def _unsafe(
    found: Round,
    before: QuestionResult,
    hanging: Sequence[str],
    cells: Mapping[Cell, int],
    smallest: int,
) -> bool:
    """Whether these questions together with the one before give away a few children."""
    if found.tallies[before.id].question.kind not in (Kind.CHOICE, Kind.SCALE):
        return True
    known = list(known_sets(found, before, cells))
    for question in hanging:
        by_band = _conditions(found, question)
        if any(len(when) > 1 for when in by_band.values()):
            return True
        known.append(frozenset(cell for cell in cells if _is_asked(cell, by_band)))
    for band, count in found.bands.items():
        if safe((count,), smallest):
            known.append(frozenset(cell for cell in cells if cell[0] == band))
    return gives_away(known, cells, smallest)


def _is_asked(cell: Cell, by_band: Mapping[str, tuple[Condition, ...]]) -> bool:
    band, key = cell
    if band not in by_band:
        return False
    keys = set() if key in (*SILENT, NOT_ASKED) else {key}
    return all(
        (not c.any_of or bool(keys & set(c.any_of))) and not keys & set(c.none_of)
        for c in by_band[band]
    )


def _cells(found: Round, question: str) -> dict[Cell, int]:
    """How many of each band gave each answer, were silent, or were not asked."""
    counted: Counter[Cell] = Counter()
    for row in found.rows:
        if row.question == question:
            counted[row.band, row.value] += row.count
    for questionnaire in found.survey.questionnaires:
        worded = questionnaire.question(question)
        if worded is not None and questionnaire.band in found.bands:
            keys = (*(option.key for option in worded.options), *_numbers(worded), *SILENT)
            counted.update({(questionnaire.band, key): 0 for key in keys})
    for band, count in found.bands.items():
        seen = sum(n for (b, _), n in counted.items() if b == band)
        counted[band, NOT_ASKED] = count - seen
    return dict(counted)


def _numbers(question: Question) -> tuple[str, ...]:
    scale = question.scale
    return tuple(str(n) for n in range(scale.low, scale.high + 1)) if scale else ()


def known_sets(found: Round, result: QuestionResult, cells: Mapping[Cell, int]) -> Iterator[Known]:
    """The sets of cells whose sum a reader of this question's figures knows."""
    yield frozenset(cells)
    silent = frozenset(cell for cell in cells if cell[1] in SILENT)
    left_out = frozenset(cell for cell in cells if cell[1] == NOT_ASKED)
    folded = silent | (left_out if result.not_asked is None else frozenset())
    answered = frozenset(cells) - silent - left_out
    asked = result.base_is == "asked"
    if result.base is not None:
        yield answered | folded if asked else answered
    beside = (result.not_answered, result.preferred_not_to_say, result.not_asked)
    for count, key in zip(beside, (*SILENT, NOT_ASKED), strict=True):
        if count is not None:
            yield frozenset(cell for cell in cells if cell[1] == key)
    top = _top_cells(found, result.id, answered)
    shown = {bar.key for bar in result.bars}
    for bar in result.bars:
        if bar.key == TOP:
            yield top
        elif bar.key in (REST, "apart", "others"):
            named = top if bar.key == REST else _named(answered, shown)
            yield (answered - named) | (folded if asked else frozenset())
        else:
            yield _named(answered, {bar.key})
    if result.top is not None:
        yield top


def _named(answered: Known, keys: Iterable[str]) -> Known:
    wanted = set(keys)
    return frozenset(cell for cell in answered if cell[1] in wanted)


def _top_cells(found: Round, question: str, answered: Known) -> Known:
    positive: dict[str, frozenset[str]] = {}
    for questionnaire in found.survey.questionnaires:
        worded = questionnaire.question(question)
        if worded is not None:
            positive[questionnaire.band] = positive_keys(worded)
    return frozenset(cell for cell in answered if cell[1] in positive.get(cell[0], frozenset()))


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
