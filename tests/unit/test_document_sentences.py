"""The sentences that every document shares: figures are copied, never worked out."""

from dataclasses import replace

import pytest

from analysis.documents import sentences
from analysis.documents.ranking import lowest, ranked
from analysis.report import Bar
from tests.samples import questions, who

BAR = Bar("top", "Always or mostly", "positive", 29, 74, 58, 86)


def test_a_share_names_its_base():
    assert sentences.share(BAR, 39) == "29 of 39 (74%)"
    assert sentences.share(replace(BAR, count=1832), 3020) == "1,832 of 3,020 (74%)"


def test_a_small_base_has_no_percent_and_no_range():
    small = replace(BAR, percent=None, low=None, high=None)
    assert (sentences.share(small, 22), sentences.likely(small)) == ("29 of 22", "no range")


def test_a_withheld_figure_has_no_number():
    assert sentences.share(replace(BAR, count=None), 39) == "not shown"
    assert sentences.part(None, 5) == "not shown"


def test_an_iso_day_is_said_as_people_say_it():
    assert sentences.day("2026-11-05") == "5 November 2026"
    assert sentences.short_day("2026-11-05T10:00:00Z") == "5 Nov 2026"
    assert sentences.day("in spring") == "in spring"


def test_the_denominator_says_answered_once():
    assert sentences.answered_of(who()) == "40 of 300 (13%) answered"
    said = replace(who(), sentence="40 answered (we do not know how many could)")
    assert sentences.answered_of(said) == said.sentence


def test_one_wording_for_two_ages_is_said_once():
    wordings = (("8-10", "Is it good?"), ("11-17", "Is it good?"), ("18-25", "Was it good?"))
    assert sentences.by_age(wordings) == {
        "Is it good?": "8 to 10 and 11 to 17",
        "Was it good?": "18 to 25",
    }


@pytest.mark.parametrize(
    ("words", "shown", "cut"),
    [
        (9, ("One two three. Four five six.", "Seven eight nine."), False),
        (8, ("One two three. Four five six.",), True),
        (5, ("One two three.",), True),
        (2, (), True),
    ],
)
def test_a_long_text_is_cut_between_sentences(words, shown, cut):
    text = "One two three. Four five six.\n\nSeven eight nine."
    assert sentences.split(text, words) == (shown, cut)


def test_counts_on_different_bases_are_not_ranked():
    asked = [q for q in questions() if q.top is not None]
    small = [replace(q, base=20 + n, top=replace(q.top, percent=None)) for n, q in enumerate(asked)]
    assert [q.id for q in ranked(small)] == [q.id for q in small]
    assert lowest(ranked(small)) is None


def test_shares_are_ranked_with_the_highest_first():
    asked = [q for q in questions() if q.top is not None and q.top.percent is not None]
    shares = [q.top.percent for q in ranked(asked)]
    assert shares == sorted(shares, reverse=True)
