"""A survey in another language: whole questions, a revision for each wording, checked or not."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.languages import LANGUAGES, preferred
from surveys.loader import from_definition, load
from surveys.schema import Question, Survey
from surveys.translations import offered, translated, translation_of

SURVEYS = Path(__file__).parent.parent / "surveys"
TINY = SURVEYS / "translations"
SURVEY = load(SURVEYS / "translated.toml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny translations, to change."""
    shutil.copytree(TINY, tmp_path / "translations")
    return tmp_path / "translations"


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / "pl" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def polish(folder: Path = TINY, survey: Survey = SURVEY) -> str:
    translation = translation_of(survey, "pl", folder)
    assert translation
    return translation.wording


def asked(question_id: str, folder: Path = TINY, band: str = "8-10") -> Question:
    form = next(form for form in SURVEY.questionnaires if form.band == band)
    question = translated(form, polish(folder)).question(question_id)
    assert question
    return question


def test_a_whole_translation_leaves_nothing_in_english() -> None:
    translation = translation_of(SURVEY, "pl", TINY)
    assert translation
    assert translation.whole
    for form in SURVEY.questionnaires:
        said = translated(form, translation.wording)
        assert said.language == "pl"
        assert {question.language for question in said.questions} == {"pl"}


def test_the_heading_is_said_for_the_band() -> None:
    titles = [translated(form, polish()).title for form in SURVEY.questionnaires]
    assert titles == ["O tobie", "Przetłumaczona", "Przetłumaczona"]
    assert translated(SURVEY.questionnaires[0], polish()).intro == "Chcemy wiedzieć, jak jest."


def test_an_answer_keeps_its_key_its_tone_and_its_picture() -> None:
    english = SURVEY.questionnaire("8-10").question("listened")
    assert english
    said = asked("listened").options
    assert [(o.key, o.tone, o.picture) for o in said] == [
        (o.key, o.tone, o.picture) for o in english.options
    ]
    assert [option.label for option in said[:2]] == ["Zawsze", "Zwykle"]


def test_a_band_may_be_worded_as_another() -> None:
    labels = [option.label for option in asked("listened", band="18-25").options]
    assert labels == ["Zawsze", "Zwykle", "Czasami", "Nigdy", "Nie wiem"]


def test_what_a_survey_adds_to_a_core_question_is_translated_with_the_survey() -> None:
    assert asked("listened").text == "Czy dorośli słuchają, co mówisz?"
    assert asked("listened").why == "Dobrze jest być wysłuchanym."


def test_both_ends_of_a_scale_are_said() -> None:
    scale = asked("room", band="11-17").scale
    assert scale
    assert (scale.low, scale.low_label, scale.high_label) == (0, "Zły", "Bardzo dobry")


def test_a_question_that_lacks_a_hint_is_shown_whole_in_english_and_says_so(folder: Path) -> None:
    change(folder, "translated.v1.toml", 'hint.8-10 = "Tam, gdzie śpisz."', "")
    home = asked("home", folder)
    assert (home.language, home.text) == ("en", "Do you like it here?")
    assert [option.label for option in home.options] == ["Yes", "No"]
    assert asked("home", folder, "11-17").language == "pl"


def test_a_translation_counts_what_it_lacks(folder: Path) -> None:
    change(folder, "translated.v1.toml", 'hint.8-10 = "Tam, gdzie śpisz."', "")
    translation = translation_of(SURVEY, "pl", folder)
    assert translation
    assert (translation.whole, translation.missing) == (False, 1)


def test_a_revision_is_made_from_the_words(folder: Path) -> None:
    first = translation_of(SURVEY, "pl", TINY)
    assert first
    assert first.revision == hashlib.sha256(first.wording.encode()).hexdigest()[:12]
    assert list(json.loads(first.wording)) == ["bands", "language"]
    change(folder, "translated.v1.toml", "Podoba ci się tutaj?", "Czy tu ci dobrze?")
    second = translation_of(SURVEY, "pl", folder)
    assert second
    assert second.revision != first.revision


def test_a_name_under_it_is_no_other_wording(folder: Path) -> None:
    change(folder, "core.toml", "B. Nowak", "C. Wójcik")
    assert polish(folder) == polish(TINY)


def test_a_translation_is_checked_when_a_person_has_checked_each_file(folder: Path) -> None:
    before = translation_of(SURVEY, "pl", TINY)
    assert before
    assert "A. Kowalska (made up)" in before.checked_by
    assert before.checked_on == "2026-11-05"
    change(folder, "options.toml", 'checked_by = "B. Nowak (made up)"', 'checked_by = ""')
    after = translation_of(SURVEY, "pl", folder)
    assert after
    assert (after.checked_by, after.checked_on) == ("", "")


def test_a_version_that_nobody_has_translated_has_no_translation() -> None:
    older = from_definition(SURVEY.source.replace("version = 1", "version = 7"))
    assert translation_of(older, "pl", TINY) is None
    assert translation_of(SURVEY, "en", TINY) is None
    assert translation_of(SURVEY, "../pl", TINY) is None


def test_a_kept_version_is_translated_like_the_file() -> None:
    kept = from_definition(SURVEY.source)
    form = translated(kept.questionnaire("8-10"), polish(TINY, kept))
    assert form == translated(SURVEY.questionnaire("8-10"), polish())


def test_a_questionnaire_is_put_together_once_for_each_wording() -> None:
    form, again = SURVEY.questionnaire("8-10"), SURVEY.questionnaire("8-10")
    assert translated(form, polish()) is translated(again, json.loads(json.dumps(polish())))


def test_a_recording_belongs_to_the_words_that_are_spoken(folder: Path) -> None:
    text = 'text = "Podoba ci się tutaj?"\nsound.8-10 = "pl-home.mp3"'
    change(folder, "translated.v1.toml", 'text = "Podoba ci się tutaj?"', text)
    change(
        folder, "translated.v1.toml", 'no = "Nie"', 'no = { label = "Nie", sound = "pl-no.mp3" }'
    )
    home = asked("home", folder)
    assert home.sound == "pl-home.mp3"
    assert [option.sound for option in home.options] == [None, "pl-no.mp3"]
    assert home.options[1].label == "Nie"


def test_a_file_that_cannot_be_read_leaves_its_questions_in_english(folder: Path) -> None:
    (folder / "pl" / "core.toml").write_text("[question", "utf-8")
    assert asked("listened", folder).language == "en"
    assert asked("home", folder).language == "pl"


def test_a_value_of_another_shape_is_no_translation(folder: Path) -> None:
    change(folder, "translated.v1.toml", 'text = "Podoba ci się tutaj?"', "text = 3")
    change(folder, "core.toml", "[question.listened]", "[question.listened.text.text]")
    assert asked("home", folder).language == "en"
    assert asked("listened", folder).language == "en"


def test_english_comes_first_and_a_language_is_offered_once_its_screens_are_there() -> None:
    assert offered(SURVEY, TINY) == ("en",)
    assert set(offered(SURVEY)) <= set(LANGUAGES)
    assert offered()[0] == "en"


def test_a_language_without_the_notices_of_a_band_is_not_offered(folder: Path) -> None:
    screens = folder / "pl" / "screens.toml"
    screens.write_text('[notice.8-10]\ntitle = "x"\n[notice.11-17]\ntitle = "x"\n', "utf-8")
    assert offered(SURVEY, folder) == ("en",)
    younger = from_definition(SURVEY.source.replace(', "18-25"]', "]"))
    assert offered(younger, folder) == ("en", "pl")


def _texts(question: Question) -> list[str]:
    scale = question.scale
    ends = [scale.low_label, scale.high_label] if scale else []
    labels = [option.label for option in question.options]
    return [question.text, question.hint, question.why, *labels, *ends]


@given(st.data())
def test_no_question_is_half_in_one_language(data: st.DataObject) -> None:
    wording = json.loads(polish())
    words = wording["bands"]["8-10"]["questions"]
    for question_id in data.draw(st.sets(st.sampled_from(sorted(words)))):
        said = words[question_id]
        table = data.draw(
            st.sampled_from([said, *([said["options"]] if "options" in said else [])])
        )
        del table[data.draw(st.sampled_from(sorted(table)))]
    english = SURVEY.questionnaire("8-10")
    for question in translated(english, json.dumps(wording)).questions:
        original = english.question(question.id)
        assert original
        same = [a == b for a, b in zip(_texts(question), _texts(original), strict=True) if b]
        assert all(same) if question.language == "en" else not any(same)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("pl-PL,pl;q=0.9,en;q=0.8", "pl"),
        ("de-DE, en;q=0.5, ur;q=0.7", "ur"),
        ("pa", "pa"),
        ("de, fr;q=0.9", "en"),
        ("", "en"),
        ("not a header; q=x", "en"),
    ],
)
def test_what_a_browser_would_rather_read_is_one_of_ours_or_english(
    accepted: str, language: str
) -> None:
    assert preferred(accepted) == language
