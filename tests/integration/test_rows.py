"""Single answers leave with a role and a reason only, and somebody else sees who took them."""

import csv
import io
import sqlite3
import stat
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette

from analysis.rows import RowsRefused, about_rows, take_rows, waiting
from analysis.spreadsheets.children import CHILD, drawn
from analysis.worker import worker
from data import audit, comments, rows_taken
from data.backup import back_up
from data.clock import stamp
from data.database import Unavailable
from surveys.asked import DAMAGED
from surveys.collect import enter
from surveys.importing.taking import import_responses
from surveys.invitations import make
from surveys.looked import looked
from surveys.permissions import NotAllowed
from surveys.retention import erase_due
from surveys.rounds import RoundRefused, close_round, open_round
from tests.answering import a_round, spread
from tests.children import Device
from tests.conftest import actor, confirmed_times, finished
from tests.integration.test_exports import environment
from web import downloads, state
from web.commands import cli
from web.staff import accounts

WHY = "For the university's study of moves, until March. Synthetic canary: the heron waits."
CASE = "Case 4711 (invented)"
WORDS = "=1+1 is what I think, synthetic"
PASSWORD = "wet piano lantern"


@pytest.fixture(scope="module", autouse=True)
def _worker_stops():
    yield
    worker().stop()


@pytest.fixture
def settings(settings, tmp_path):
    """An installation whose retention times an officer has confirmed."""
    return replace(settings, retention_file=confirmed_times(tmp_path))


@pytest.fixture
def record(db, now):
    """A round in which two children wrote and one would rather not say."""
    sent = [{"rating": "very_good", "good": WORDS}, {"good": "'cause you listen"}, {"good": "—"}]
    return a_round(db, now, "service_feedback", sent)


def table(found):
    """The CSV of rows, by column name, as a spreadsheet would show it."""
    lines = csv.DictReader(io.StringIO(drawn(found, "csv").decode("utf-8-sig"), newline=""))
    return list(lines)


def acts(db):
    with db.reading() as tx:
        return [(line.actor, line.act, line.detail) for line in audit.listing(tx)]


def test_one_row_is_one_child_and_one_column_is_one_question(db, participation, record, now):
    first, second, third = take_rows(db, participation, record.id, WHY, now).rows
    rows = table(take_rows(db, participation, record.id, WHY, now))
    assert [row["Child"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["rating"] == "Very good"
    assert (first.number, second.ages, third.sent_on) == (1, "11 to 17", "2026-11-20")
    assert rows[2]["good"] == "Would rather not say"


def test_without_a_reason_nothing_is_taken(db, participation, record, now):
    for reason in ("", "   ", "because"):
        with pytest.raises(RowsRefused, match="what the file is for"):
            take_rows(db, participation, record.id, reason, now)
    assert "took rows out" not in {act for _, act, _ in acts(db)}


@pytest.mark.parametrize("role", ["safeguarding", "designated", "board", "administrator"])
def test_only_the_participation_team_may(db, record, now, role):
    with pytest.raises(NotAllowed):
        take_rows(db, actor(role), record.id, WHY, now)


def test_the_trail_has_who_and_how_many_and_never_the_reason(db, participation, record, now):
    take_rows(db, participation, record.id, WHY, now)
    assert acts(db)[0] == (participation.name, "took rows out", "3 children")
    assert not [line for line in acts(db) if "heron" in str(line)]


def test_the_reason_is_sealed_in_the_database(db, participation, record, now):
    take_rows(db, participation, record.id, WHY, now)
    with db.reading() as tx:
        sealed = bytes(tx.run(text("SELECT reason FROM rows_taken")).scalar_one())
        (kept,) = rows_taken.since(tx, stamp(now - timedelta(days=1)))
    assert b"heron" not in sealed
    assert (kept.reason, kept.taken_by, kept.rows) == (WHY, participation.name, 3)


@pytest.mark.parametrize("column", ["reason", "wrapped_key"])
def test_a_reason_that_is_damaged_or_emptied_is_said_to_be(db, participation, record, now, column):
    take_rows(db, participation, record.id, WHY, now)
    with db.writing() as tx:
        tx.run(text(f"UPDATE rows_taken SET {column} = :nothing"), {"nothing": b""})
        (kept,) = rows_taken.since(tx, "")
    assert kept.reason == rows_taken.DAMAGED


def test_words_that_are_damaged_are_said_to_be(db, participation, record, now):
    with db.writing() as tx:
        tx.run(text("UPDATE answers SET words = :rot WHERE words IS NOT NULL"), {"rot": b"rot"})
    rows = take_rows(db, participation, record.id, WHY, now)
    good = rows.questions.index("good")
    assert [row.cells[good] for row in rows.rows] == [DAMAGED, DAMAGED, "Would rather not say"]


def test_where_the_reason_cannot_be_kept_nothing_is_handed_out(db, participation, record, now):
    with db.writing() as tx:
        tx.run(text("DROP TABLE rows_taken"))
    with pytest.raises((DBAPIError, Unavailable)):
        take_rows(db, participation, record.id, WHY, now)
    assert "took rows out" not in {act for _, act, _ in acts(db)}


def test_the_weekly_list_names_who_took_and_why_and_the_auditor_reads_no_reason(
    db, participation, safeguarding, record, now
):
    take_rows(db, participation, record.id, WHY, now)
    (lead,) = looked(db, safeguarding, now).taken
    (auditor,) = looked(db, actor("auditor"), now).taken
    assert (lead.record.taken_by, lead.record.reason) == (participation.name, WHY)
    assert auditor.record.reason == ""


def test_the_reason_goes_with_the_answers_of_the_round(db, participation, record, now):
    take_rows(db, participation, record.id, WHY, now)
    close_round(db, participation, record.id, now)
    erase_due(db, actor("administrator"), now + timedelta(days=3650))
    with db.reading() as tx:
        (kept,) = rows_taken.since(tx, "")
    assert (kept.reason, kept.taken_by) == ("", participation.name)
    with pytest.raises(RowsRefused, match="they were erased"):
        take_rows(db, participation, record.id, WHY, now + timedelta(days=3650))


def test_the_reason_goes_from_the_backups_too(db, participation, record, now):
    take_rows(db, participation, record.id, WHY, now)
    close_round(db, participation, record.id, now)
    kept = back_up(db.settings)
    erase_due(db, actor("administrator"), now + timedelta(days=3650))
    if kept.suffix == ".zip":
        with zipfile.ZipFile(kept) as packed:
            assert f",\\x,\\x,{participation.name}," in packed.read("rows_taken.csv").decode()
        return
    with closing(sqlite3.connect(kept)) as copy:
        rows = copy.execute("SELECT wrapped_key, reason, taken_by FROM rows_taken").fetchall()
    assert rows == [(b"", b"", participation.name)]


def test_no_code_name_time_or_way_to_reach_a_child_is_in_it(db, participation, now):
    opened = open_round(db, participation, "service_feedback", now=now, hear_by="2027-07-31")
    made = make(db, participation, opened.id, 1, now=now, references=(CASE,))
    child = Device(db, enter(db, made.codes[0], door="light", now=now), now).to_questions()
    child.to("good").answer(words=WORDS)
    child.to("contact").answer(keys=["worker"])
    child.to("contact_how").answer(words="ring 07700 900123")
    child.send_all()
    for kind in ("csv", "xlsx"):
        found = take_rows(db, participation, opened.id, WHY, now)
        content = drawn(found, kind)
        hidden = ("07700", CASE, made.codes[0], child.here.response, stamp(now)[11:16])
        assert [one for one in hidden if one.encode() in content or one in str(found)] == []
    assert found.rows[0].cells[found.questions.index("good")] == WORDS


def test_what_it_would_hold_is_said_before_anything_is_taken(db, participation, record):
    assert about_rows(db, participation, record.id) == 3
    assert "took rows out" not in {act for _, act, _ in acts(db)}


def test_a_round_that_is_not_there_or_empty_is_said_plainly(db, participation, now):
    empty = open_round(db, participation, "service_feedback", now=now)
    with pytest.raises(RowsRefused, match="Nobody has sent answers"):
        take_rows(db, participation, empty.id, WHY, now)
    with pytest.raises(RoundRefused):
        take_rows(db, participation, "nowhere-1", WHY, now)


MAP = """survey = "service_feedback"
band = "11-17"
key = "Child"
[file]
guarded = true
[date]
column = "Sent on"
format = "yyyy-mm-dd"
[[answer]]
question = "good"
column = "good"
values."Would rather not say" = "preferred_not_to_say"
"""


def test_taken_in_again_the_words_are_those_that_the_children_wrote(
    db, participation, record, now, tmp_path
):
    found = take_rows(db, participation, record.id, WHY, now)
    (tmp_path / "rows.csv").write_bytes(drawn(found, "csv"))
    (tmp_path / "map.toml").write_text(MAP, "utf-8")
    files = (tmp_path / "rows.csv", tmp_path / "map.toml")
    assert f'"\'{WORDS}"' in files[0].read_text("utf-8-sig")
    new = import_responses(db, participation, "service_feedback", *files, now=now)
    with db.reading() as tx:
        words = {comment.words for comment in comments.of_round(tx, new.round)}
    assert {WORDS, "'cause you listen"} <= words


# --- the command and the download -----------------------------------------------------------------


def test_the_command_writes_one_file_for_its_owner_only(db, settings, record, tmp_path):
    out = tmp_path / "made"
    arguments = ("rows", record.id, "--reason", WHY, "--format", "csv", "--out", str(out))
    result = CliRunner(env=environment(settings)).invoke(cli, arguments)
    assert (result.exit_code, result.stdout.strip()) == (0, str(out / f"{record.id}-rows.csv"))
    (file,) = out.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "whoever knows a child can recognise them" in result.stderr
    assert acts(db)[0][0].startswith("operator:")


def test_the_command_takes_nothing_without_a_reason(db, settings, record, tmp_path):
    arguments = ("rows", record.id, "--reason", "why", "--format", "xlsx", "--out", str(tmp_path))
    result = CliRunner(env=environment(settings)).invoke(cli, arguments)
    assert (result.exit_code, list(tmp_path.glob("*-rows.*"))) == (1, [])


@pytest.fixture
def browser(db, settings, monkeypatch):
    """`browser(name, path)` asks our route as this person of the team, or as nobody."""
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)
    state.settings.cache_clear()
    here = downloads.utc_now()
    accounts.set_password(db, accounts.first_link(db, here), "Asha Rao", PASSWORD, here)
    for name in ("Ben Okafor", "Cara Lund"):
        token = accounts.add_person(db, _admin(), name, ["participation"], here)
        accounts.set_password(db, token, None, PASSWORD, here)

    def ask(name, path):
        cookies = {}
        if name:
            cookies = {"heard_staff": accounts.sign_in(db, name, PASSWORD, here).token}
        return finished(_get(path, cookies))

    yield ask
    state.close()
    state.settings.cache_clear()


def _admin():
    return type(actor("administrator"))("Asha Rao", frozenset({"administrator"}))


async def _get(path, cookies):
    wire = httpx.ASGITransport(Starlette(routes=downloads.routes))
    async with httpx.AsyncClient(transport=wire, base_url="http://test", cookies=cookies) as client:
        return await client.get(f"/download/rows/{path}")


def laid(db, participation, record, name, now):
    """A file of rows that waits for one person; its token."""
    found = take_rows(db, participation, record.id, WHY, now)
    return waiting().put(name, "rows", f"{record.id}-rows", found, now)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_who_made_it_fetches_it_and_nobody_may_store_it(browser, db, participation, record, kind):
    token = laid(db, participation, record, "Ben Okafor", downloads.utc_now())
    answer = browser("Ben Okafor", f"{token}.{kind}")
    name = f'attachment; filename="{record.id}-rows.{kind}"'
    assert (answer.status_code, answer.headers["content-disposition"]) == (200, name)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content[:4] == (b"PK\x03\x04" if kind == "xlsx" else '\ufeff"'.encode())


def test_nobody_else_fetches_it(browser, db, participation, record):
    token = laid(db, participation, record, "Ben Okafor", downloads.utc_now())
    assert browser("Cara Lund", f"{token}.csv").status_code == 404
    assert browser("Asha Rao", f"{token}.csv").status_code == 403
    assert browser("", f"{token}.csv").status_code == 401


def test_after_a_quarter_of_an_hour_it_is_gone(browser, db, participation, record):
    before = downloads.utc_now() - timedelta(minutes=16)
    token = laid(db, participation, record, "Ben Okafor", before)
    answer = browser("Ben Okafor", f"{token}.csv")
    assert answer.status_code == 404
    assert "quarter of an hour" in answer.text


def test_the_columns_before_the_questions_are_few(db, participation, now):
    found = take_rows(
        db, participation, a_round(db, now, "lac_review", spread("listened", always=6)).id, WHY, now
    )
    assert tuple(table(found)[0])[: len(CHILD)] == ("Child", "Ages", "Language", "Sent on")
