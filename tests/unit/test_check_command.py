"""`manage.py check`: in words and as JSON, and never a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from surveys.languages import LANGUAGES
from web.commands.check import check

SURVEYS = Path(__file__).parent.parent / "surveys"
FAULT = SURVEYS / "faults" / "two_in_one.toml"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(check, arguments, catch_exceptions=False)


def as_json(*arguments: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(run(*arguments, "--json").stdout)
    return read


def test_our_surveys_pass_with_exit_0() -> None:
    result = run()
    assert result.exit_code == 0
    assert result.output.endswith("11 surveys read, nothing to change.\n")


def test_a_survey_is_summed_up_in_json() -> None:
    (survey,) = as_json(str(SURVEYS / "routing.toml"))["surveys"]
    assert survey == {
        "id": "routing",
        "version": 1,
        "bands": ["8-10", "11-17"],
        "languages": ["en"],
        "questions": ["went", "spoke", "what_said", "liked", "both", "last", "contact"],
        "translations": [],
    }


def test_json_says_in_which_languages_a_survey_is_whole_and_who_has_checked_it() -> None:
    surveys = {survey["id"]: survey for survey in as_json()["surveys"]}
    for name in ("cp_conference", "out_of_borough", "have_your_say"):
        assert surveys[name]["languages"] == list(LANGUAGES)
    (polish, *_) = surveys["have_your_say"]["translations"]
    assert set(polish) == {"language", "whole", "checked_by", "checked_on", "missing"}


def test_a_problem_in_json_has_its_place_what_and_fix() -> None:
    assert run(str(FAULT), "--json").exit_code == 1
    (problem,) = as_json(str(FAULT))["problems"]
    assert problem == {
        "file": str(FAULT),
        "line": 12,
        "column": 1,
        "where": "question “happy” (11-17)",
        "what": "It asks two things in one.",
        "fix": "Ask one of them, or make two questions of it.",
    }


def test_a_problem_in_words_names_file_line_and_fix() -> None:
    result = run(str(FAULT))
    assert result.exit_code == 1
    assert "two_in_one.toml, line 12, question “happy” (11-17)" in result.output
    assert result.output.endswith("1 survey read, 1 thing to change.\n")


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"id =", b"", b'id = ["x"]'])
def test_a_file_that_is_no_survey_is_a_problem_and_no_traceback(
    content: bytes | None, tmp_path: Path
) -> None:
    file = tmp_path / "survey.toml"
    if content is not None:
        file.write_bytes(content)
    assert run(str(file)).exit_code == 1
    assert as_json(str(file))["problems"][0]["file"] == str(file)


def test_a_folder_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    assert run(str(tmp_path)).exit_code == 1


def test_good_and_bad_files_are_reported_together(tmp_path: Path) -> None:
    report = as_json(str(SURVEYS / "routing.toml"), str(tmp_path / "gone.toml"), str(FAULT))
    assert [survey["id"] for survey in report["surveys"]] == ["routing", "two_in_one"]
    assert len(report["problems"]) == 2
