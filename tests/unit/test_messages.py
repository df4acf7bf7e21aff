"""Key messages as the rule drafts them, from the sample report."""

from dataclasses import replace

from analysis.messages import MOST, draft
from tests.samples import actions, questions, sample


def test_there_are_at_most_five_each_with_a_figure():
    messages = draft(sample())
    assert 0 < len(messages) <= MOST
    assert all(any(mark.isdigit() for mark in message) for message in messages)


def test_safety_comes_first_said_as_those_who_gave_no_top_answer():
    assert draft(sample())[0].startswith("18 of 40 children did not say “Always or mostly”")


def test_a_drop_and_a_rise_are_both_said():
    messages = draft(sample())
    assert any(": up from 10 of 35" in message for message in messages)
    assert any(": down from 25 of 35" in message for message in messages)


def test_good_news_is_not_crowded_out_by_worries():
    late = tuple(replace(line, late=True) for line in actions())
    bad = [trend for trend in sample().trends if trend.verdict == "down"]
    messages = draft(sample(actions=late, trends=tuple(bad)))
    assert any("Done, and what came of it" in m or "24 of 40" in m for m in messages)


def test_a_round_without_figures_has_no_messages():
    nothing = sample(results=(), trends=(), groups=(), actions=(), themes=())
    assert draft(nothing) == ()


def test_a_withheld_question_is_never_mentioned():
    withheld = [one for one in questions() if one.withheld]
    assert not [m for m in draft(sample()) for one in withheld if one.text in m]
