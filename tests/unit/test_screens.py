"""The sentences around the questions: in every band, honest, and with nothing left open."""

import string
from pathlib import Path

import pytest

from surveys.authoring.childs_side import helpline_notes, invitation, sentences_of_screens
from surveys.helplines import helplines
from surveys.languages import LANGUAGES
from surveys.schema import BANDS, MODES, Band, Mode
from surveys.screens import FILE, Screens, day, letter, notice, paper, screens
from surveys.sentences import names

POLISH = """
[days]
months = ["stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia",
  "września", "października", "listopada", "grudnia"]
[words]
next = "Dalej"
send.4-7 = "Wyślij"
[notice.8-10]
title = "Zanim zaczniesz"
start = ["Raz.", "Dwa."]
code = "nie lista"
"""
FILLED_IN = {
    "progress": {"number", "of"},
    "room_left": {"left"},
    "removed_more": {"removed"},
    "other_device_count": {"count"},
    "thanks_hear": {"hear_by"},
    "words_text": {"until"},
    "mine_intro": {"until"},
    "help_checked": {"day"},
    "help_ring": {"number"},
    "help_text": {"number"},
    "quote_number": {"number"},
}


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("band", [None, *BANDS])
def test_every_sentence_has_words_and_only_the_places_a_page_fills(band: Band | None) -> None:
    said = screens(band)
    for name in names(Screens):
        sentence = getattr(said, name)
        assert sentence.strip()
        assert placeholders(sentence) == FILLED_IN.get(name, set())


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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("band", BANDS)
def test_only_a_round_with_names_says_who_may_be_given_the_childs_own_words(
    band: Band, language: str
) -> None:
    named = notice(band, "named", language).paragraphs
    without = {p for mode in ("code", "none") for p in notice(band, mode, language).paragraphs}
    assert len([p for p in named if p not in without]) == 3
    if language == "en":
        (said,) = [p for p in named if "own words" in p]
        assert "your worker" in said.lower()
        assert "meeting" in said


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
    assert (
        screens("11-17").hear("2026-06-30") == "You'll hear what we did by 30\u00a0June\u00a02026."
    )
    assert screens("4-7").hear(None) == ""
    assert day("soon") == "soon"


@pytest.fixture
def polish(tmp_path: Path) -> Path:
    """Translations with a few Polish sentences."""
    (tmp_path / "pl").mkdir()
    (tmp_path / "pl" / "screens.toml").write_text(POLISH, "utf-8")
    return tmp_path


def test_a_sentence_that_is_not_translated_is_said_in_english(polish: Path) -> None:
    said = screens("8-10", "pl", polish)
    assert (said.next, said.back, said.lang) == ("Dalej", "Back", "pl")
    assert screens("4-7", "pl", polish).send == "Wyślij"
    assert screens("8-10", "pl", polish).send == "Send my answers"


def test_a_notice_is_said_part_by_part(polish: Path) -> None:
    said = notice("8-10", "code", "pl", polish)
    english = notice("8-10", "code")
    assert (said.title, said.paragraphs[:2]) == ("Zanim zaczniesz", ("Raz.", "Dwa."))
    assert said.paragraphs[2:] == english.paragraphs[2:]


def test_a_day_is_said_with_the_months_of_the_language(polish: Path) -> None:
    assert day("2026-06-30", "pl", polish) == "30 czerwca 2026"
    assert day("2026-06-30", "ro", polish) == "30/06/2026"


@pytest.mark.parametrize("language", ["xx", "en", "../en"])
def test_a_language_that_nobody_has_translated_is_english(language: str, tmp_path: Path) -> None:
    assert screens("8-10", language, tmp_path) == screens("8-10")
    assert notice("4-7", "none", language, tmp_path) == notice("4-7", "none")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("band", BANDS)
def test_papers_and_letters_have_words_in_every_band_and_language(
    band: Band, language: str
) -> None:
    on_paper, in_letter = paper(band, language), letter(band, language)
    assert placeholders(on_paper.only_if) == {"answer", "number"}
    assert placeholders(in_letter.from_) == {"authority"}
    assert {on_paper.lang, in_letter.lang} == {language}


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
    assert invitation() == []


def test_the_invitation_is_checked_where_it_stands(tmp_path: Path) -> None:
    hard = "The multidisciplinary safeguarding conference deliberates about your circumstances."
    file = tmp_path / "invitation.toml"
    file.write_text(f'checked_by = ""\ntitle = "Your meeting"\nwhat = [\n  "{hard}",\n]\n', "utf-8")
    found = invitation(file)
    assert {(problem.line, problem.where) for problem in found} == {
        (4, "invitation, “what” (11-17)")
    }


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('saved = "Saved"', 'spared = "Saved"', "This sentence is missing."),
        ('saved = "Saved"', 'saved = "Saved"\nspared = "x"', "No page says this."),
        ('saved = "Saved"', 'saved = "Submitted"', "“Submitted” is never said to a child here."),
        ("We save as you go. A", "A", "It does not say that words are kept as they are typed."),
        ("\nnone = [", "\nnobody = [", "“none” is missing."),
        ("page_of =", "pages =", "This sentence is missing."),
        ('your_code = "Your code"', 'your_code = "Your user name"', "“user” is never said to"),
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
    assert any(problem.what.startswith(what) for problem in found)
    assert {problem.file for problem in found} == {str(file)}


@pytest.mark.parametrize("band", BANDS)
def test_beside_a_box_every_band_reads_that_we_have_to_tell_somebody(band: Band) -> None:
    assert "we have to tell" in screens(band).not_safe
    said = [screens(band, language).not_safe for language in LANGUAGES]
    assert len(set(said)) == len(LANGUAGES)


def test_a_day_and_a_number_to_ring_never_break_in_two() -> None:
    assert screens("4-7").day("2026-06-30") == "30\u00a0June\u00a02026"
    assert " " not in screens("4-7", "ur").day("2026-06-30")
    assert all(" " not in line.on_one_line for line in helplines().lines)
