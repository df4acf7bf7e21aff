"""One question's figures: nobody can subtract their way to a few children.

The attacker knows everything shown and how many took part, tries every table of children that
fits it, and must not find a group of 1 to `smallest` - 1 whose number is certain.
"""

from functools import cache
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.counts import OptionCount, Tally
from analysis.disclosure import REST, Shown, protect, small
from surveys.schema import Kind, Option, Question

TONES = {
    "graded": ("positive", "positive", "negative"),
    "yes or no, or not sure": ("positive", "negative", "apart"),
    "about you": ("apart", "apart", "apart"),
}


def tally(counts, tones=TONES["graded"], silent=(0, 0), not_asked=0, kind=Kind.CHOICE, top=...):
    options = tuple(
        OptionCount(f"o{n}", f"Answer {n}", tone, count)
        for n, (tone, count) in enumerate(zip(tones, counts, strict=True))
    )
    asked = tuple(Option(o.key, o.label, o.tone) for o in options)
    positive = sum(o.count for o in options if o.tone == "positive")
    return Tally(
        question=Question("q", kind, "How is it?", asked),
        wordings=(("11-17", "How is it?"),),
        offered=(),
        options=options,
        top=(positive if "positive" in tones else None) if top is ... else top,
        top_label="Top answers",
        answered=sum(counts),
        not_answered=silent[0],
        preferred_not_to_say=silent[1],
        not_asked=not_asked,
    )


@cache
def tables(total, cells):
    """Every way to put `total` children into `cells` cells."""
    if cells == 1:
        return ((total,),)
    return tuple(
        (first, *rest) for first in range(total + 1) for rest in tables(total - first, cells - 1)
    )


def fits(table, shown: Shown, tones) -> bool:
    """Whether a table (options…, went on, rather not say, not asked) fits what is shown."""
    options, (silent, preferred, not_asked) = table[:-3], table[-3:]
    known = (
        (shown.not_answered, silent),
        (shown.preferred_not_to_say, preferred),
        (shown.not_asked, not_asked),
    )
    folded = 0
    if shown.base_is == "asked":
        folded = silent + preferred + (not_asked if shown.not_asked is None else 0)
    base = None if shown.base is None else (shown.base, sum(options) + folded)
    by_key = {f"o{n}": count for n, count in enumerate(options)}
    sums = []
    for block in shown.blocks:
        inside = sum(by_key[part] for part in block.parts or (block.key,))
        takes_silent = block.key in (REST, "apart", "others")
        sums.append((block.count, inside + (folded if takes_silent else 0)))
    pairs = [*known, *sums, *([base] if base else [])]
    return all(said is None or said == true for said, true in pairs)


few = st.integers(0, 9)


@settings(max_examples=150, deadline=None)
@given(
    counts=st.tuples(few, few, few),
    silent=st.tuples(st.integers(0, 4), st.integers(0, 4)),
    not_asked=st.integers(0, 4),
    tones=st.sampled_from(sorted(TONES)),
    smallest=st.sampled_from([3, 4, 5]),
)
def test_no_group_of_a_few_can_be_worked_out_from_one_question(
    counts, silent, not_asked, tones, smallest
):
    true = (*counts, *silent, not_asked)
    assume(smallest <= sum(true) <= 18)
    shown = protect(tally(counts, TONES[tones], silent, not_asked), smallest)
    possible = [t for t in tables(sum(true), len(true)) if fits(t, shown, TONES[tones])]
    assert true in possible
    for size in range(1, len(true) + 1):
        for group in combinations(range(len(true)), size):
            if small(sum(true[i] for i in group), smallest):
                assert len({sum(table[i] for i in group) for table in possible}) > 1


@settings(max_examples=100, deadline=None)
@given(
    counts=st.tuples(few, few, few),
    silent=st.tuples(st.integers(0, 4), st.integers(0, 4)),
    smallest=st.sampled_from([3, 4, 5]),
)
def test_what_a_few_answered_could_be_any_small_number(counts, silent, smallest):
    true = (*counts, *silent, 0)
    assume(smallest <= sum(true) <= 18)
    shown = protect(tally(counts, silent=silent), smallest)
    possible = [t for t in tables(sum(true), len(true)) if fits(t, shown, TONES["graded"])]
    for index, count in enumerate(true):
        if small(count, smallest):
            values = {table[index] for table in possible}
            assert max(values) - min(values) >= smallest - 1


@settings(max_examples=200, deadline=None)
@given(
    counts=st.tuples(few, few, few, few),
    silent=st.tuples(st.integers(0, 6), st.integers(0, 6)),
    not_asked=st.integers(0, 6),
    tones=st.sampled_from(sorted(TONES)),
    smallest=st.integers(5, 8),
)
def test_every_figure_shown_is_nobody_or_enough(counts, silent, not_asked, tones, smallest):
    shown = protect(tally(counts[:3], TONES[tones], silent, not_asked), smallest)
    figures = [block.count for block in shown.blocks]
    figures += [shown.not_answered, shown.preferred_not_to_say, shown.not_asked, shown.top]
    figures += [shown.base - f for f in figures[: len(shown.blocks)] if f is not None]
    assert not [figure for figure in figures if figure is not None and small(figure, smallest)]


def test_36_of_39_is_not_shown_because_it_reveals_3():
    shown = protect(tally((20, 16, 3)), 5)
    assert shown.blocks == ()
    assert "fewer than 5" in shown.withheld


def test_answers_are_merged_to_top_and_rest_before_any_is_withheld():
    shown = protect(tally((20, 4, 15)), 5)
    assert [block.count for block in shown.blocks] == [24, 15]
    assert shown.merged
    assert shown.base == 39


def test_one_silent_child_cannot_be_subtracted_from_the_base():
    shown = protect(tally((15, 14, 10), silent=(1, 0)), 5)
    assert (shown.base, shown.base_is) == (40, "asked")
    assert [block.count for block in shown.blocks] == [29, 11]
    assert shown.not_answered is None


def test_a_few_who_would_rather_not_say_stand_with_those_who_went_on():
    shown = protect(tally((15, 14, 10), silent=(6, 2)), 5)
    assert (shown.base, shown.base_is) == (39, "answered")
    assert (shown.not_answered, shown.preferred_not_to_say) == (None, None)


def test_the_few_silent_are_counted_with_not_sure_where_that_is_an_answer():
    shown = protect(tally((15, 14, 10), TONES["yes or no, or not sure"], silent=(1, 0)), 5)
    assert [block.count for block in shown.blocks] == [15, 14, 11]
    assert shown.blocks[-1].label == "Answer 2, or no answer"


def test_answers_about_you_that_few_gave_are_counted_together():
    shown = protect(tally((20, 18, 3), TONES["about you"]), 5)
    assert [(block.key, block.count) for block in shown.blocks] == [("o0", 20), ("others", 21)]


def test_everybody_giving_a_top_answer_is_shown_overall():
    assert [block.count for block in protect(tally((20, 19, 0)), 5).blocks] == [20, 19, 0]


def test_under_ten_answers_are_read_and_not_counted():
    shown = protect(tally((5, 0, 0)), 5)
    assert shown.blocks == ()
    assert "Fewer than 10" in shown.withheld


def test_age_groups_with_unlike_answers_are_pooled_on_the_top_answers():
    pooled = tally((20, 10, 10))
    shown = protect(
        Tally(pooled.question, pooled.wordings, (), (), 30, "Top answers", 40, 0, 0, 0),
        5,
    )
    assert [block.count for block in shown.blocks] == [30, 10]


@pytest.mark.parametrize("counts", [(20, 17, 3), (38, 20, 12), (35, 3, 5)])
def test_where_several_can_be_chosen_the_shown_do_not_tell_the_withheld(counts):
    several = tally(counts, TONES["about you"], kind=Kind.CHOICES)
    several = Tally(several.question, (), (), several.options, None, "", 40, 0, 0, 0)
    shown = protect(several, 5)
    given = {block.key: block.count for block in shown.blocks if block.count is not None}
    unknown = 3 - len(given)
    assert all(5 <= count <= 35 for count in given.values())
    assert unknown != 1 or sum(given.values()) >= 40
