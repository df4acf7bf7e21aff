"""The papers of docs/safety: there, dated, true to the program; the checklist and its proofs."""

import ast
import re
import shutil
import subprocess
from configparser import ConfigParser
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

import data.access_tables  # its tables are part of the database too
from data.backup import KEPT_FOR
from data.tables import metadata
from surveys.authoring.wording import faults
from surveys.kept_for import FILE, times
from surveys.loader import published
from surveys.schema import BANDS, MODES, Band, Mode
from surveys.screens import notice
from tests.conftest import settings_in

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PAPERS = CHECKOUT / "docs" / "safety"
NAMES = (
    "README",
    "impact-assessment",
    "privacy-notice-children",
    "privacy-notice-staff",
    "retention",
    "accessibility-statement",
    "incidents",
    "security",
    "checklist",
)
LINES = 68
STATUSES = {"starting text", "in use"}

_PROOF = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_LAW = re.compile(
    r"\bUK GDPR\b|\bArticles? \d|\b(?:Act|Regulations)\b[^.|]*\b(?:19|20)\d\d|Act (?:19|20)\d\d"
    r"|Children's Code\b|Information Commissioner\b"
)
_NOT_KEPT = re.compile(
    r"birth|dob\b|postcode|address|gps|place_name|device|agent|\bip\b|phone|e?mail|photo"
)


def text_of(name: str) -> str:
    return (PAPERS / f"{name}.md").read_text("utf-8")


def front(name: str) -> dict[str, str]:
    """The lines of a paper between its first two rules, by name."""
    _, head, _ = text_of(name).split("---\n", 2)
    return {k: v.strip() for k, v in (line.split(":", 1) for line in head.splitlines())}


def plain(text: str) -> str:
    """Text with its lines joined, so that a sentence may run over several."""
    return " ".join(text.split())


def parts(text: str, mark: str) -> dict[str, str]:
    """What stands under each heading of one level, by heading."""
    found = re.split(rf"^{mark} (.+)$", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


@cache
def checklist() -> dict[int, str]:
    """What each line of the checklist says, by its number."""
    lines = parts(text_of("checklist"), "###")
    return {int(heading.split(".")[0]): said for heading, said in lines.items()}


def not_yet() -> list[int]:
    return [number for number, said in checklist().items() if "**Not yet:**" in said]


@cache
def names_in(file: str) -> frozenset[str]:
    """The names of the tests of a file, from its syntax tree."""
    tree = ast.parse((CHECKOUT / file).read_text("utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(n.name for n in ast.walk(tree) if isinstance(n, functions))


# --- every paper --------------------------------------------------------------------------------


def test_no_paper_is_forgotten():
    assert {path.stem for path in PAPERS.glob("*.md")} == set(NAMES)
    listed = text_of("README")
    assert [name for name in NAMES[1:] if f"({name}.md)" not in listed] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_paper_is_there_and_says_who_looks_at_it(name):
    said = front(name)
    assert list(said) == ["owner", "status", "last_reviewed", "needs_officers_check"]
    assert said["owner"]
    assert said["status"] in STATUSES
    assert said["needs_officers_check"].startswith('"yes: ')


def newest_change() -> date:
    """The day of the newest commit: a release is never older, and a copy of it never ages."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed, so the day of the newest change is not known")
    command = [git, "log", "-1", "--format=%cs"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("this is no git checkout, so the day of the newest change is not known")
    return date.fromisoformat(done.stdout.strip())


@pytest.mark.parametrize("name", NAMES)
def test_no_paper_was_a_year_old_at_the_newest_change(name):
    reviewed = date.fromisoformat(front(name)["last_reviewed"])
    assert newest_change() - reviewed < timedelta(days=365)


@pytest.mark.parametrize("name", NAMES)
def test_whatever_names_a_law_is_marked_for_the_officer(name):
    _, _, body = text_of(name).split("---\n", 2)
    headless = re.sub(r"^#+ .*$", "", body, flags=re.MULTILINE)
    blocks = re.split(r"\n\s*\n|\n(?=[|-])", headless)
    unmarked = [b for b in blocks if _LAW.search(plain(b)) and "[check]" not in b]
    assert [plain(block)[:100] for block in unmarked] == []


# --- the checklist ------------------------------------------------------------------------------


def test_the_checklist_has_its_lines_in_order():
    assert list(checklist()) == list(range(1, LINES + 1))


def test_each_line_names_a_proof_or_what_is_missing():
    bare = [n for n, said in checklist().items() if not _PROOF.search(said)]
    assert set(bare) <= set(not_yet())


@pytest.mark.parametrize("name", ["checklist", "accessibility-statement"])
def test_every_test_that_is_named_exists(name):
    named = _PROOF.findall(text_of(name))
    assert named
    for file, test in named:
        assert test in names_in(file), f"{file}::{test}"


def test_the_head_counts_what_is_not_yet():
    listed = ", ".join(str(number) for number in not_yet()) or "none"
    assert f"**Not yet, {len(not_yet())} of {LINES}:** {listed}." in plain(text_of("checklist"))


# --- the notices --------------------------------------------------------------------------------


def heading_of(band: Band) -> str:
    return f"{band.replace('-', ' to ')} years"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("band", BANDS)
def test_the_childrens_notice_is_the_one_on_the_screen(band: Band, mode: Mode):
    section = plain(parts(text_of("privacy-notice-children"), "##")[heading_of(band)])
    said = notice(band, mode)
    assert f"“{said.title}”" in section
    assert [p for p in said.paragraphs if f"- {p} " not in section] == []


@pytest.mark.parametrize("band", BANDS)
def test_the_longer_notice_is_in_words_of_the_age(band: Band):
    section = parts(text_of("privacy-notice-children"), "##")[heading_of(band)]
    longer = parts(section, "###")["If you want to know more"]
    paragraphs = [plain(p).strip("*") for p in longer.split("\n\n") if p.strip()]
    assert len(paragraphs) > 5
    assert [(p[:60], f.what) for p in paragraphs for f in faults(p, band)] == []


def test_the_staff_notice_says_what_the_database_holds_about_staff():
    said = plain(text_of("privacy-notice-staff"))
    for needed in ("Argon2id", "six-digit codes", "30 quiet minutes or 8 hours", "audit trail"):
        assert needed in said


# --- what is kept, and for how long -------------------------------------------------------------


def fields() -> dict[str, set[str]]:
    """The fields of each table, as the retention paper lists them."""
    rows = re.findall(r"^\| `(\w+)` \| ([\w, ]+) \|", text_of("retention"), re.MULTILINE)
    return {table: set(listed.split(", ")) for table, listed in rows if not listed.isdigit()}


def test_every_field_of_the_database_is_in_the_retention_paper():
    assert data.access_tables.metadata is metadata
    assert fields() == {table.name: set(table.c.keys()) for table in metadata.sorted_tables}


def test_no_field_is_for_what_the_papers_say_is_not_kept():
    kept = [f"{table}.{name}" for table, names in fields().items() for name in names]
    assert [name for name in kept if _NOT_KEPT.search(name)] == []


def test_every_survey_has_a_time_after_which_its_answers_go():
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|", text_of("retention"), re.MULTILINE)
    said = {survey: int(count) for survey, count in rows}
    kept = times(settings_in(FILE.parent))
    assert said == {survey: kept.of(survey) for survey in published()}


def test_the_times_that_ship_are_confirmed_by_nobody():
    assert not times(settings_in(FILE.parent)).confirmed


def test_backups_stay_as_long_as_is_said():
    assert f"| backups in `var/backups` | {KEPT_FOR.days} days" in text_of("retention")


# --- the other papers ---------------------------------------------------------------------------


def test_the_lawful_basis_is_written_down_and_left_to_the_officer():
    section = parts(text_of("impact-assessment"), "##")["4. Lawful basis (the officer decides)"]
    for needed in (
        "Article 6(1)(e)",
        "Article 9(2)(g)",
        "Schedule 1 paragraph 18",
        "Why not consent",
    ):
        assert needed in section


def test_the_accessibility_statement_says_what_the_law_asks():
    said = plain(text_of("accessibility-statement"))
    day = date.fromisoformat(front("accessibility-statement")["last_reviewed"])
    for needed in (
        f"last reviewed on {day.day} {day:%B %Y}",
        "Feedback and contact",
        "Equality and Human Rights Commission",
        "Equality Advisory and Support Service",
        "Compliance status",
        "Not tested",
    ):
        assert needed in said


def test_the_breach_steps_name_the_72_hours_and_who_decides():
    said = plain(text_of("incidents"))
    for needed in (
        "72 hours",
        "Who decides",
        "At night, weekends, holidays",
        "Information Commissioner",
    ):
        assert needed in said


def test_the_service_in_the_guide_is_not_root():
    [unit] = re.findall(r"^```ini\n(.*?)^```", text_of("security"), re.MULTILINE | re.DOTALL)
    reader = ConfigParser(strict=False, interpolation=None)
    reader.read_string(unit)
    service = reader["Service"]
    assert service["User"] not in ("", "root")
    assert (service["UMask"], service["NoNewPrivileges"]) == ("0077", "yes")
