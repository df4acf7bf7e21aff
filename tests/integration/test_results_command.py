"""`manage.py results`: the field names that others rely on, and what is null with its reason."""

import json

import pytest
from click.testing import CliRunner

from tests.answering import a_round, side_by_side, spread
from web.commands import cli


@pytest.fixture
def results(db):
    """Run `manage.py results …` on the test's database."""
    env = {
        "HEARD_VAR": str(db.settings.var),
        "HEARD_KEY_FILE": str(db.settings.key_file),
        "DATABASE_URL": db.settings.database_url,
        "HEARD_PUBLIC_URL": None,
    }
    return lambda *arguments: CliRunner(env=env).invoke(cli, ["results", *arguments])


@pytest.fixture
def record(db, now):
    """Forty children; three gave an answer about safety that few gave."""
    sent = side_by_side(
        spread("listened", always=15, mostly=14, sometimes=6, never=5),
        spread("safe_out", very_safe=20, quite_safe=17, not_safe=3),
    )
    return a_round(db, now, "out_of_borough", sent)


def value(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_rounds_are_listed_oldest_first(results, db, now, record):
    a_round(db, now, "out_of_borough", [], eligible=10)
    listed = value(results("--list", "--json"))
    assert listed[0] == {
        "id": "out_of_borough-1",
        "survey": "out_of_borough",
        "title": "Living outside the borough, November 2026",
        "opened": "2026-11-20",
        "answered": 40,
        "eligible": 300,
    }
    assert [one["id"] for one in listed] == ["out_of_borough-1", "out_of_borough-2"]


def test_a_round_has_its_promised_fields(results, record):
    found = value(results(record.id, "--json"))
    assert {"round", "response", "questions", "themes", "groups"} <= set(found)
    response = found["response"]
    assert (response["eligible"], response["answered"], response["rate"]) == (300, 40, 13)


def test_a_question_gives_every_option_with_count_percent_and_range(results, record):
    questions = {q["id"]: q for q in value(results(record.id, "--json"))["questions"]}
    listened = questions["listened"]
    assert (listened["base"], listened["withheld"]) == (40, "")
    always = next(o for o in listened["options"] if o["key"] == "always")
    assert [always[name] for name in ("label", "count", "percent")] == ["Always", 15, 38]
    assert always["low"] < 38 < always["high"]


def test_a_protected_figure_is_null_with_its_reason(results, record):
    questions = {q["id"]: q for q in value(results(record.id, "--json"))["questions"]}
    options = {o["key"]: o for o in questions["safe_out"]["options"]}
    assert {options[key]["count"] for key in ("very_safe", "not_safe")} == {None}
    assert all("fewer than 5" in option["withheld"] for option in options.values())


def test_a_round_that_is_not_there_is_a_sentence_and_exit_1(results, record):
    result = results("nope", "--json")
    assert result.exit_code == 1
    assert "There is no round “nope”. Rounds here: out_of_borough-1." in result.stderr


def test_without_a_round_the_command_says_how_to_name_one(results):
    result = results()
    assert result.exit_code == 2
    assert "--list" in result.stderr


def test_an_empty_list_says_how_to_open_a_round(results):
    assert "open-round" in results("--list").stdout
    assert value(results("--list", "--json")) == []


def test_the_plain_answer_has_the_same_figures(results, record):
    said = results(record.id).stdout
    assert "40 of 300 (13%)" in said
    assert "Always: 15 of 40 (38%, likely" in said
