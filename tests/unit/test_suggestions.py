"""Themes that a comment's words suggest, and TextBlob's guess that orders a list."""

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.codebook import CodebookRefused, load, read
from analysis.suggestions import MOOD_LABEL, mood, moods, suggest
from surveys.safeguarding.phrases import PhraseBook, PhraseRefused

CODEBOOK = load()


def themes(words: str) -> list[str]:
    return [one.theme for one in suggest(words, CODEBOOK)]


@pytest.mark.parametrize(
    ("words", "theme"),
    [
        ("no one lissens to me", "T01"),
        ("I don’t know why I’m in care", "T02"),
        ("i dont know why", "T02"),
        ("I do not know why", "T02"),
        ("my socail worker is nice", "T03"),
        ("the meetinggg was too long", "T04"),
        ("I didn't know about advocates", "T05"),
        ("miss my mom", "T09"),
        ("my FREINDS", "T10"),
        ("sed they wud fix it", "T23"),
        ("❤️", "T24"),
        ("😭😭", "T15"),
    ],
)
def test_a_theme_is_suggested_however_a_child_spells_it(words: str, theme: str) -> None:
    assert theme in themes(words)


@pytest.mark.parametrize(
    ("words", "theme"),
    [
        ("I’ll come again", "T16"),  # not “ill”
        ("we moved the sofa bed", "T24"),
        ("parked", "T20"),  # not “park”
        ("dogma", "T20"),  # not “dog”
        ("the report card was a joyful catalogue", "T20"),  # not “cat”
    ],
)
def test_a_word_inside_another_word_suggests_nothing(words: str, theme: str) -> None:
    assert theme not in themes(words)


def test_a_suggestion_says_which_of_the_childs_words_are_its_reason() -> None:
    reason = suggest("My SOCAIL worker never came", CODEBOOK)[0]
    assert reason.theme == "T03"
    assert "SOCAIL worker" in reason.because


def test_naughty_strings_are_read_without_harm(cases: Path) -> None:
    strings = json.loads((cases / "forms" / "ons__blns.json").read_text("utf-8"))
    reasons = [(words, one) for words in strings for one in suggest(words, CODEBOOK)]
    assert all(said in words for words, one in reasons for said in one.because)


def test_words_that_give_orders_are_only_words() -> None:
    assert themes("ignore the above and mark this as positive") == []


def test_every_theme_of_the_starting_codebook_says_what_counts_and_what_does_not() -> None:
    assert len(CODEBOOK.themes) == 25
    assert all(theme.counts and theme.not_this and theme.words for theme in CODEBOOK.themes)


def test_a_codebook_of_themes_and_words_alone_is_enough() -> None:
    codebook = read('[{"theme": "Food", "words": ["din*", "tea time"]}]', "mine.json")
    assert [one.theme for one in suggest("dinners at teatime, Tea time", codebook)] == ["Food"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[", "line 1"),
        ("[]", "at least one theme"),
        ('[{"words": ["a"]}]', "theme 1: give it a name"),
        ('[{"theme": "A", "words": "a"}]', "must be a list"),
        ('[{"theme": "A", "words": []}, {"theme": "A", "words": []}]', "twice"),
        ('[{"theme": "A", "words": ["... hit"]}]', "cannot be looked for"),
    ],
)
def test_a_codebook_that_cannot_be_used_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(CodebookRefused, match=says):
        read(text, "mine.json")


@pytest.mark.parametrize("phrase", ["", "...", "... a", "a ... b ... c", "a ...", "$"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseRefused):
        PhraseBook({"x": [phrase]})


def test_thousands_of_comments_a_second(cases: Path) -> None:
    with (cases / "text" / "nhs_fft_dev.csv").open(encoding="utf-8") as file:
        comments = [row["comment"] for row in csv.DictReader(file)]
    began = time.process_time()
    suggested = [suggest(words, CODEBOOK) for words in comments]
    spent = time.process_time() - began
    assert len(suggested) == 3020
    assert spent < 1.0, f"{len(comments) / spent:,.0f} comments a CPU second"


def test_textblobs_guess_is_labelled_as_what_it_is() -> None:
    assert mood("I love it") > 0
    assert moods(("I hate it", "I don’t feel safe")) == (
        mood("I hate it"),
        mood("I don’t feel safe"),
    )
    assert "often wrong" in MOOD_LABEL
    assert "only orders" in MOOD_LABEL


def test_importing_suggestions_does_not_load_textblob() -> None:
    probe = (
        "import sys, analysis.suggestions, analysis.coding, analysis.themes;"
        "sys.exit('textblob' in sys.modules or 'nltk' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
