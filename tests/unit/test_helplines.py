"""The numbers a child can ring: ours, and the authority's own beside them."""

from pathlib import Path

import pytest

from surveys.helplines import HelplinesProblem, helplines

OWN = """
last_checked = "2026-11-01"
[[line]]
name = "Sandwick duty team (made up)"
number = "01632 960 001"
note = "Day and night."
"""


def test_999_comes_first_and_childline_next() -> None:
    assert [line.number for line in helplines().lines[:2]] == ["999", "0800 1111"]


def test_nobody_has_checked_our_numbers_until_a_person_says_so() -> None:
    assert helplines().last_checked == ""


def test_a_call_and_a_text_open_the_right_way() -> None:
    links = {line.name: line.link for line in helplines().lines}
    assert links["Childline"] == "tel:08001111"
    assert links["Shout"] == "sms:85258"


def test_the_authority_s_own_numbers_stand_beside_ours(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN, "utf-8")
    read = helplines(file)
    assert [line.number for line in read.own] == ["01632 960 001"]
    assert read.own_last_checked == "2026-11-01"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe", "is not UTF-8 TOML"),
        (b"line = 3", r"begin each number with \[\[line\]\]"),
        (b'[[line]]\nname = "x"', r"\[\[line\]\] number 1 needs number"),
    ],
)
def test_a_file_that_cannot_be_used_is_said_in_a_sentence(
    content: bytes, sentence: str, tmp_path: Path
) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(content)
    with pytest.raises(HelplinesProblem, match=sentence):
        helplines(file)


def test_a_file_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(HelplinesProblem, match="cannot be read"):
        helplines(tmp_path / "gone.toml")


def test_a_note_in_the_child_s_language_says_so_and_the_others_stay_english(tmp_path: Path) -> None:
    (tmp_path / "pl").mkdir()
    words = '[note]\n"Childline" = "Rozmawiaj."\n[name]\n"Emergency" = "Nagły wypadek"\n'
    (tmp_path / "pl" / "helplines.toml").write_text(words, "utf-8")
    emergency, childline, *_ = helplines(None, "pl", tmp_path).lines
    assert (childline.note, childline.language) == ("Rozmawiaj.", "pl")
    assert (emergency.name, emergency.language) == ("Nagły wypadek", "en")


def test_the_authority_may_say_its_own_notes_in_several_languages(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    said = 'note.en = "Day and night."\nnote.ur = "دن رات۔"'
    file.write_text(OWN.replace('note = "Day and night."', said), "utf-8")
    assert [line.note for line in helplines(file).own] == ["Day and night."]
    assert [(line.note, line.language) for line in helplines(file, "ur").own] == [("دن رات۔", "ur")]
    assert [line.language for line in helplines(file, "pl").own] == ["en"]
