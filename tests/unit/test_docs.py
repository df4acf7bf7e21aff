"""The docs hold: links and pictures resolve, commands exist, terms are in the code."""

import re
import shlex
from pathlib import Path

import click
import pytest

from surveys.importing.map_loader import parse_map
from surveys.loader import published
from tests.browser.scenes import SHEETS
from tests.gallery import PAGE, gallery
from web.commands import COMMANDS, cli

CHECKOUT = Path(__file__).resolve().parent.parent.parent
DOCS = CHECKOUT / "docs"
PAGES = [CHECKOUT / "README.md", *sorted(DOCS.rglob("*.md"))]
LAYERS = ("web", "analysis", "surveys", "data")

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def text_of(page: Path) -> str:
    return page.read_text("utf-8")


def name_of(page: Path) -> str:
    return str(page.relative_to(CHECKOUT))


def links(page: Path) -> list[str]:
    return [link for link in _LINK.findall(text_of(page)) if "://" not in link]


def anchor(heading: str) -> str:
    """A heading's anchor, as the common renderers of Markdown make it."""
    kept = re.sub(r"[^\w\s-]", "", heading.lower())
    return kept.strip().replace(" ", "-")


def commands(page: Path) -> list[list[str]]:
    lines = [
        line
        for kind, block in _BLOCK.findall(text_of(page))
        for line in block.splitlines()
        if kind == "sh" and "manage.py " in line
    ]
    return [shlex.split(line.split("manage.py ", 1)[1], comments=True) for line in lines]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page):
    for link in links(page):
        path, _, part = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{name_of(page)}: {link}"
        if part and target.suffix == ".md":
            assert part in {anchor(h) for h in _HEADING.findall(text_of(target))}, link


def test_every_picture_is_shown():
    assert text_of(PAGE) == gallery(), "write it anew: python -m tests.gallery"


def test_every_screen_of_a_child_has_its_sheet_and_no_sheet_is_of_a_screen_that_is_gone():
    drawn = {picture.stem for picture in DOCS.glob("screenshots/child-*.png")}
    assert drawn == {f"child-{name}-{door}" for name, door in SHEETS}, (
        "draw them: HEARD_SCREENSHOTS=1 python3 manage.py test -m pictures"
    )


def test_every_file_that_is_named_is_there():
    for page in PAGES:
        for path in re.findall(r"`((?:\w+/)+\w[\w.]*\.\w+|(?:\w+/)+)`", text_of(page)):
            made_later = path.startswith("var/")
            assert made_later or (CHECKOUT / path).exists(), f"{name_of(page)}: {path}"


@pytest.mark.parametrize("page", [p for p in PAGES if commands(p)], ids=name_of)
def test_every_command_exists_and_takes_what_it_is_given(page):
    for arguments in commands(page):
        takes(cli, arguments)


def takes(command: click.Command, arguments: list[str]) -> None:
    """Parse as the command would; click raises UsageError for what it does not know."""
    context = click.Context(command, resilient_parsing=True)
    if isinstance(command, click.Group) and arguments[0] != "--help":
        inner = command.get_command(context, arguments[0])
        assert inner is not None, f"there is no command {arguments[0]}"
        takes(inner, arguments[1:])
    elif "--help" not in arguments:
        command.make_parser(context).parse_args(args=list(arguments))


def test_the_readme_shows_every_command():
    shown = {arguments[0] for arguments in commands(CHECKOUT / "README.md")}
    assert set(COMMANDS) <= shown


def test_the_readme_names_every_setting():
    settings = set(
        re.findall(r"(?:HEARD_[A-Z_]+|DATABASE_URL)", text_of(CHECKOUT / "data/settings.py"))
    )
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", text_of(CHECKOUT / "README.md"), re.MULTILINE))
    assert table == settings


def test_the_first_screen_of_the_readme_has_both_commands_and_the_missing_package():
    first = "\n".join(text_of(CHECKOUT / "README.md").splitlines()[:35])
    for needed in ("manage.py run", "manage.py test", "sudo apt install python3-venv", "`py`"):
        assert needed in first


def test_every_term_of_the_glossary_is_in_the_code():
    code = "\n".join(
        path.read_text("utf-8") for layer in LAYERS for path in (CHECKOUT / layer).rglob("*.py")
    )
    words = set(re.findall(r"\w+", code))
    terms = re.findall(r"\| `(\w+)` \|$", text_of(DOCS / "glossary.md"), re.MULTILINE)
    assert len(terms) > 30
    assert not [term for term in terms if term not in words]


def test_every_decision_is_listed_and_says_what_was_decided():
    records = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    listed = text_of(DOCS / "decisions" / "README.md")
    assert records
    for record in records:
        assert f"({record.name})" in listed
        assert "**Decided.**" in text_of(record) or "dependencies" in record.name


def test_every_dependency_has_its_reason():
    reasons = text_of(DOCS / "decisions" / "012-dependencies.md")
    for file in ("requirements.in", "requirements-dev.in"):
        for line in (CHECKOUT / file).read_text("utf-8").splitlines():
            name = re.split(r"[\[=<>~;]", line)[0].strip()
            if name and not name.startswith("-r"):
                assert re.search(rf"\b{re.escape(name)}\b", reasons), f"{name} has no reason"


def test_the_map_in_the_guide_is_a_map():
    [block] = [b for kind, b in _BLOCK.findall(text_of(DOCS / "importing.md")) if kind == "toml"]
    assert len(parse_map(block, "the guide", published()["service_feedback"]).rules) == 3


def test_what_needs_a_persons_check_is_said_where_it_begins():
    assert "docs/accuracy.md" in text_of(CHECKOUT / "README.md")
    said = text_of(DOCS / "accuracy.md")
    for needed in ("not tried with children", "helplines.toml", "disclosure_words.json"):
        assert needed in said
