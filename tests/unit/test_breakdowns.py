"""Tables by group, team and theme: rows, totals and other tables give no few children away."""

import json
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.disclosure import small
from analysis.protection.breakdowns import (
    OTHERS,
    TeamFacts,
    hidden_teams,
    protect_groups,
    protect_invited,
    protect_themes,
    visible_groups,
)


@pytest.fixture(scope="module")
def published(cases: Path) -> dict:
    return json.loads((cases / "acceptance.json").read_text())


def table(cells, smallest, shown=None):
    """The rows shown of {group: (top, other)}."""
    sizes = {group: sum(pair) for group, pair in cells.items()}
    tops = {group: top for group, (top, _) in cells.items()}
    total, total_top = sum(sizes.values()), sum(tops.values())
    shown = visible_groups(sizes, total, smallest) if shown is None else shown
    return protect_groups(shown, sizes, tops, total, total_top, smallest)


def consistent(rows, groups, total, most):
    """Every {group: (top, other)} that fits rows and total, for groups of at most `most`."""
    said = {group: (top, size - top) for group, top, size in rows}
    free = [group for group in groups if group not in said]
    left = said.get(OTHERS)
    for pairs in product(product(range(most + 1), repeat=2), repeat=len(free)):
        sums = tuple(map(sum, zip(*pairs, strict=True))) if pairs else (0, 0)
        if (left and sums != left) or (not left and not rows and sum(sums) != total):
            continue
        yield {**said, **dict(zip(free, pairs, strict=True))}


cell = st.integers(0, 5)


@settings(max_examples=60, deadline=None)
@given(st.tuples(*[st.tuples(cell, cell)] * 3), st.integers(2, 3))
def test_no_few_children_of_a_group_can_be_worked_out_from_a_table(pairs, smallest):
    cells = dict(zip("ABC", pairs, strict=True))
    total = sum(map(sum, pairs))
    assume(total >= 2 * smallest)
    found = list(consistent(table(cells, smallest), "ABC", total, 5))
    for group, (top, other) in cells.items():
        for count, values in (
            (top, {t[group][0] for t in found}),
            (other, {t[group][1] for t in found}),
        ):
            if small(count, smallest):
                assert len(values) > 1


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=6),
    st.integers(5, 8),
)
def test_every_row_has_enough_top_answers_and_enough_others(pairs, smallest):
    cells = {f"G{n}": pair for n, pair in enumerate(pairs)}
    rows = table(cells, smallest)
    assert all(top >= smallest and size - top >= smallest for _, top, size in rows)
    if rows:
        assert sum(size for *_, size in rows) == sum(map(sum, pairs))


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from("ABCDEF"), st.integers(0, 40)), st.integers(0, 20))
def test_which_groups_are_shown_leaves_enough_children_in_the_rest(sizes, in_none):
    total = sum(sizes.values()) + in_none
    shown = visible_groups(sizes, total, 5)
    rest = total - sum(sizes[group] for group in shown)
    assert not shown or rest == 0 or rest >= 10


def test_the_same_groups_are_shown_for_every_question():
    sizes = {"A": 3, "B": 12, "C": 14, "D": 15}
    shown = visible_groups(sizes, 44, 5)
    assert shown == ("C", "D")
    one = table({"A": (1, 2), "B": (6, 6), "C": (7, 7), "D": (8, 7)}, 5, shown)
    other = table({"A": (3, 0), "B": (6, 6), "C": (1, 13), "D": (8, 7)}, 5, shown)
    assert [row[0] for row in one] == ["C", "D", OTHERS]
    assert [row[0] for row in other] == ["D", OTHERS]


def test_groups_join_the_others_in_the_order_of_their_sizes():
    cells = {"A": (1, 11), "B": (6, 7), "C": (8, 8), "D": (9, 9)}
    assert table(cells, 5) == (("C", 8, 16), ("D", 9, 18), (OTHERS, 7, 25))


def test_a_group_that_answered_all_the_same_withholds_the_table():
    assert table({"Girls": (20, 0), "Boys": (10, 10)}, 5) == ()


def test_children_in_no_group_are_the_others():
    rows = protect_groups(("Girls",), {"Girls": 20}, {"Girls": 12}, 32, 18, 5)
    assert rows == (("Girls", 12, 20), (OTHERS, 6, 12))


def test_a_group_of_four_hides_the_only_other_one(published):
    assert published["culture_amp_rule"]["cases"][0]["groups"] == {"Sales": 4, "Technology": 9}
    teams = [TeamFacts("Sales", None, 4), TeamFacts("Technology", None, 9)]
    assert hidden_teams(teams, 5) == {"Sales", "Technology"}


def test_a_group_whose_remainder_is_six_is_shown():
    assert hidden_teams([TeamFacts("A", None, 6), TeamFacts("B", None, 9)], 5) == frozenset()


def test_the_published_small_count_table_shows_none_of_its_suppressed_cells(published):
    rows = published["suppression"]["counts"]
    cells = {
        country: (young, old)
        for country, young, old in zip(published["suppression"]["cols"], *rows, strict=True)
    }
    shown = {group for group, *_ in table(cells, 2)}
    assert not shown & {"Iceland", "Portugal"}


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), min_size=2, max_size=6),
    st.integers(5, 7),
)
def test_teams_cannot_be_subtracted_from_the_total(pairs, smallest):
    teams = [TeamFacts(f"T{n}", sent + more, sent) for n, (sent, more) in enumerate(pairs)]
    hidden = hidden_teams(teams, smallest)
    shown = [team for team in teams if team.team not in hidden]
    for team in shown:
        assert not small(team.answered, smallest)
        assert not small(team.eligible - team.answered, smallest)
    if shown and hidden:
        left = sum(team.answered for team in teams if team.team in hidden)
        assert not small(left, smallest)
        assert len(hidden) > 1


def test_a_theme_that_few_children_wrote_about_is_not_shown_however_often_they_did():
    shown = protect_themes({"T01": 9, "T02": 22}, {"T01": 3, "T02": 20}, 22, 40, 5)
    assert shown == {"T01": None, "T02": 22}


def test_the_themes_shown_do_not_say_how_often_the_withheld_was_given():
    shown = protect_themes(
        {"T01": 4, "T02": 12, "T03": 9}, {"T01": 4, "T02": 12, "T03": 9}, 25, 40, 5
    )
    assert shown == {"T01": None, "T02": 12, "T03": None}


def test_two_who_declined_are_not_shown_nor_left_over():
    assert protect_invited(300, 290, 2, 10, 40, 5) == (290, None, 10)
    assert protect_invited(300, 298, 10, 2, 40, 5) == (None, 10, None)


def test_a_breakdown_of_two_groups_is_withheld_when_one_is_small():
    for sizes in combinations((4, 9, 30), 2):
        named = dict(zip("AB", sizes, strict=True))
        assert visible_groups(named, sum(sizes), 5) == ()
