"""Letters for a whole round: only the reference stays, sealed; names and addresses stay nowhere."""

import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.worker import worker
from data import audit, invitations
from surveys import reveal
from surveys.collect import enter, place
from surveys.invitations import make
from surveys.paper.letters import Where, letters
from surveys.paper.mail_list import ListRefused
from surveys.paper.merge import slips_for, write_to
from surveys.rounds import RoundRefused, open_round
from tests.children import Device
from tests.conftest import actor
from tests.documents.papers import texts
from tests.documents.reading import squeezed
from tests.integration.test_exports import environment
from web.commands import cli

NAME, STREET, CASE = "Canaryname Quillfeather", "77 Canarystreet Mews", "CANARY-4711"
LIST = f"reference,name,address1,postcode,band\n{CASE},{NAME},{STREET},ZZ99 9ZZ,11-17\n".encode()
WHERE = Where("https://heard.example.gov.uk", "Sandwell")


@pytest.fixture(scope="module", autouse=True)
def _worker_stops():
    yield
    worker().stop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.ci)])
def settings(request):
    """Both databases in CI; the queries beneath are tested on both elsewhere."""
    return request.getfixturevalue(f"{request.param}_settings")


@pytest.fixture
def opened(db, participation, now):
    """A round in mode code."""
    return open_round(db, participation, "out_of_borough", now=now).id


def test_each_child_gets_a_code_that_lets_them_in(db, participation, opened, now):
    (batch,) = write_to(db, participation, opened, LIST, now)
    token = enter(db, batch.given[0].code, door="light", now=now)
    assert place(db, token, now).round.id == opened


def test_only_the_reference_stays_and_it_is_sealed(db, participation, safeguarding, opened, now):
    (batch,) = write_to(db, participation, opened, LIST, now)
    child = Device(db, enter(db, batch.given[0].code, door="light", now=now), now).to_questions()
    why = "These words say that somebody is not safe."
    wish = reveal.ask_who(db, safeguarding, child.here.response, why, now)
    reveal.decide_wish(db, actor("designated"), wish, True, now)
    assert reveal.find_out_who(db, safeguarding, wish, now) == CASE
    assert everything_in(db.settings.var) & {NAME, STREET, CASE} == set()


def test_nothing_is_made_of_a_list_with_a_problem(db, participation, opened, now):
    with pytest.raises(ListRefused):
        write_to(db, participation, opened, LIST + b"=A,B,C,D,8-10\n", now)
    with db.reading() as tx:
        assert invitations.listing(tx, opened) == ()


def test_each_child_is_in_the_team_of_the_list(db, participation, now):
    opened = open_round(db, participation, "out_of_borough", now=now, teams={"Oak": 2, "Elm": 1}).id
    write_to(db, participation, opened, b"reference,team\nA,Oak\nB,elm\nC,Oak\n", now)
    with db.reading() as tx:
        teams = [invitation.team for invitation in invitations.listing(tx, opened)]
    assert sorted(teams) == ["Elm", "Oak", "Oak"]


def test_the_audit_says_how_many_and_no_more(db, participation, opened, now):
    write_to(db, participation, opened, LIST, now)
    with db.reading() as tx:
        newest = audit.listing(tx)[0]
    assert (newest.act, newest.subject, newest.detail) == ("made invitations", opened, "1")


def test_start_and_end_are_two_letters_to_the_same_child(db, participation, now):
    start = open_round(db, participation, "cin_start", now=now).id
    end = open_round(db, participation, "cin_end", now=now).id
    first, second = write_to(db, participation, start, LIST, now, end_round=end)
    assert (first.round, second.round) == (start, end)
    assert first.given[0].child == second.given[0].child
    assert first.given[0].code != second.given[0].code


def test_a_round_without_names_takes_no_list(db, participation, now):
    opened = open_round(db, participation, "out_of_borough", now=now, mode="none").id
    with pytest.raises(RoundRefused, match="no list is taken"):
        write_to(db, participation, opened, LIST, now)


def test_a_round_without_names_has_slips_that_name_nobody(db, participation, now):
    opened = open_round(db, participation, "out_of_borough", now=now, mode="none").id
    made = make(db, participation, opened, 3, now=now)
    (batch,) = slips_for(db, participation, made, (), now)
    assert [given.code for given in batch.given] == list(made.codes)
    assert {given.child.reference for given in batch.given} == {""}


def test_progress_is_told_code_by_code(db, participation, opened, now):
    told = []
    content = b"reference\nA\nB\nC\n"
    write_to(db, participation, opened, content, now, progress=lambda *so_far: told.append(so_far))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_letter_is_drawn_in_the_worker(db, participation, opened, now):
    (batch,) = write_to(db, participation, opened, LIST, now)
    (page,) = texts(worker().run("paper", letters(batch, WHERE)))
    assert squeezed(NAME) in page
    assert squeezed(STREET) in page


# --- the command -------------------------------------------------------------------------------


@pytest.fixture
def manage(db, settings, tmp_path, monkeypatch):
    """Run `manage.py …` on this database, with a temporary folder of its own."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", None)

    def run(*arguments):
        return CliRunner(env=environment(settings)).invoke(cli, list(map(str, arguments)))

    run.scratch = scratch
    return run


@pytest.fixture
def a_list(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(LIST)
    return path


def test_the_command_writes_one_file_and_leaves_no_name_anywhere_else(
    manage, opened, a_list, settings, tmp_path
):
    ran = manage("letters", opened, a_list, "--out", tmp_path / "out")
    assert ran.stdout.strip() == str(tmp_path / "out" / f"{opened}-letters.pdf")
    (file,) = (tmp_path / "out").iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == (f"{opened}-letters.pdf", 0o600)
    left = everything_in(settings.var) | everything_in(manage.scratch) | found_in(ran.output)
    assert left == set()


@pytest.mark.parametrize(
    ("option", "name"), [("--slips", "slips"), ("--forms", "forms"), ("--letters", "letters")]
)
def test_slips_and_questionnaires_are_asked_for_by_name(
    manage, opened, a_list, tmp_path, option, name
):
    ran = manage("letters", opened, a_list, option, "--out", tmp_path / "out")
    assert ran.stdout.strip().endswith(f"{opened}-{name}.pdf")


def test_a_bad_list_is_said_line_by_line(manage, opened, a_list, tmp_path):
    a_list.write_bytes(LIST + b"=A,,,,8-10\n")
    ran = manage("letters", opened, a_list, "--out", tmp_path / "out")
    assert ran.exit_code == 1
    assert "Line 3, column reference: begins like a formula" in ran.output


def test_invitations_are_for_conferences_only_and_nothing_is_made_before_that_is_said(
    manage, db, opened, a_list, tmp_path
):
    ran = manage("letters", opened, a_list, "--invitations", "--out", tmp_path / "out")
    assert "Invitations belong to conference_consultation" in ran.output
    with db.reading() as tx:
        assert invitations.listing(tx, opened) == ()


def test_whoever_is_not_known_to_be_twelve_gets_a_letter_and_the_sender_is_told(
    manage, db, participation, now, a_list, tmp_path
):
    survey = "conference_consultation"
    opened = open_round(db, participation, survey, now=now, mode="named").id
    a_list.write_bytes(b"reference,age,band\nA,12,11-17\nB,11,11-17\nC,,11-17\n")
    ran = manage("letters", opened, a_list, "--invitations", "--out", tmp_path / "out")
    pages = {path.name: len(texts(path.read_bytes())) for path in (tmp_path / "out").iterdir()}
    assert pages == {f"{opened}-invitations.pdf": 1, f"{opened}-letters.pdf": 2}
    assert "1 under 12: no invitation for them. 1 of an age" in ran.output


def test_paper_writes_one_questionnaire_for_each_age_group(manage, tmp_path):
    ran = manage("paper", "service_feedback", "--language", "pl", "--out", tmp_path)
    names = [Path(line).name for line in ran.stdout.split()]
    assert names[0] == "service_feedback.4-7.pl.pdf"
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF") for name in names)


def test_paper_for_a_round_has_its_age_group_and_its_notice(
    manage, db, participation, now, tmp_path
):
    opened = open_round(db, participation, "out_of_borough", now=now, band="8-10", mode="none").id
    ran = manage("paper", "out_of_borough", "--round", opened, "--out", tmp_path)
    (line,) = ran.stdout.split()
    first = texts(Path(line).read_bytes())[0]
    assert squeezed("This paper has no code and no name on it.") in first


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nonsense",), "There is no survey “nonsense”"),
        (("cp_conference", "--language", "xx"), "It is not offered in “xx”"),
        (("cp_conference", "--band", "4-7"), "no wording for ages “4-7”"),
        (("conference_consultation", "--mode", "none"), "is not asked in mode “none”"),
    ],
)
def test_what_cannot_be_printed_is_said_plainly(manage, tmp_path, arguments, said):
    ran = manage("paper", *arguments, "--out", tmp_path)
    assert ran.exit_code == 1
    assert said in ran.output


def everything_in(folder):
    """Which of the canaries any file below a folder holds."""
    found = set()
    for path in (p for p in Path(folder).rglob("*") if p.is_file()):
        found |= found_in(path.read_bytes())
    return found


def found_in(content):
    """Which of the canaries a text or some bytes hold, in the encodings that a program may use."""
    content = content.encode() if isinstance(content, str) else content
    spelt = {word: (word.encode(), word.encode("utf-16-le")) for word in (NAME, STREET, CASE)}
    return {word for word, ways in spelt.items() if any(way in content for way in ways)}
