"""`manage.py users`: adding members of staff at the server."""

import json

import pytest
from click.testing import CliRunner

from data import audit
from data.clock import utc_now
from web.commands import cli
from web.staff import accounts

PASSWORD = "wet piano lantern"


@pytest.fixture
def users(sqlite_db):
    """Run `manage.py users …` on the test's database."""
    env = {
        "HEARD_VAR": str(sqlite_db.settings.var),
        "HEARD_KEY_FILE": str(sqlite_db.settings.key_file),
        "DATABASE_URL": sqlite_db.settings.database_url,
        "HEARD_PUBLIC_URL": None,
    }
    return lambda *arguments: CliRunner(env=env).invoke(cli, ["users", *arguments])


def token_in(result):
    assert result.exit_code == 0, result.stderr
    return result.stdout.strip().rsplit("/staff/welcome/", 1)[1]


def test_adding_somebody_prints_a_link_that_lets_them_in(sqlite_db, users):
    result = users("add", "Ben Okafor", "--role", "participation", "--role", "safeguarding")
    accounts.set_password(sqlite_db, token_in(result), None, PASSWORD, utc_now())
    assert accounts.sign_in(sqlite_db, "Ben Okafor", PASSWORD, utc_now())


def test_the_link_names_the_address_that_colleagues_use(users):
    result = users("add", "Ben", "--role", "board", "--public-url", "https://heard.example/")
    assert result.stdout.startswith("https://heard.example/staff/welcome/")


def test_a_forgotten_password_gets_a_new_link(sqlite_db, users):
    users("add", "Ben Okafor", "--role", "board")
    token = token_in(users("link", "ben okafor"))
    assert accounts.set_password(sqlite_db, token, None, PASSWORD, utc_now()) == "Ben Okafor"


def test_the_list_is_one_json_value(users):
    users("add", "Ben Okafor", "--role", "board")
    assert json.loads(users("list", "--json").stdout) == [
        {"name": "Ben Okafor", "state": "invited", "roles": ["board"]}
    ]


def test_an_empty_list_says_how_the_first_account_is_made(users):
    assert "link for the first administrator" in users("list").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "Ben Okafor"), "Missing option '--role'"),
        (("add", "Ben Okafor", "--role", "director"), "'director' is not one of"),
        (("add", "B", "--role", "board"), "Write a name of 2 to 80 letters"),
        (("link", "Nobody Here"), "There is nobody called Nobody Here"),
    ],
)
def test_a_mistake_is_said_in_a_sentence(users, arguments, said):
    result = users(*arguments)
    assert result.exit_code in (1, 2)
    assert said in result.stderr


def test_the_audit_trail_names_the_operator(sqlite_db, users):
    users("add", "Ben Okafor", "--role", "board")
    with sqlite_db.reading() as tx:
        newest = audit.listing(tx)[0]
    assert newest.actor.startswith("operator:")
    assert (newest.act, newest.detail) == ("added person", "board")
