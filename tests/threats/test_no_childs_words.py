"""No figure, document or page for the board holds a child's words, in any format: a canary."""

import io
import json
import zipfile

import pytest
from click.testing import CliRunner

from analysis import reports
from analysis.documents.formats import FORMATS
from analysis.documents.make import document
from analysis.own_words import IN_A_ROW, problems
from analysis.report import ActionLine
from analysis.reports import ReportRefused
from data import codings, comments
from surveys.concerns import raise_concern
from tests.answering import a_round
from tests.documents.conftest import READERS
from tests.documents.reading import squeezed
from tests.integration.test_exports import environment
from tests.samples import sample
from web.commands import cli

CANARY = "The Heron 41c7 at Bramble Hall took my blue bicycle, synthetic"
QUESTIONS = ("keep_one", "change_one")


@pytest.fixture
def record(sqlite_db, participation, safeguarding, now):
    """A round of forty who all wrote the canary; it has a theme, and a concern about it."""
    wrote = dict.fromkeys(QUESTIONS, CANARY) | {"listened": "always"}
    made = a_round(sqlite_db, now, "out_of_borough", [wrote] * 40)
    with sqlite_db.writing() as tx:
        places = comments.places(tx, made.id)
        for response, question in places:
            codings.decide(tx, response, question, "T01", "given", "Asha Rao", now)
    raise_concern(sqlite_db, safeguarding, *places[0], now)
    return made


def everything(content: bytes, kind: str) -> str:
    """A document's words, and every byte of every part of it."""
    raw = content.decode("utf-8", "replace")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            raw = "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return squeezed(READERS[kind](content) + raw)


def test_the_canary_is_in_the_round(sqlite_db, record):
    with sqlite_db.reading() as tx:
        written = comments.of_round(tx, record.id)
    assert len([one for one in written if one.words == CANARY]) == 80


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("stage", ["draft", "published"])
def test_no_format_of_a_report_holds_a_childs_words(
    sqlite_db, participation, record, now, kind, stage
):
    if stage == "published":
        reports.publish(sqlite_db, participation, record.id, now)
    made = reports.newest(sqlite_db, participation, record.id, now)
    said = everything(document(made, kind), kind)
    assert [word for word in ("Heron41c7", "BrambleHall", "bluebicycle") if word in said] == []


def test_the_command_for_figures_holds_no_childs_words(sqlite_db, sqlite_settings, record):
    for arguments in (("results", record.id), ("results", record.id, "--json")):
        shown = CliRunner(env=environment(sqlite_settings)).invoke(cli, arguments)
        assert shown.exit_code == 0
        assert "Heron" not in shown.output


@pytest.mark.parametrize("section", ["title", "asks", "key_messages", "analysis", "outcomes"])
def test_a_text_with_a_childs_words_is_not_published(
    sqlite_db, participation, record, now, section
):
    quoted = f"One child said: “{CANARY.upper()}”"
    reports.write_text(sqlite_db, participation, record.id, section, quoted, 0, now)
    with pytest.raises(ReportRefused, match="a child wrote, word for word") as refused:
        reports.publish(sqlite_db, participation, record.id, now)
    assert "Heron" not in str(refused.value)
    assert json.dumps(reports.published(sqlite_db, participation)) == "[]"


def test_an_action_with_a_childs_words_is_found():
    said = "It takes too long to see the people we love, and nobody says why"
    line = ActionLine(
        said, "Buses are paid.", "Head of care", "2027-01-31", "new", "Trips", "", "", False
    )
    found = problems(sample(actions=(line,)), ["it takes too long to see the people we love"])
    assert [one.partition(":")[0] for one in found] == ["The action of Head of care"]


def test_the_same_thing_in_other_words_is_no_quote():
    made = sample(analysis="Children want buses that run later, so that they can visit friends.")
    assert problems(made, ["we want the bus to run later so we can see friends"]) == ()


def test_what_everybody_could_have_said_is_no_quote():
    made = sample(analysis="Some said: more time with mum. Others said nothing at all about it.")
    assert problems(made, ["more time with mum"]) == ()
    assert problems(made, [" ".join(["others said nothing"] * IN_A_ROW)]) == ()
