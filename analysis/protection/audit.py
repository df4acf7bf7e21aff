"""The last look before figures are shown: what follows from one question and those that hang on it.

A question that is asked only of some tells how many those are: how many are of some ages, or
gave one of some answers to the question before it. Each figure is a known sum over cells (age
group and answer); a group of cells is given away when its sum is a combination of known sums.
Questions whose figures would give away fewer than `smallest` children are withheld.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.counts import Tally, positive_keys
from analysis.disclosure import REST, TOP
from analysis.protection.breakdowns import visible_groups
from analysis.protection.sums import Cell, Known, gives_away
from analysis.report import QuestionResult
from data.records import CountRecord
from surveys.answers import Silence
from surveys.schema import Condition, Kind, Question, Survey

AGES = "Not shown: with other figures it would show that fewer than {smallest} are of one age."
LINKED = "Not shown: with the figures of “{text}” it would show fewer than {smallest} children."
SILENT = (Silence.NOT_ANSWERED.value, Silence.PREFERRED_NOT_TO_SAY.value)
NOT_ASKED = Silence.NOT_ASKED.value


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
    """The results, without those that would give away a few of one age or a few answers before."""
    shown = {result.id: result for result in results}
    ages = [frozenset({band}) for band in ages_shown(found.bands, smallest)]
    for bands, questions in _asked_by_age(found, results):
        if _gives_ages_away([*ages, bands], found.bands, smallest):
            why = AGES.format(smallest=smallest)
            shown |= {question: _withheld(shown[question], why) for question in questions}
        else:
            ages.append(bands)
    for result in results:
        hanging = [q for q in shown if _depends(found, q, result.id) and _tells(shown[q])]
        cells = _cells(found, result.id)
        by_age = [frozenset(cell for cell in cells if cell[0] in bands) for bands in ages]
        while hanging and _unsafe(found, shown[result.id], hanging, cells, by_age, smallest):
            last = hanging.pop()
            why = LINKED.format(text=result.text, smallest=smallest)
            shown[last] = _withheld(shown[last], why)
    return tuple(shown.values())


def ages_shown(bands: Mapping[str, int], smallest: int) -> tuple[str, ...]:
    """The age groups that a breakdown by age may name."""
    return visible_groups(bands, sum(bands.values()), smallest) if len(bands) > 1 else ()


def _asked_by_age(
    found: Round, results: Sequence[QuestionResult]
) -> list[tuple[frozenset[str], list[str]]]:
    """Which ages are asked what, most questions first; only where some ages are not asked."""
    asked: dict[frozenset[str], list[str]] = {}
    for result in results:
        by_band = _conditions(found, result.id)
        if _tells(result) and set(by_band) != set(found.bands) and not any(by_band.values()):
            asked.setdefault(frozenset(by_band), []).append(result.id)
    return sorted(asked.items(), key=lambda found: (-len(found[1]), sorted(found[0])))


def _gives_ages_away(
    known: Sequence[frozenset[str]], bands: Mapping[str, int], smallest: int
) -> bool:
    cells = {(band, ""): count for band, count in bands.items()}
    sets = [frozenset((band, "") for band in one) for one in (*known, frozenset(bands))]
    return gives_away(sets, cells, smallest)


def _tells(result: QuestionResult) -> bool:
    """Whether its figures say how many were asked."""
    return result.not_asked is not None


def _withheld(result: QuestionResult, why: str) -> QuestionResult:
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
        withheld=why,
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
    by_age: Sequence[Known],
    smallest: int,
) -> bool:
    """Whether these questions together with the one before give away a few children."""
    if found.tallies[before.id].question.kind not in (Kind.CHOICE, Kind.SCALE):
        return True
    known = [*by_age, *known_sets(found, before, cells)]
    for question in hanging:
        by_band = _conditions(found, question)
        if any(len(when) > 1 for when in by_band.values()):
            return True
        known.append(frozenset(cell for cell in cells if _is_asked(cell, by_band)))
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
