"""The sentences around the questions: in every band, honest, and with nothing left open."""

import string
from dataclasses import fields
from pathlib import Path

import pytest

from surveys.authoring.childs_side import helpline_notes, sentences_of_screens
from surveys.schema import BANDS, MODES, Band, Mode
from surveys.screens import FILE, Screens, day, notice, screens

FILLED_IN = {
    "progress": {"number", "of"},
    "room_left": {"left"},
    "removed_more": {"removed"},
    "other_device_count": {"count"},
    "thanks_hear": {"hear_by"},
    "help_ring": {"number"},
    "help_text": {"number"},
}


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("band", [None, *BANDS])
def test_every_sentence_has_words_and_only_the_places_a_page_fills(band: Band | None) -> None:
    said = screens(band)
    for field in fields(Screens):
        sentence = getattr(said, field.name)
        assert sentence.strip()
        assert placeholders(sentence) == FILLED_IN.get(field.name, set())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("band", BANDS)
def test_the_notice_says_that_words_are_kept_and_who_may_read_them(band: Band, mode: Mode) -> None:
    text = " ".join(notice(band, mode).paragraphs)
    assert "We save as you go. A safe adult may read it even if you stop" in text
    assert "skip" in text


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("band", BANDS)
def test_the_notice_says_what_happens_when_someone_is_not_safe(band: Band, mode: Mode) -> None:
    text = " ".join(notice(band, mode).paragraphs)
    assert "job is to help" in text or "their job to help" in text


@pytest.mark.parametrize("band", BANDS)
def test_only_a_round_without_codes_says_that_nobody_can_be_found(band: Band) -> None:
    def says(mode: Mode) -> bool:
        text = " ".join(notice(band, mode).paragraphs)
        return "don't ask who you are" in text or "don't ask for your name" in text

    assert not says("code")
    assert not says("named")
    assert says("none") or "don't know your name" in " ".join(notice(band, "none").paragraphs)


def test_a_wrong_code_gets_one_sentence_that_says_what_to_do() -> None:
    assert screens().code_wrong.startswith("That code does not work.")
    assert "ask the person who gave it to you" in screens().code_wrong


def test_the_thanks_name_the_day_as_people_say_it() -> None:
    assert screens("11-17").hear("2026-06-30") == "You'll hear what we did by 30 June 2026."
    assert screens("4-7").hear(None) == ""
    assert day("soon") == "soon"


def test_removed_marks_are_counted_in_words() -> None:
    said = screens("8-10")
    assert said.removed(0) == ""
    assert "1 hidden mark that" in said.removed(1)
    assert "3 hidden marks" in said.removed(3)


def test_answers_of_another_phone_are_counted_in_words() -> None:
    assert screens("8-10").kept_elsewhere(0) == ""
    assert screens("8-10").kept_elsewhere(1).startswith("1 answer is kept")
    assert screens("4-7").kept_elsewhere(2) == "You did 2 before. We kept them."


def test_a_band_is_named_as_a_child_says_it() -> None:
    assert [screens().band_name(band) for band in BANDS] == [
        "4 to 7",
        "8 to 10",
        "11 to 17",
        "18 to 25",
    ]


def test_our_sentences_and_helplines_pass_the_checks() -> None:
    assert sentences_of_screens() == []
    assert helpline_notes() == []


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('saved = "Saved"', 'spared = "Saved"', "This sentence is missing."),
        ('saved = "Saved"', 'saved = "Saved"\nspared = "x"', "No page says this."),
        ('saved = "Saved"', 'saved = "Submitted"', "“Submitted” is never said to a child here."),
        ("We save as you go. A", "A", "It does not say that words are kept as they are typed."),
        ("\nnone = [", "\nnobody = [", "“none” is missing."),
        (
            'code_title = "Tell us',
            'code_title = "Articulate',
            "“articulate” is a hard word for 8-10.",
        ),
    ],
)
def test_a_fault_in_the_sentences_is_found_in_its_file(
    old: str, new: str, what: str, tmp_path: Path
) -> None:
    file = tmp_path / "screens.toml"
    file.write_text(FILE.read_text("utf-8").replace(old, new, 1), "utf-8")
    found = sentences_of_screens(file)
    assert what in {problem.what for problem in found}
    assert {problem.file for problem in found} == {str(file)}
