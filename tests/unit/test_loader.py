"""From a definition's text to a survey, and the sentences for a text that is not one."""

import tomllib
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.loader import (
    DEFINITIONS,
    DefinitionProblems,
    Problem,
    definition_files,
    from_definition,
    load,
    parse,
    published,
)
from surveys.schema import BANDS, Kind

SURVEYS = Path(__file__).parent.parent / "surveys"
IDS = {
    *("cp_conference", "lac_review", "cin_start", "cin_end", "cp_start", "cp_end"),
    *("out_of_borough", "accommodated_16_17", "have_your_say", "conference_consultation"),
    "service_feedback",
}


def problems_of(text: str) -> list[Problem]:
    with pytest.raises(DefinitionProblems) as caught:
        parse(text, "survey.toml")
    return caught.value.problems


def found_in(text: str) -> list[Problem]:
    """The problems of a text that may be a survey: none when it is one."""
    try:
        parse(text, "any.toml")
    except DefinitionProblems as bad:
        return bad.problems
    return []


def test_every_survey_of_the_field_is_published() -> None:
    assert set(published()) == IDS


def test_a_kept_version_reads_the_same_without_the_shared_files() -> None:
    for survey in published().values():
        again = from_definition(survey.source)
        assert again.questionnaires == survey.questionnaires
        assert again.source == survey.source


def test_a_kept_version_holds_no_more_than_it_uses() -> None:
    source = load(SURVEYS / "one_choice.toml").source
    assert "[options.yes_no]" in source
    assert "[options.how_good]" not in source


@pytest.mark.parametrize("name", ["one_choice", "many_choices", "a_scale", "own_words"])
def test_a_question_of_each_kind_is_read_in_every_band(name: str) -> None:
    survey = load(SURVEYS / f"{name}.toml")
    kinds = {questionnaire.questions[-2].kind for questionnaire in survey.questionnaires}
    assert survey.bands == BANDS
    assert len(kinds) == 1


def test_wording_and_pictures_are_those_of_the_band() -> None:
    survey = load(SURVEYS / "one_choice.toml")
    youngest = survey.questionnaire("4-7").questions[0].options[1]
    oldest = survey.questionnaire("18-25").questions[0].options[1]
    assert (youngest.label, youngest.picture) == ("Sort of", "sort_of")
    assert (oldest.label, oldest.picture) == ("Sort of", None)


def test_the_youngest_see_who_an_answer_is_about() -> None:
    """A star says nothing about no one, and an empty speech bubble is not a worker."""
    meant = {"nobody": "alone", "none": "alone", "worker": "worker", "urgent": "bell"}
    drawn = {
        (option.key, option.picture)
        for survey in published().values()
        if "4-7" in survey.bands
        for question in survey.questionnaire("4-7").questions
        if question.id in ("contact", "who_helped", "who_was_there")
        for option in question.options
        if option.key in meant
    }
    assert drawn == set(meant.items())


def test_a_question_without_words_for_a_band_is_not_asked_there() -> None:
    text = (SURVEYS / "own_words.toml").read_text("utf-8")
    survey = parse(text.replace('text = "What do you', 'text.8-10 = "What do you'), "own.toml")
    assert survey.questionnaire("8-10").question("wish")
    assert survey.questionnaire("11-17").question("wish") is None


def test_end_questions_stand_last_and_are_marked() -> None:
    for survey in published().values():
        for questionnaire in survey.questionnaires:
            marks = [question.ending for question in questionnaire.questions]
            assert marks == sorted(marks)
            assert any(marks)


def test_a_limit_below_the_kept_length_is_the_question_s_own() -> None:
    question = load(SURVEYS / "own_words.toml").questionnaire("8-10").question("short")
    assert question
    assert question.limit == 20


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('id = "x"\nversion = one\n', 2, 11),
        ('id = "x"\ntitle = "never closed', 2, 1),
        ('id = "x"\nid = "y"\n', 2, 9),
        ("[[question]\n", 1, 1),
    ],
)
def test_a_mistake_in_the_toml_is_placed(text: str, line: int, column: int) -> None:
    (problem,) = problems_of(text)
    assert problem.what.startswith("This is not TOML")
    assert problem.line == line
    assert column in (problem.column, 1)


def test_all_problems_of_shape_are_said_together() -> None:
    text = (
        'id = "x"\nversion = "1"\ncolour = "red"\nbands = ["11-17"]\n[[question]]\nkind = "text"\n'
    )
    whats = {problem.what for problem in problems_of(text)}
    assert whats == {
        "“version” must be a whole number.",
        "“colour” means nothing here.",
        "“title” is missing.",
        "“id” is missing.",
        "“text” is missing.",
    }


@pytest.mark.parametrize("line", ["options = {}", "ending = []", 'core = "x"'])
def test_a_table_in_one_line_that_clashes_with_the_shared_files_is_placed(line: str) -> None:
    text = (SURVEYS / "half_start.toml").read_text("utf-8").replace("half =", f"{line}\nhalf =", 1)
    (problem,) = problems_of(text.replace('from = "core"', 'from = "core"\nhint = "Hm."'))
    assert text.splitlines()[problem.line - 1] == line


def test_every_shared_question_raises_only_answers_that_a_band_offers() -> None:
    raised = {
        (question.id, key)
        for survey in published().values()
        for form in survey.questionnaires
        for question in form.questions
        for key in question.raises
    }
    for path in (DEFINITIONS / "core.toml", DEFINITIONS / "endings.toml"):
        for table in chain.from_iterable(tomllib.loads(path.read_text("utf-8")).values()):
            assert {(table["id"], key) for key in table.get("raises", ())} <= raised


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(DefinitionProblems, match="cannot be read: No such file") as caught:
        load(tmp_path / "gone.toml")
    assert caught.value.problems[0].fix.startswith("Check the name")


def test_a_file_that_is_not_utf_8_is_placed(tmp_path: Path) -> None:
    file = tmp_path / "latin.toml"
    file.write_bytes('id = "x"\ntitle = "caf\xe9"\n'.encode("latin-1"))
    with pytest.raises(DefinitionProblems, match="not UTF-8") as caught:
        load(file)
    assert caught.value.problems[0].line == 2


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    file = tmp_path / "windows.toml"
    text = (SURVEYS / "one_choice.toml").read_text("utf-8")
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load(file).id == "one_choice"


def test_every_condition_of_ours_waits_for_an_earlier_question() -> None:
    for path in definition_files():
        for questionnaire in load(path).questionnaires:
            before: set[str] = set()
            for question in questionnaire.questions:
                assert all(condition.question in before for condition in question.when)
                before.add(question.id)


def test_the_lowest_answer_on_feeling_safe_is_raised_in_every_band() -> None:
    for survey in published().values():
        for questionnaire in survey.questionnaires:
            question = questionnaire.question("safe_home")
            if question is not None:
                worst = [o.key for o in question.options if o.tone == "negative"][-1]
                assert question.raises == (worst,)


def test_numbers_from_0_to_10_are_asked_from_11_years_only() -> None:
    for survey in published().values():
        for band in set(survey.bands) & {"4-7", "8-10"}:
            kinds = {question.kind for question in survey.questionnaire(band).questions}
            assert Kind.SCALE not in kinds


@given(st.text(max_size=300))
def test_any_text_is_a_survey_or_a_list_of_problems(text: str) -> None:
    problems = found_in(text)
    assert all(problem.line >= 1 and problem.what and problem.fix for problem in problems)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["yes_no", "core", "8-10"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "8-10", "key", "any_of"]), inner, max_size=3)
    ),
    max_leaves=6,
)
_KEYS = st.sampled_from(
    ["id", "kind", "text", "options", "scale", "when", "raises", "from", "bands", "limit", "hint"]
)


def _toml(value: object) -> str:
    match value:
        case None:
            return '""'
        case bool():
            return str(value).lower()
        case dict():
            return "{" + ", ".join(f'"{key}" = {_toml(v)}' for key, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(_toml(v) for v in value) + "]"
        case _:
            return f'"{value}"' if isinstance(value, str) else str(value)


@given(st.dictionaries(_KEYS, _VALUES, max_size=6))
def test_any_question_is_read_or_refused_with_a_sentence(question: dict[str, object]) -> None:
    head = 'id = "x"\nversion = 1\ntitle = "X"\nbands = ["8-10"]\nendings = ["contact"]\n'
    body = "\n".join(f"{key} = {_toml(value)}" for key, value in question.items())
    problems = found_in(f"{head}[[question]]\n{body}\n")
    assert all(problem.line >= 1 and problem.what and problem.fix for problem in problems)
