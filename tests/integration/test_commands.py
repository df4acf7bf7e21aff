"""The command line: what programs read from it, and what it says about mistakes."""

import json
import os
import socket
from contextlib import closing
from dataclasses import replace

import pytest
from click.testing import CliRunner, Result

from data import audit
from data.opening import open_database
from web.commands import COMMANDS, cli

SURVEY = "service_feedback"


@pytest.fixture
def manage(settings):
    """Run one command on a fresh database; SQLite and PostgreSQL."""
    return runner(settings)


@pytest.fixture
def manage_sqlite(sqlite_settings):
    """Run one command on a fresh SQLite database."""
    return runner(sqlite_settings)


def runner(settings):
    env = {
        "HEARD_VAR": str(settings.var),
        "HEARD_KEY_FILE": str(settings.key_file),
        "DATABASE_URL": settings.database_url,
        "HEARD_PUBLIC_URL": None,
    }

    def run(*arguments: str, **more: str) -> Result:
        return CliRunner(env=env | more).invoke(cli, arguments, prog_name="manage.py")

    return run


def value(result: Result) -> object:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def refusal(result: Result, exit_code: int = 1) -> str:
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.stderr


def test_a_round_is_opened_and_children_invited_by_a_program(manage):
    opened = value(manage("open-round", SURVEY, "--eligible", "300", "--json"))
    made = value(manage("invite", opened["id"], "--count", "3", "--json"))
    assert opened == {"id": f"{SURVEY}-1"}
    assert made["round"] == opened["id"]
    assert len(set(made["codes"])) == 3


def test_codes_for_a_start_come_with_codes_for_the_end(manage):
    start = value(manage("open-round", "cin_start", "--eligible", "9", "--json"))["id"]
    end = value(manage("open-round", "cin_end", "--eligible", "9", "--json"))["id"]
    made = value(manage("invite", start, "--count", "2", "--with-end", end, "--json"))
    assert len(set(made["codes"]) | set(made["end_codes"])) == 4


def test_codes_for_an_end_are_tied_to_codes_of_the_start(manage, tmp_path):
    start = value(manage("open-round", "cin_start", "--eligible", "9", "--json"))["id"]
    end = value(manage("open-round", "cin_end", "--eligible", "9", "--json"))["id"]
    listed = tmp_path / "starts.txt"
    codes = value(manage("invite", start, "--count", "3", "--json"))["codes"]
    listed.write_text("\n".join(codes), "utf-8")
    made = value(manage("invite", end, "--start-codes", str(listed), "--json"))
    assert len(set(made["codes"]) | set(codes)) == 6


def test_people_read_codes_in_two_groups_of_five(manage_sqlite):
    manage_sqlite("open-round", SURVEY, "--eligible", "3")
    shown = manage_sqlite("invite", f"{SURVEY}-1", "--count", "2").stdout.split()
    assert [len(code) for code in shown] == [11, 11]
    assert all(code[5] == "-" for code in shown)


def test_teams_add_up_to_the_number_eligible(manage_sqlite):
    teams = ("--team", "Oak=100", "--team", "Elm Road = 200")
    assert manage_sqlite("open-round", SURVEY, *teams, "--eligible", "300").exit_code == 0
    said = refusal(manage_sqlite("open-round", SURVEY, *teams, "--eligible", "301"), 2)
    assert "The teams make 300, but --eligible says 301" in said


@pytest.mark.parametrize(
    ("arguments", "says", "exit_code"),
    [
        (("open-round", "nope", "--eligible", "3"), "Surveys: accommodated_16_17, cin_end", 1),
        (("open-round", SURVEY), "Say how many children could answer", 2),
        (("open-round", SURVEY, "--eligible", "-3"), "-3 is not in the range", 2),
        (("open-round", SURVEY, "--team", "Oak"), "“Oak” is not NAME=N", 2),
        (("open-round", SURVEY, "--team", "A=1", "--team", "A=2"), "A team is given twice", 2),
        (("open-round", SURVEY, "--eligible", "3", "--closes", "1 May"), "Write it like 2026-", 1),
        (("open-round", SURVEY, "--eligible", "3", "--closes", "2020-01-01"), "before it opens", 1),
        (("open-round", SURVEY, "--eligible", "3", "--band", "12-16"), "'11-17'", 2),
        (("invite", "nope-1", "--count", "3"), "There is no round “nope-1”. Rounds here: none", 1),
        (("invite", "nope-1"), "Say how many codes with --count", 2),
        (("invite", "nope-1", "--count", "0"), "Choose 1 to 2,000", 1),
        (("import-responses", SURVEY, "no.csv", "--map", "no.toml"), "The map cannot be read", 1),
        (
            ("import-responses", "nope", "no.csv", "--map", "no.toml"),
            "There is no survey “nope”",
            1,
        ),
        (("dance",), "No such command", 2),
    ],
)
def test_a_mistake_is_a_sentence_on_stderr_and_nothing_on_stdout(
    manage_sqlite, arguments, says, exit_code
):
    assert says in refusal(manage_sqlite(*arguments), exit_code)


def test_an_import_answers_with_one_json_value(manage, cases):
    file = str(cases / "text" / "nhs_fft_dev.csv")
    arguments = ("import-responses", SURVEY, file, "--map", "surveys/mappings/nhs_fft.toml")
    first = value(manage(*arguments, "--json"))
    again = manage(*arguments)
    assert (first["responses"], first["known"], first["left_out"]) == (3020, 0, [])
    assert again.stdout.endswith(f"0 responses taken in, round {first['round']}\n")


def test_bad_rows_are_listed_up_to_a_limit_and_the_rest_counted(manage_sqlite, tmp_path):
    rows = "".join(f"{n},31/02/2026,Oak,1,What was good?,x\n" for n in range(60))
    file = tmp_path / "bad.csv"
    file.write_text("comment_id,date,service,rating,question,comment\n" + rows, "utf-8")
    said = refusal(
        manage_sqlite(
            "import-responses", SURVEY, str(file), "--map", "surveys/mappings/nhs_fft.toml"
        )
    )
    assert said.count("is not a date like dd/mm/yyyy or mm/dd/yyyy") == 50
    assert "… and 10 more" in said
    assert "Nothing was taken in" in said


def test_a_database_is_made_once(settings):
    fresh = replace(settings, var=settings.var.parent / "fresh")
    if settings.embedded:
        fresh = replace(fresh, database_url=f"sqlite:///{fresh.var}/heard.db")
        assert runner(fresh)("migrate").stdout == "Made an empty database.\n"
    assert runner(fresh)("migrate").stdout == "The database is up to date.\n"


def test_a_database_without_its_key_is_not_touched(manage_sqlite, tmp_path):
    manage_sqlite("open-round", SURVEY, "--eligible", "3")
    lost = str(tmp_path / "lost" / "master.key")
    said = refusal(manage_sqlite("invite", f"{SURVEY}-1", "--count", "1", HEARD_KEY_FILE=lost))
    assert "is missing" in said
    assert not os.path.exists(lost)


def test_a_setting_that_does_not_fit_is_said_plainly(manage_sqlite):
    said = refusal(manage_sqlite("invite", "x", "--count", "1", HEARD_SMALLEST_SHOWN="3"))
    assert "HEARD_SMALLEST_SHOWN is “3”. It must be" in said


def test_the_server_is_not_opened_to_others_without_https(manage_sqlite):
    said = refusal(manage_sqlite("run", "--address", "0.0.0.0"), 2)
    assert "set HEARD_PUBLIC_URL=https://…" in said
    http = manage_sqlite("run", "--address", "0.0.0.0", HEARD_PUBLIC_URL="http://heard.example")
    assert "without HTTPS" in refusal(http, 2)


def test_a_port_in_use_is_said_with_another_to_take(manage_sqlite):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        said = refusal(manage_sqlite("run", "--port", str(port)))
    assert f"Port {port} is in use" in said
    assert f"--port {port + 1}" in said


def test_the_list_of_commands_names_each_with_a_sentence(manage_sqlite):
    listed = manage_sqlite("--help").stdout
    assert all(f"\n  {name} " in listed for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(manage_sqlite, name):
    result = manage_sqlite(name, "--help")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"Usage: manage.py {name} ")


def test_what_was_opened_by_a_command_is_audited_under_the_system_user(sqlite_settings):
    runner(sqlite_settings)("open-round", SURVEY, "--eligible", "3")
    with closing(open_database(sqlite_settings)) as db, db.reading() as tx:
        assert audit.listing(tx)[0].actor.startswith("operator:")


def test_what_anchor_prints_is_what_verify_takes(manage):
    manage("open-round", SURVEY, "--eligible", "300")
    printed = manage("audit", "anchor").stdout.splitlines()[0]
    assert manage("audit", "verify", "--anchor", printed).exit_code == 0
    gone = "9" + printed.split()[1] + " " + printed.split()[-1]
    said = manage("audit", "verify", "--anchor", printed, "--anchor", gone)
    assert (said.exit_code, "anchored elsewhere, is not there" in said.stderr) == (1, True)
