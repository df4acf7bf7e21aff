"""Each fault that `check` finds in a translation, one slip at a time, and ours without any."""

import shutil
from pathlib import Path

import pytest

from surveys.authoring.problems import Problem
from surveys.authoring.translating.lines import Lines
from surveys.authoring.translating.rules import problems_of
from surveys.authoring.translating.wording import faults_in, question_is_long, signs, words
from surveys.checks import check_files
from surveys.helplines import helplines
from surveys.loader import load, published
from surveys.screens import notice, screens
from surveys.translations import TRANSLATIONS, translation_of

SURVEYS = Path(__file__).parent.parent / "surveys"
TINY = SURVEYS / "translations"
SURVEY = load(SURVEYS / "translated.toml")


@pytest.fixture
def polish(tmp_path: Path) -> Path:
    """A copy of our Polish, to change."""
    shutil.copytree(TRANSLATIONS / "pl", tmp_path / "translations" / "pl")
    return tmp_path / "translations"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny translations, to change; they have no screens."""
    shutil.copytree(TINY, tmp_path / "translations")
    return tmp_path / "translations"


def slip(folder: Path, file: str, old: str, new: str) -> list[Problem]:
    """What is found in that file after one change of the tiny translations."""
    path = folder / "pl" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = problems_of("pl", folder, {SURVEY.id: SURVEY})
    return [problem for problem in found if problem.file == str(path)]


def without(folder: Path, line: str) -> list[Problem]:
    """What is found after a line of our Polish screens is gone."""
    path = folder / "pl" / "screens.toml"
    kept = [said for said in path.read_text("utf-8").splitlines() if not said.startswith(line)]
    path.write_text("\n".join(kept), "utf-8")
    return problems_of("pl", folder, published())


def test_the_tiny_translation_has_no_fault_but_what_it_leaves_out() -> None:
    found = problems_of("pl", TINY, {SURVEY.id: SURVEY})
    assert {problem.what for problem in found} == {
        "There is no Polish for screens.toml.",
        "There is no Polish for helplines.toml.",
    }


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('language = "pl"', 'language = "ro"', 2, "It is of another language."),
        ('checked_on = "2026-11-02"', 'checked_on = ""', 4, "It says who checked it or when"),
        ("2026-11-02", "2 November", 4, "It says who checked it or when"),
        ("[question.wish]", "[question.whish]", 31, "“question.whish.text” translates nothing."),
        ("hint.8-10 =", "hint.9-10 =", 15, "“question.home.hint.9-10” translates nothing."),
        ('no = "Nie"', 'noo = "Nie"', 19, "“question.home.options.noo” translates nothing."),
        ('low_label = "Zły"', "", 24, "The Polish of “Bad” is missing."),
        ('intro = "Chcemy', '# "Chcemy', 1, "The Polish of “We want to know how it is.”"),
        ('"Nie"', '{ label = "Nie", sound = "n.mp3" }', 19, "There is no recording “n.mp3”."),
        ("[question.wish]", "[question.wish", 30, "This is not TOML"),
    ],
)
def test_a_slip_is_found_at_its_line(old: str, new: str, line: int, what: str, tiny: Path) -> None:
    found = slip(tiny, "translated.v1.toml", old, new)
    assert line in {problem.line for problem in found if problem.what.startswith(what)}


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("core.toml", 'checked_by = "B. Nowak (made up)"', "", "“checked_by” is missing."),
        ("core.toml", 'text.8-10 = "Czy', '# "Czy', "The Polish of “Do grown-ups listen"),
        ("options.toml", 'never = "Nigdy"', "", "The Polish of “Never” is missing."),
        ("endings.toml", "pod 999.", "pod 112.", "The number 999 is missing."),
    ],
)
def test_a_slip_in_what_surveys_share_is_found_in_its_own_file(
    file: str, old: str, new: str, what: str, tiny: Path
) -> None:
    assert any(problem.what.startswith(what) for problem in slip(tiny, file, old, new))


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("Czego {ty} sobie życzysz?", "No page fills in {ty}."),
        ("Czego sobie {życzysz?", "A curly bracket is open."),
        ("Anonimowo: czego sobie życzysz?", "“anonimowo” promises too much."),
        ("What do you wish for?", "It is still in English."),
        ("Czego " * 40, "A sentence has 40 words."),
        ("Czegokolwiek" * 12, "The question has 144 signs."),
    ],
)
def test_words_that_a_child_should_not_read_are_found(said: str, what: str, tiny: Path) -> None:
    found = slip(tiny, "translated.v1.toml", "Czego sobie życzysz?", said)
    assert {problem.line for problem in found if problem.what == what} == {31}


def test_a_missing_text_says_what_to_write_and_what_it_is_in_english(tiny: Path) -> None:
    found = slip(tiny, "translated.v1.toml", 'hint.8-10 = "Tam, gdzie śpisz."', "")
    assert [str(problem).split("pl/", 1)[1] for problem in found] == [
        "translated.v1.toml:13:1: question “home” (8-10): The Polish of “Where you sleep.” is "
        "missing. Add question.home.hint = “…”, for all bands or for each."
    ]


def test_a_sentence_that_is_missing_from_the_screens_is_found(polish: Path) -> None:
    assert {p.what for p in without(polish, "saved =")} == {"The Polish of “Saved” is missing."}


def test_a_sentence_that_english_words_for_the_youngest_is_worded_for_them(polish: Path) -> None:
    (problem,) = without(polish, "send.4-7 =")
    assert problem.where == "sentence “send” (4-7)"


def test_a_notice_leaves_nothing_out(polish: Path) -> None:
    found = without(polish, "safe_code =")
    assert [problem.where for problem in found] == [
        f"notice ({band})" for band in ("4-7", "8-10", "11-17", "18-25")
    ]
    assert found[0].what == "“safe_code” has 1 paragraphs in English and 0 here."


def test_the_place_that_a_page_fills_in_stays(polish: Path) -> None:
    path = polish / "pl" / "screens.toml"
    path.write_text(path.read_text("utf-8").replace("{hear_by}", "{day}"), "utf-8")
    whats = {problem.what for problem in problems_of("pl", polish, published())}
    assert whats == {"{hear_by} is missing.", "No page fills in {day}."}


def test_every_survey_that_is_promised_in_every_language_is_there(polish: Path) -> None:
    (polish / "pl" / "have_your_say.v2.toml").unlink()
    (problem,) = problems_of("pl", polish, published())
    assert problem.what == "There is no Polish for have_your_say.v2.toml."


def test_a_file_of_a_translation_can_be_checked_on_its_own(polish: Path) -> None:
    file = polish / "pl" / "core.toml"
    assert check_files([file]).problems == ()
    file.write_text(file.read_text("utf-8").replace("[question.feel]", "[question.feels]"), "utf-8")
    assert {problem.file for problem in check_files([file]).problems} == {str(file)}


def test_words_and_signs_are_counted_in_every_script() -> None:
    assert len(words("Czy czujesz się tu bezpiecznie?")) == 5
    assert len(words("کیا آپ یہاں محفوظ ہیں؟ جی۔")) == 6
    assert len(words("ਕੀ ਤੁਸੀਂ ਇੱਥੇ ਸੁਰੱਖਿਅਤ ਹੋ?")) == 5
    assert signs("ਇੱਥੇ") == 2


def test_a_sentence_ends_where_its_script_says_so() -> None:
    long = "آپ " * 20 + "ہیں"
    assert list(faults_in(f"{long}۔ {long}۔", "x", "ur", "8-10")) == []
    assert len(list(faults_in(f"{long} {long}", "x", "ur", "8-10"))) == 1


def test_a_long_question_is_long_in_signs() -> None:
    assert list(question_is_long("a" * 52, "4-7")) == []
    assert len(list(question_is_long("a" * 53, "4-7"))) == 1


def test_a_line_is_that_of_the_nearest_table() -> None:
    lines = Lines('a = 1\n[question."x"]\ntext.8-10 = ""\n[question.x.options.8-10]\nyes = ""\n')
    assert lines.line(("question", "x", "text"), "8-10") == 3
    assert lines.line(("question", "x", "hint"), "8-10") == 2
    assert lines.line(("question", "x", "options", "no"), "8-10") == 4
    assert lines.line(("question", "y"), "8-10") == 1


SHAPES = (
    *(b"", b"\xff\xfe", b"[", b"question = 3", b"[question]\nfeel = 3", b"question = []"),
    *(b"notice = 1", b"[notice]\n8-10 = 1", b"[notice.8-10]\nstart = 3", b"words = 1"),
    *(b"[words]\nnext = 3", b"[words.next]\nx = 1", b"days = 3", b"[days]\nmonths = 3"),
    *(b"[options]\nyes_no = 3", b"[options.yes_no]\n8-10 = 1", b"[options.yes_no.8-10]\nno = 1"),
    *(b"[note]\nChildline = 3", b"note = 3", b"[question.feel.text]\nany = []"),
)


def misshapen(folder: Path, content: bytes) -> Path:
    """Our Polish with the same few bytes in every file."""
    for file in (folder / "pl").glob("*.toml"):
        file.write_bytes(content)
    return folder


@pytest.mark.parametrize("content", SHAPES)
def test_a_file_of_another_shape_is_problems_and_no_traceback(content: bytes, polish: Path) -> None:
    assert len(problems_of("pl", misshapen(polish, content), published())) > 1


@pytest.mark.parametrize("content", SHAPES)
def test_a_file_of_another_shape_leaves_a_child_the_english(content: bytes, polish: Path) -> None:
    folder = misshapen(polish, content)
    translation = translation_of(published()["have_your_say"], "pl", folder)
    assert translation is None or translation.missing
    assert screens("8-10", "pl", folder).next == "Next"
    assert notice("8-10", "code", "pl", folder) == notice("8-10", "code")
    assert helplines(None, "pl", folder).lines == helplines().lines
