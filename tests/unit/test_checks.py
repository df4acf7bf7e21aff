"""Each fault that `check` finds, one tiny survey at a time, and our own surveys without any."""

import re
from pathlib import Path

import pytest

from surveys.authoring.sounds import MOST_BYTES, recording
from surveys.authoring.structure import MOST_QUESTIONS
from surveys.authoring.translating.rules import problems_of
from surveys.authoring.wording import LIMITS
from surveys.checks import check, check_files, check_ours
from surveys.loader import DEFINITIONS, load, parse
from surveys.schema import BANDS, Band

SURVEYS = Path(__file__).parent.parent / "surveys"
AUTHORS = DEFINITIONS / "README.md"
NOT_FOR_CHILDREN = ("ten_questions", "a_scale")
"""Tiny surveys that break a rule on purpose: one for figures, one that asks 4 to 7 on a scale."""
FEATURES = sorted(path for path in SURVEYS.glob("*.toml") if path.stem not in NOT_FOR_CHILDREN)
FAULTS = sorted((SURVEYS / "faults").glob("*.toml"))
EXPECTED = re.compile(r"^# line (\d+): (.+)$", re.MULTILINE)


def examples() -> list[str]:
    """What authors are shown: a survey, and its translation."""
    return re.findall(r"```toml\n(.*?)```", AUTHORS.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.stem)
def test_a_fault_is_found_once_at_its_line(path: Path) -> None:
    expected = [(int(line), what) for line, what in EXPECTED.findall(path.read_text("utf-8"))]
    found = check_files([path]).problems
    assert [problem.line for problem in found] == [line for line, _ in expected]
    assert all(p.what.startswith(what) for p, (_, what) in zip(found, expected, strict=True))


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.stem)
def test_a_fault_names_its_file_and_says_how_to_fix_it(path: Path) -> None:
    for problem in check_files([path]).problems:
        assert problem.file == str(path)
        assert problem.where
        assert problem.fix.endswith(".")


def test_the_tiny_surveys_of_every_feature_have_no_fault() -> None:
    assert check_files(FEATURES).problems == ()


def test_our_own_surveys_and_every_other_sentence_have_no_fault() -> None:
    checked = check_ours()
    assert checked.problems == ()
    assert len(checked.surveys) == 11


def test_all_faults_of_a_file_are_found_at_once(tmp_path: Path) -> None:
    faults = ["hard_word", "leading", "no_negative"]
    questions = [(SURVEYS / "faults" / f"{name}.toml").read_text("utf-8") for name in faults]
    bodies = [
        q[q.index("[[question]]") :].replace('"happy"', f'"q{n}"') for n, q in enumerate(questions)
    ]
    head = (SURVEYS / "one_choice.toml").read_text("utf-8")
    file = tmp_path / "many.toml"
    file.write_text("\n".join([head[: head.index("[[question]]")], *bodies]), "utf-8")
    whats = {problem.what for problem in check_files([file]).problems}
    assert {"It leads to an answer.", "There is a positive answer but no negative one."} <= whats
    assert any("“university”" in what for what in whats)


def test_the_same_problem_in_several_bands_is_said_once() -> None:
    text = (SURVEYS / "one_choice.toml").read_text("utf-8").replace("happy here", "happy and safe")
    (problem,) = check(parse(text, "one_choice.toml"))
    assert problem.where == "question “happy” (4-7, 8-10, 11-17, 18-25)"


def test_halves_with_other_answers_do_not_compare(tmp_path: Path) -> None:
    end = (SURVEYS / "half_end.toml").read_text("utf-8")
    other = end.replace(
        'id = "listened"\nfrom = "core"',
        'id = "listened"\noptions = "yes_no"\ntext = "Do people listen?"',
    )
    (tmp_path / "end.toml").write_text(other, "utf-8")
    problems = check_files([SURVEYS / "half_start.toml", tmp_path / "end.toml"]).problems
    assert "Its words are not those in “half_end”." in {problem.what for problem in problems}


def test_a_core_question_of_the_start_is_asked_again_at_the_end(tmp_path: Path) -> None:
    end = (SURVEYS / "half_end.toml").read_text("utf-8")
    (tmp_path / "end.toml").write_text(end[: end.index('[[question]]\nid = "goal_score"')], "utf-8")
    problems = check_files([SURVEYS / "half_start.toml", tmp_path / "end.toml"]).problems
    assert [p.what for p in problems] == ["It is not asked again in “half_end”."]


def test_halves_with_other_bands_do_not_compare(tmp_path: Path) -> None:
    end = (SURVEYS / "half_end.toml").read_text("utf-8")
    (tmp_path / "end.toml").write_text(end.replace('"8-10", "11-17"', '"11-17"'), "utf-8")
    problems = check_files([SURVEYS / "half_start.toml", tmp_path / "end.toml"]).problems
    assert "The other half has the bands 11-17." in {problem.what for problem in problems}


@pytest.mark.parametrize("goal", ["goal_score", "nothing"])
def test_only_own_words_of_the_start_are_shown_again_at_the_end(goal: str, tmp_path: Path) -> None:
    text = (SURVEYS / "half_end.toml").read_text("utf-8")
    (tmp_path / "end.toml").write_text(f'{text}recalls = "{goal}"\n', "utf-8")
    problems = check_files([SURVEYS / "half_start.toml", tmp_path / "end.toml"]).problems
    (problem, *_) = problems
    assert problem.what.startswith(f"“{goal}” is no question for a child's own words")


def test_a_recording_lies_beside_the_definition_and_is_small(tmp_path: Path) -> None:
    file, text = tmp_path / "s.toml", (SURVEYS / "one_choice.toml").read_text("utf-8")
    file.write_text(f'{text}sound = "happy.mp3"\n', "utf-8")
    (tmp_path / "sounds").mkdir()
    recorded = tmp_path / "sounds" / "happy.mp3"
    recorded.write_bytes(b"\xff\xfb" + bytes(MOST_BYTES - 2))
    assert check_files([file]).problems == ()
    recorded.write_bytes(bytes(MOST_BYTES + 1))
    (problem,) = check_files([file]).problems
    assert problem.what == "“happy.mp3” has 200 KB."


def test_only_recordings_of_ours_are_handed_out(tmp_path: Path) -> None:
    (tmp_path / "happy.mp3").write_bytes(b"\xff\xfb")
    assert recording("happy.mp3", tmp_path) == tmp_path / "happy.mp3"
    for name in ("../happy.mp3", "happy.wav", ".mp3", "sad.mp3", ""):
        assert recording(name, tmp_path) is None


def test_two_files_may_not_be_the_same_version_of_a_survey(tmp_path: Path) -> None:
    twin = tmp_path / "twin.toml"
    twin.write_text((SURVEYS / "one_choice.toml").read_text("utf-8"), "utf-8")
    (problem,) = check_files([SURVEYS / "one_choice.toml", twin]).problems
    assert "is version 1 of “one_choice” too" in problem.what


def test_a_problem_in_a_shared_answer_is_placed_in_the_shared_file() -> None:
    survey = load(SURVEYS / "one_choice.toml")
    text = survey.source.replace('label = "Sort of"', 'label = "Intermittently"')
    (problem, *_) = check(parse(text, "one_choice.toml"))
    assert problem.file == "surveys/definitions/options.toml"
    line = Path(problem.file).read_text("utf-8").splitlines()[problem.line - 1]
    assert 'label = "Sort of"' in line


def test_the_example_for_authors_has_no_fault() -> None:
    assert check(parse(examples()[0], "example.toml")) == []


def test_the_example_of_a_translation_has_no_fault(tmp_path: Path) -> None:
    survey, polish = examples()
    file = tmp_path / "pl" / "after_a_visit.v1.toml"
    file.parent.mkdir()
    file.write_text(polish, "utf-8")
    found = problems_of("pl", tmp_path, {"after_a_visit": parse(survey, "example.toml")})
    assert [problem for problem in found if problem.file == str(file)] == []


@pytest.mark.parametrize("band", BANDS)
def test_the_limits_that_authors_read_are_those_that_are_checked(band: Band) -> None:
    limits = LIMITS[band]
    row = (
        f"| {band} | {MOST_QUESTIONS[band]} | {limits.question} | {limits.sentence} "
        f"| {limits.grade:.0f} | {limits.syllables} |"
    )
    assert row in AUTHORS.read_text("utf-8")
