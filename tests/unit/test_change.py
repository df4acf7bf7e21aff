"""Verdicts on change: rarely wrong where nothing changed, and never from unlike rounds."""

import random
from dataclasses import replace

from analysis.change import Side, paired, trends
from analysis.figures import question_result
from surveys.loader import published
from tests.unit.test_disclosure import tally

QUESTIONS = [f"q{n}" for n in range(6)]


def side(tops, base, text="How is it?", bands=None):
    """A round in which so many of `base` gave a top answer to each of the questions."""
    made = {}
    for name, top in zip(QUESTIONS, tops, strict=False):
        one = tally((top, 0, base - top))
        question = replace(one.question, id=name, text=text)
        made[name] = replace(one, question=question, wordings=(("11-17", text),))
    shown = {name: question_result(one, 5, base, None) for name, one in made.items()}
    return Side(made, shown, bands or {"11-17": base})


def verdicts(now, before):
    return [trend.verdict for trend in trends(now, before, QUESTIONS[: len(now.tallies)])]


def test_a_drop_from_75_to_40_percent_is_down():
    assert verdicts(side([40], 100), side([75], 100)) == ["down"]


def test_nine_points_are_no_clear_change_however_many_answered():
    assert verdicts(side([591], 1000), side([500], 1000)) == ["no clear change"]


def test_nothing_is_compared_with_other_words():
    found = trends(side([40], 100), side([75], 100, text="How was it?"), ["q0"])
    assert (found[0].verdict, found[0].before) == ("new", "")


def test_nothing_is_compared_with_other_ages():
    before = side([75], 100, bands={"11-17": 60, "8-10": 40})
    assert verdicts(side([40], 100), before) == ["no clear change"]


def test_a_withheld_figure_is_too_few_to_say():
    assert verdicts(side([40], 100), side([99], 100)) == ["too few to say"]


def test_where_nothing_changed_about_one_report_in_twenty_claims_a_change():
    chance = random.Random(1)
    claims = 0
    for _ in range(400):
        draws = [
            [sum(chance.random() < 0.6 for _ in range(n)) for _ in QUESTIONS] for n in (35, 40)
        ]
        claims += any(v in ("up", "down") for v in verdicts(side(draws[1], 40), side(draws[0], 35)))
    assert claims <= 400 * 0.06


def moved(pairs, both, sent):
    survey = published()["cin_end"]
    question = next(q for q in survey.questionnaire("11-17").questions if q.id == "feel")
    result = question_result(replace(tally((20, 10, 10)), question=question), 5, 40, None)
    return paired(result, pairs, both, sent, survey, 5)


UP, SAME, DOWN = ("okay", "good"), ("good", "good"), ("good", "not_good")


def test_pairs_are_counted_as_better_same_and_worse():
    one = moved([UP] * 12 + [SAME] * 7 + [DOWN] * 6, 25, (25, 25))
    assert (one.pairs, one.better, one.same, one.worse) == (25, 12, 7, 6)


def test_few_who_cannot_be_compared_are_counted_as_the_same():
    one = moved([UP] * 12 + [SAME] * 7 + [DOWN] * 6, 27, (27, 27))
    assert (one.pairs, one.same) == (27, 9)


def test_two_who_answered_only_at_the_start_cannot_be_subtracted():
    assert moved([UP] * 12 + [SAME] * 7 + [DOWN] * 6, 25, (27, 25)).pairs is None


def test_under_ten_pairs_there_are_no_figures():
    assert moved([UP] * 9, 9, (9, 9)).pairs is None
