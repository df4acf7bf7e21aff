"""How hard a text is to read, by our own counting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.authoring.readability import grade, sentences, syllables, words

SYLLABLES = {
    1: "safe live helped talked phone whole whose things right moved friend school asked why",
    2: "people meeting happy social quiet answers notice wanted places station someone table",
    3: "family decided protection understand everyone computer completely together area advocate",
    4: "usually independent professional confidential emergencies participate experience society",
    5: "opportunity disability",
    6: "responsibility",
}


@pytest.mark.parametrize(("count", "spoken"), SYLLABLES.items())
def test_syllables_are_counted_as_they_are_said(count: int, spoken: str) -> None:
    assert {word: syllables(word) for word in spoken.split()} == dict.fromkeys(
        spoken.split(), count
    )


def test_a_hyphen_and_an_apostrophe_join_a_word() -> None:
    assert words("Don't tell a grown-up, OK?") == ["Don't", "tell", "a", "grown-up", "OK"]


def test_sentences_end_at_full_stops_colons_and_new_lines() -> None:
    assert len(sentences("One thing: this. Or that?\nOr 3.5 more")) == 4


def test_the_grade_is_flesch_and_kincaid_s() -> None:
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    assert grade("") == 0.0


def test_a_letter_from_an_office_is_harder_than_a_question_to_a_child() -> None:
    office = "Following the conclusion of the assessment, participants will be informed in writing."
    assert grade(office) > 10
    assert grade("Do you feel safe where you live?") < 2


@given(st.text(max_size=100))
def test_every_text_has_a_grade_and_every_word_a_syllable(text: str) -> None:
    assert isinstance(grade(text), float)
    assert all(syllables(word) >= 1 for word in words(text))
