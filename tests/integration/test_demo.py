"""The invented year: whole, obviously made up, and never beside real children."""

import re
import time
from collections import Counter

import pytest
from click.testing import CliRunner

from data import actions, concerns, counts, reports, rounds
from data import comments as unread_comments
from data.clock import utc_now
from data.database import Database
from surveys.loader import published
from surveys.looked import looked
from surveys.today import today
from tests.conftest import settings_in
from web.commands import cli
from web.commands.demo.adults import AUDITOR, PEOPLE
from web.commands.demo.children import comments


def run(settings, *arguments: str):
    env = {
        "HEARD_VAR": str(settings.var),
        "HEARD_KEY_FILE": str(settings.key_file),
        "DATABASE_URL": settings.database_url,
    }
    return CliRunner(env=env).invoke(cli, arguments, prog_name="manage.py")


@pytest.fixture(scope="module")
def year(tmp_path_factory, _template):
    """The demo, run once: its settings, what it printed and the processor time it took."""
    settings = settings_in(tmp_path_factory.mktemp("demo"), _template.key_file)
    began = time.process_time()
    result = run(settings, "demo")
    return settings, result, time.process_time() - began


@pytest.fixture(scope="module")
def db(year):
    """The database that the demo filled."""
    database = Database.open(year[0])
    yield database
    database.close()


def test_it_takes_less_than_twenty_seconds_of_one_processor(year):
    _, result, seconds = year
    assert result.exit_code == 0, result.output
    assert seconds < 20


def test_every_survey_was_asked_and_says_that_it_is_invented(db):
    with db.reading() as tx:
        kept = rounds.listing(tx)
    assert {record.survey for record in kept} == set(published())
    assert all("(invented)" in r.title for r in kept if r.source == "asked")


def test_forty_of_three_hundred_answered_the_second_time(db):
    with db.reading() as tx:
        eligible, answered = rounds.eligible(tx), rounds.answered(tx)
    assert (eligible["out_of_borough-1"], eligible["out_of_borough-2"]) == (300, 300)
    assert answered["out_of_borough-2"] == 40


@pytest.mark.parametrize("kind", ["cin", "cp"])
def test_starts_and_ends_are_of_the_same_children(db, kind):
    with db.reading() as tx:
        pairs = counts.pairs(tx, f"{kind}_start-1", f"{kind}_end-1", "listened")
    assert len(pairs) >= 5


def test_concerns_stand_in_each_state(db):
    with db.reading() as tx:
        states = Counter(concern.state for concern in concerns.open_ones(tx))
        closed = concerns.closed_ones(tx, 10)
    assert set(states) == {"new", "seen", "passed_on"}
    assert len(closed) >= 2


def test_only_the_open_round_waits_to_be_read(db):
    with db.reading() as tx:
        everywhere = unread_comments.unread_count(tx, "participation")
        here = unread_comments.unread_count(tx, "participation", "lac_review-1")
    assert everywhere == here > 0


def test_actions_stand_in_several_states(db):
    with db.reading() as tx:
        states = {action.status for action in actions.of_round(tx, None)}
    assert {"new", "on_track", "done", "cannot"} <= states


def test_one_report_is_published_and_one_is_a_draft(db):
    with db.reading() as tx:
        assert [report.round for report in reports.published(tx)] == ["out_of_borough-1"]
        assert reports.texts(tx, "out_of_borough-2")


def test_a_link_a_role_and_codes_to_try_are_printed(year):
    printed = year[1].stdout
    assert len(re.findall(r"/staff/welcome/\S{30,}", printed)) == 6
    assert len(re.findall(r"/s/\w{10}\b", printed)) == 5


def test_finding_out_who_has_a_history_and_a_colleague_asked_for_too_much(db):
    found = looked(db, AUDITOR, utc_now())
    assert [wish.state for wish in found.wishes] == ["asked", "refused", "over"]
    assert found.wishes[-1].shown_at
    assert [line.detail.split(" asked ")[0] for line in found.beyond] == ["Cory Curious"]


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_today_has_something_to_show_to_everybody(db, person):
    found = today(db, person, utc_now())
    assert found.warned or found.to_read or found.late or found.published


def test_a_database_that_is_not_empty_is_refused(year):
    again = run(year[0], "demo")
    assert (again.exit_code, again.stdout) == (2, "")
    assert "This database is not empty" in again.stderr


def test_every_invented_comment_can_be_told_its_themes():
    assert len({str(one["words"]) for one in comments()}) == len(comments())
    assert {one["fits"] for one in comments()} == {"keep", "change", "goal", "helper"}


@pytest.mark.ci
def test_the_year_fills_postgresql_too(postgresql_settings):
    result = run(postgresql_settings, "demo")
    assert result.exit_code == 0, result.output
