"""What a door posts becomes an answer, kept as typed, or is refused."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answers import (
    AnswerRefused,
    Chosen,
    Passed,
    Scaled,
    Silence,
    Wrote,
    clean_words,
    keys_of,
    take,
)
from surveys.loader import load
from surveys.schema import Question

SURVEYS = Path(__file__).parent.parent / "surveys"


def question(survey: str, question_id: str) -> Question:
    found = load(SURVEYS / f"{survey}.toml").questionnaire("11-17").question(question_id)
    assert found
    return found


CHOICE = question("one_choice", "happy")
CHOICES = question("many_choices", "likes")
SCALE = question("a_scale", "day")
TEXT = question("own_words", "wish")
SHORT = question("own_words", "short")


def test_one_key_of_a_choice_is_taken() -> None:
    assert take(CHOICE, {"keys": ["sort_of"]}) == Chosen(("sort_of",))


def test_several_keys_are_kept_in_the_order_of_the_options_and_once() -> None:
    assert take(CHOICES, {"keys": ["talk", "play", "talk"]}) == Chosen(("play", "talk"))


def test_both_ends_of_a_scale_are_taken() -> None:
    assert take(SCALE, {"value": 0}) == Scaled(0)
    assert take(SCALE, {"value": "10"}) == Scaled(10)


@pytest.mark.parametrize("asked", [CHOICE, CHOICES, SCALE, TEXT], ids=lambda q: q.kind)
def test_nothing_chosen_is_not_answered(asked: Question) -> None:
    assert take(asked, {}) == Passed(Silence.NOT_ANSWERED)


@pytest.mark.parametrize("asked", [CHOICE, CHOICES, SCALE, TEXT], ids=lambda q: q.kind)
def test_rather_not_say_is_kept_apart_from_no_answer(asked: Question) -> None:
    answer = take(asked, {"passed": "preferred_not_to_say"})
    assert answer == Passed(Silence.PREFERRED_NOT_TO_SAY)


def test_words_of_white_space_are_no_answer() -> None:
    assert take(TEXT, {"words": " \n\t "}) == Passed(Silence.NOT_ANSWERED)


@pytest.mark.parametrize(
    ("asked", "posted"),
    [
        (CHOICE, {"keys": ["dragon"]}),
        (CHOICE, {"keys": ["yes", "no"]}),
        (CHOICE, {"keys": "yes"}),
        (CHOICES, {"keys": [["play"]]}),
        (SCALE, {"value": 11}),
        (SCALE, {"value": -1}),
        (SCALE, {"value": 2.5}),
        (SCALE, {"value": True}),
        (SCALE, {"value": "many"}),
        (TEXT, {"words": 7}),
        (SHORT, {"words": "x" * 21}),
        (CHOICE, {"passed": "not_asked"}),
        (CHOICE, {"passed": "because"}),
    ],
)
def test_what_a_question_does_not_offer_is_refused(
    asked: Question, posted: dict[str, object]
) -> None:
    with pytest.raises(AnswerRefused):
        take(asked, posted)


def test_20_000_characters_are_kept_and_one_more_is_refused() -> None:
    assert take(TEXT, {"words": "ä" * 20_000}) == Wrote("ä" * 20_000)
    with pytest.raises(AnswerRefused, match="20001 characters is more than 20000"):
        take(TEXT, {"words": "ä" * 20_001})


def test_a_refusal_never_repeats_a_child_s_words() -> None:
    with pytest.raises(AnswerRefused) as refused:
        take(SHORT, {"words": "he says it is our secret"})
    assert "secret" not in str(refused.value)


def test_the_naughty_strings_are_kept_as_typed_but_for_control_characters(cases: Path) -> None:
    strings = json.loads((cases / "forms" / "ons__blns.json").read_text("utf-8"))
    assert len(strings) > 500
    for typed in strings:
        kept = "".join(c for c in typed if c in "\t\n\r" or not (ord(c) < 32 or ord(c) == 127))
        expected = Wrote(kept) if kept.strip() else Passed(Silence.NOT_ANSWERED)
        assert take(TEXT, {"words": typed}) == expected


@given(st.text(alphabet=st.characters(), max_size=200))
def test_cleaning_takes_out_only_control_characters_and_counts_them(words: str) -> None:
    cleaned, removed = clean_words(words)
    assert len(cleaned) + removed == len(words)
    assert clean_words(cleaned) == (cleaned, 0)
    cleaned.encode("utf-8")


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200))
def test_words_without_control_characters_are_kept_letter_for_letter(words: str) -> None:
    expected = Wrote(words) if words.strip() else Passed(Silence.NOT_ANSWERED)
    assert take(TEXT, {"words": words}) == expected


_POSTED = st.dictionaries(
    st.sampled_from(["keys", "value", "words", "passed"]),
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=5)),
)


@given(st.sampled_from([CHOICE, CHOICES, SCALE, TEXT]), _POSTED)
def test_whatever_is_posted_is_an_answer_or_a_refusal(
    asked: Question, posted: dict[str, object]
) -> None:
    try:
        answer = take(asked, posted)
    except AnswerRefused:
        return
    offered = {option.key for option in asked.options} | {str(n) for n in range(11)}
    assert set(keys_of(answer)) <= offered
