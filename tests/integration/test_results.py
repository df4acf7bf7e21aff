"""The figures of a round, from stored answers to the Report, on both databases."""

import pytest

from analysis.actions import Wanted
from analysis.actions import add as add_action
from analysis.results import report
from data import codings, responses
from surveys.permissions import NotAllowed
from surveys.rounds import RoundRefused
from tests import hearing
from tests.answering import RATHER_NOT, a_round, send, side_by_side, spread

FORTY = {"always": 12, "mostly": 12, "sometimes": 10, "never": 6}


def listened(**counts):
    """Children by what they said to `listened`; everybody answers it."""
    return spread("listened", **counts)


def result(found, question):
    return next(one for one in found.results if one.id == question)


def counts(one):
    return [bar.count for bar in one.bars]


@pytest.fixture
def found(db, participation, now):
    """Makes a round of children living outside the borough and gives its report."""

    def made(sent, survey="out_of_borough", **more):
        record = a_round(db, now, survey, sent, **more)
        return report(db, participation, record.id, now)

    return made


def test_forty_of_three_hundred_is_said_with_its_caution(found):
    made = found(listened(**FORTY))
    assert made.who.sentence == "40 of 300 (13%)"
    assert "they chose to" in made.who.caution


def test_a_question_has_its_count_percent_and_range(found):
    one = result(found(listened(**FORTY)), "listened")
    assert (one.base, counts(one)) == (40, [12, 12, 10, 6, 0])
    assert (one.top.count, one.top.percent, one.top.low, one.top.high) == (24, 60, 46, 73)


def test_an_answer_that_no_option_offers_is_counted_too(db, participation, now):
    sent = [{"rating": key} for key in ("very_good", "good", "good", "poor") for _ in range(10)]
    made = report(db, participation, hearing.a_round(db, now, *sent), now)
    rating = result(made, "rating")
    assert sum(counts(rating)) == rating.base == 40
    assert (rating.bars[-1].label, rating.bars[-1].count) == ("Another answer", 10)


def test_between_10_and_29_there_are_counts_and_no_percent(found):
    one = result(found(listened(always=10, never=12)), "listened")
    assert one.display == "counts"
    assert one.top.percent is None


def test_one_child_without_an_answer_cannot_be_subtracted(found):
    sent = [*listened(always=15, mostly=14, sometimes=10), {"feel": "good"}]
    one = result(found(sent), "listened")
    assert (one.base, one.base_is) == (40, "asked")
    assert one.not_answered is None


def test_would_rather_not_say_stands_beside_the_base(found):
    sent = listened(**FORTY) + [{"listened": RATHER_NOT}] * 6 + [{}] * 5
    one = result(found(sent), "listened")
    assert (one.base, one.not_answered, one.preferred_not_to_say) == (40, 5, 6)
    assert "6 would rather not say" in one.silence


def test_a_routed_question_does_not_give_away_who_was_silent_before_it(found):
    silent = [{}] * 3
    sent = spread("be_yourself", yes=8, sort_of=15, no=14) + silent
    made = found([{**child, "be_yourself_missing": "food"} for child in sent])
    assert result(made, "be_yourself").top.count == 8
    assert result(made, "be_yourself_missing").base is None
    assert "it would show fewer than 5" in result(made, "be_yourself_missing").withheld


def test_a_routed_question_is_shown_where_it_gives_nothing_away(found):
    sent = spread("be_yourself", yes=8, sort_of=15, no=14)
    made = found([{**child, "be_yourself_missing": "food"} for child in sent])
    one = result(made, "be_yourself_missing")
    assert (one.base, one.not_asked) == (29, 8)


def test_bands_with_their_own_answers_are_pooled_on_the_top_answers(found):
    young = [{"band": "4-7", "listened": "yes"}] * 12 + [{"band": "4-7", "listened": "no"}] * 8
    one = result(found(listened(**FORTY) + young), "listened")
    assert [(bar.key, bar.count) for bar in one.bars] == [("top", 36), ("rest", 24)]
    assert len(one.wordings) == 2


def test_age_groups_are_compared_with_their_bases(found):
    young = [{"band": "8-10", **child} for child in listened(always=7, never=8)]
    made = found(listened(always=16, never=9) + young)
    group = next(g for g in made.groups if g.by == "Age" and g.question == "listened")
    assert {name: (top, size) for name, top, size in group.rows} == {
        "11 to 17": (16, 25),
        "8 to 10": (7, 15),
    }


def test_a_breakdown_with_a_small_group_says_why_it_is_not_shown(found):
    sent = side_by_side(listened(**FORTY), spread("gender", girl=37, nonbinary=3))
    group = next(g for g in found(sent).groups if g.by == "Gender")
    assert (group.rows, group.withheld) == (
        (),
        "Too few children in some groups to show this safely.",
    )


def test_children_too_young_to_be_asked_their_gender_are_a_group_of_their_own(found):
    young = [{"band": "4-7", "listened": key} for key in ["yes"] * 6 + ["no"] * 6]
    older = side_by_side(listened(always=6, never=8, mostly=6), spread("gender", girl=10, boy=10))
    older = [{**child, "listened": "always" if n % 2 else "never"} for n, child in enumerate(older)]
    made = found(older + young)
    group = next(g for g in made.groups if g.by == "Gender" and g.question == "listened")
    assert ("Not asked (4 to 7)", 6, 12) in group.rows


def test_the_others_of_a_breakdown_do_not_give_away_a_few_beside_the_silent(found):
    """12 others are 8 who did not say and 4 who are non-binary: then nobody is shown by gender."""
    gender = spread("gender", girl=20, boy=15, not_sure=12, nonbinary=4) + [{}] * 8
    half = listened(always=30, never=29)
    sent = [{**child, **half[(n * 2) % 59]} for n, child in enumerate(gender)]
    made = found(sent)
    shown = {bar.key for bar in result(made, "gender").bars}
    tables = [group for group in made.groups if group.by == "Gender" and group.rows]
    labels = {row[0] for group in tables for row in group.rows}
    assert "not_sure" not in shown
    assert "I'm not sure" not in labels


def test_a_few_young_children_cannot_be_subtracted_from_who_was_asked_what(found):
    young = [{"band": "4-7", "listened": "yes", "keep_one": "dog"}] * 3
    middle = [{"band": "8-10", **child} for child in listened(always=7, never=5)]
    older = [{**child, "keep_one": "cat"} for child in listened(always=15, never=10)]
    made = found(young + middle + older)
    left_out = {one.id: one.not_asked for one in made.results}
    assert left_out["visited"] == 15
    assert left_out["keep_one"] is None


def test_teams_are_withheld_together_with_the_next_smallest(found):
    teams = {"North": 100, "South": 100, "East": 100}
    sent = [
        {"team": team} for team, n in (("North", 22), ("South", 8), ("East", 2)) for _ in range(n)
    ]
    made = found(sent, teams=teams)
    assert [team.answered for team in made.who.teams] == [None, 22, None]


def test_a_large_drop_in_the_same_words_is_down(db, participation, now):
    a_round(db, now, "out_of_borough", listened(always=60, never=20))
    later = a_round(db, now, "out_of_borough", listened(always=30, never=50))
    trend = report(db, participation, later.id, now).trends[0]
    assert (trend.question, trend.verdict) == ("listened", "down")
    assert (trend.before, trend.now) == ("60 of 80 (75%)", "30 of 80 (38%)")


def test_a_small_difference_is_no_clear_change(db, participation, now):
    a_round(db, now, "out_of_borough", listened(always=25, never=10))
    later = a_round(db, now, "out_of_borough", listened(always=22, never=18))
    assert report(db, participation, later.id, now).trends[0].verdict == "no clear change"


def test_other_ages_are_not_compared(db, participation, now):
    a_round(db, now, "out_of_borough", listened(always=60, never=20), band="8-10")
    later = a_round(db, now, "out_of_borough", listened(always=30, never=50))
    assert report(db, participation, later.id, now).trends[0].verdict != "down"


def test_the_first_round_has_no_trend(found):
    assert found(listened(**FORTY)).trends == ()


def pair_up(moves):
    """(start, end) children with the same pair mark, from (start key, end key, how many)."""
    both = [(start, end) for start, end, many in moves for _ in range(many)]
    starts = [{"pair": f"p{n}", "safe_home": start} for n, (start, _) in enumerate(both)]
    ends = [{"pair": f"p{n}", "safe_home": end} for n, (_, end) in enumerate(both)]
    return starts, ends


def pair_result(db, participation, now, moves):
    starts, ends = pair_up(moves)
    a_round(db, now, "cin_start", starts)
    end = a_round(db, now, "cin_end", ends)
    made = report(db, participation, end.id, now)
    return next(one for one in made.pairs if one.question == "safe_home")


def test_the_same_children_at_start_and_end_moved_up_or_down(db, participation, now):
    moves = (
        ("not_safe", "very_safe", 9),
        ("quite_safe", "quite_safe", 8),
        ("very_safe", "not_very_safe", 6),
    )
    one = pair_result(db, participation, now, moves)
    assert (one.pairs, one.better, one.same, one.worse) == (23, 9, 8, 6)


def test_two_who_feel_less_safe_at_the_end_are_not_shown(db, participation, now):
    moves = (("not_safe", "very_safe", 20), ("very_safe", "not_safe", 2))
    one = pair_result(db, participation, now, moves)
    assert (one.pairs, one.worse) == (None, None)
    assert "fewer than 5" in one.withheld


def test_themes_count_what_people_gave_and_hide_what_few_children_wrote(db, participation, now):
    sent = [{**child, "change_one": "more time"} for child in listened(**FORTY)]
    record = a_round(db, now, "out_of_borough", sent)
    with db.writing() as tx:
        ids = [one.id for one in responses.of_round(tx, record.id)]
        for response in ids[:30]:
            codings.decide(tx, response, "change_one", "T06", "given", "Asha", now)
        for response in ids[:2]:
            codings.decide(tx, response, "change_one", "T01", "given", "Asha", now)
    made = report(db, participation, record.id, now)
    assert [(theme.id, theme.count) for theme in made.themes] == [("T06", 30), ("T01", None)]
    assert (made.comments, made.comments_coded) == (40, 30)


def test_how_to_reach_a_child_is_no_result(found):
    sent = [{**child, "contact": "worker", "contact_how": "0123"} for child in listened(**FORTY)]
    assert not [one for one in found(sent).results if one.id.startswith("contact_")]


def test_drafts_say_good_and_bad_with_figures(found):
    sent = side_by_side(listened(always=34, never=6), spread("worker", never=30, always=10))
    messages = found(sent).key_messages
    assert 0 < len(messages) <= 5
    assert any("34 of 40" in message for message in messages)
    assert any("10 of 40" in message for message in messages)


def test_an_overdue_action_is_late_in_the_report(db, participation, now):
    record = a_round(db, now, "out_of_borough", listened(**FORTY))
    wanted = Wanted("Nobody told us.", "Visits before moving.", "Manager", "2026-01-31", "Asked.")
    add_action(db, participation, record.id, wanted, now)
    made = report(db, participation, record.id, now)
    assert [(line.status, line.late) for line in made.actions] == [("late", True)]


def test_the_board_may_not_see_results_that_are_not_published(db, board, now):
    record = a_round(db, now, "out_of_borough", listened(**FORTY))
    with pytest.raises(NotAllowed):
        report(db, board, record.id, now)


def test_a_round_that_is_not_there_is_named_with_those_that_are(db, participation, now):
    a_round(db, now, "out_of_borough", [])
    with pytest.raises(RoundRefused, match=r"no round “nope”.*out_of_borough-1"):
        report(db, participation, "nope", now)


def test_a_round_without_answers_has_no_figures(found):
    made = found([])
    assert (made.results, made.who.answered) == ((), 0)


def test_more_answers_change_the_figures(db, participation, now):
    record = a_round(db, now, "out_of_borough", listened(**FORTY))
    send(db, now, record, listened(always=10))
    assert report(db, participation, record.id, now).who.answered == 50


def test_who_was_beside_the_children_is_said_with_who_helped(found):
    helped, there = (
        spread("who_helped", nobody=30, home=10),
        spread("who_was_there", none=20, worker=20),
    )
    said = found(side_by_side(helped, there)).who.helped
    assert said.startswith("30 of 40 filled it in with no one helping.")
    assert "20 of 40 had a worker with them." in said


def test_a_few_with_a_worker_beside_them_are_not_said(found):
    there = spread("who_was_there", none=37, worker=3)
    assert "worker" not in found(side_by_side(there)).who.helped
