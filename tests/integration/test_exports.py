"""A report leaves Heard as a document: by the command line and by an authenticated download."""

import json
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from starlette.applications import Starlette

from analysis import reports
from analysis.documents.formats import FORMATS
from analysis.exports import NoSuchFormat, export
from analysis.worker import worker
from data import audit
from surveys.permissions import NotAllowed
from surveys.rounds import RoundRefused
from tests.answering import a_round, spread
from tests.conftest import finished
from tests.documents.conftest import READERS
from web import downloads, state
from web.commands import cli
from web.staff import accounts

PASSWORD = "wet piano lantern"


@pytest.fixture(scope="module", autouse=True)
def _worker_stops():
    yield
    worker().stop()


@pytest.fixture
def record(db, now):
    """A round that 40 of 300 answered."""
    return a_round(db, now, "out_of_borough", spread("listened", always=24, never=16))


def environment(settings):
    return {
        "HEARD_VAR": str(settings.var),
        "HEARD_KEY_FILE": str(settings.key_file),
        "HEARD_AUTHORITY": settings.authority,
        "DATABASE_URL": settings.database_url,
        "HEARD_PUBLIC_URL": "",
    }


@pytest.fixture
def manage(db, settings):
    """Run `manage.py report` on this database."""

    def run(*arguments):
        return CliRunner(env=environment(settings)).invoke(cli, ("report", *map(str, arguments)))

    return run


def exports(db):
    with db.reading() as tx:
        return [
            (r.actor, r.subject, r.detail) for r in audit.listing(tx) if r.act == "exported report"
        ]


@pytest.mark.parametrize("kind", FORMATS)
def test_the_command_writes_exactly_one_file_and_prints_its_path(manage, record, tmp_path, kind):
    out = tmp_path / "made"
    result = manage(record.id, "--format", kind, "--out", out)
    assert (result.exit_code, Path(result.stdout.strip())) == (0, out / f"{record.id}.{kind}")
    assert [path.name for path in out.iterdir()] == [f"{record.id}.{kind}"]
    assert "24 of 40" in READERS[kind]((out / f"{record.id}.{kind}").read_bytes()) or kind == "json"


def test_the_operator_is_in_the_audit_trail(db, manage, record, tmp_path):
    manage(record.id, "--format", "html", "--out", tmp_path)
    (actor, subject, detail), *others = exports(db)
    assert actor.startswith("operator:")
    assert (subject, detail, others) == (record.id, "html, draft", [])


def test_an_unknown_round_is_said_in_a_sentence_and_nothing_is_written(manage, record, tmp_path):
    result = manage("nowhere-1", "--format", "pdf", "--out", tmp_path / "made")
    assert result.exit_code == 1
    assert "There is no round “nowhere-1”" in result.stderr
    assert list((tmp_path / "made").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(manage, record, tmp_path):
    (tmp_path / "file").write_text("in the way")
    result = manage(record.id, "--format", "pdf", "--out", tmp_path / "file")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_a_format_that_is_not_built_is_not_offered(manage, record, tmp_path):
    result = manage(record.id, "--format", "pptx", "--out", tmp_path)
    assert result.exit_code == 2
    assert "'docx', 'pdf', 'html', 'xlsx', 'csv', 'json'" in result.stderr


def test_a_file_is_named_by_its_round_and_not_by_its_title(db, participation, record, now):
    reports.write_text(db, participation, record.id, "title", "Zoë was moved again", 0, now)
    made = export(db, participation, worker(), record.id, "csv", now)
    assert made.name == "out_of_borough-1.csv"


def test_the_published_report_is_exported_as_it_was_frozen(db, participation, board, record, now):
    draft = json.loads(export(db, participation, worker(), record.id, "json", now).content)
    reports.publish(db, participation, record.id, now)
    frozen = json.loads(export(db, board, worker(), record.id, "json", now).content)
    assert (draft["published"], frozen["published"]) == ("", "2026-11-20")


def test_the_board_gets_no_draft(db, board, record, now):
    with pytest.raises(NotAllowed):
        export(db, board, worker(), record.id, "pdf", now)
    with pytest.raises(NotAllowed):
        export(db, board, worker(), record.id, "pdf", now, draft=True)
    assert exports(db) == []


def test_what_is_not_there_is_not_exported(db, participation, record, now):
    with pytest.raises(NoSuchFormat, match="docx, pdf, html, xlsx, csv, json"):
        export(db, participation, worker(), record.id, "exe", now)
    with pytest.raises(RoundRefused):
        export(db, participation, worker(), "nowhere-1", "pdf", now)


# --- the download ------------------------------------------------------------------------------


@pytest.fixture
def browser(db, settings, monkeypatch, now):
    """`browser(path, role)` asks our route as somebody with that role, or as nobody."""
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)
    state.settings.cache_clear()
    here = downloads.utc_now()
    admin = _signed_in(db, accounts.first_link(db, here), "Asha Rao", here)

    def ask(path, role=None):
        cookies = {} if role is None else admin
        if role not in (None, "administrator"):
            actor = downloads.sessions.who(db, admin, here)
            token = accounts.add_person(db, actor, f"{role} person", [role], here)
            cookies = _signed_in(db, token, f"{role} person", here)
        return finished(_get(path, cookies))

    yield ask
    state.close()
    state.settings.cache_clear()


def _signed_in(db, token, name, now):
    accounts.set_password(db, token, name if name == "Asha Rao" else None, PASSWORD, now)
    return {"heard_staff": accounts.sign_in(db, name, PASSWORD, now).token}


async def _get(path, cookies):
    wire = httpx.ASGITransport(Starlette(routes=downloads.routes))
    async with httpx.AsyncClient(transport=wire, base_url="http://test", cookies=cookies) as client:
        return await client.get(f"/download/report/{path}")


def test_a_signed_in_person_downloads_a_draft_that_nobody_may_store(browser, record):
    answer = browser(f"{record.id}.pdf", "participation")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'attachment; filename="{record.id}.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_nobody_is_asked_to_sign_in(browser, record):
    answer = browser(f"{record.id}.pdf")
    assert answer.status_code == 401
    assert 'href="/staff"' in answer.text


@pytest.mark.parametrize("role", ["board", "administrator"])
def test_who_may_not_see_results_gets_no_draft(browser, db, record, role):
    answer = browser(f"{record.id}.pdf", role)
    assert answer.status_code == 403
    assert "<h1>This report is not for you to open</h1>" in answer.text
    assert exports(db) == []


def test_the_board_downloads_what_was_published(browser, db, participation, record, now):
    reports.publish(db, participation, record.id, now)
    answer = browser(f"{record.id}.html", "board")
    assert answer.status_code == 200
    assert "Published on 20 November 2026" in answer.text


@pytest.mark.parametrize("name", ["nowhere-1.pdf", "out_of_borough-1.exe", "out_of_borough-1"])
def test_what_is_not_there_is_said_plainly(browser, record, name):
    answer = browser(name, "participation")
    assert answer.status_code == 404
    assert "There is no such report" in answer.text
