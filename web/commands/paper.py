"""`manage.py paper`: a survey's questionnaires as PDF, to print."""

from collections.abc import Iterator
from pathlib import Path

import click

from analysis.worker import WorkerFailed, worker
from surveys.helplines import Helplines, HelplinesProblem, helplines
from surveys.loader import published
from surveys.paper import invitation
from surveys.paper.blanks import Printable, blank, file_name, of_round, of_survey
from surveys.paper.drawing_sheet import drawing_sheet
from surveys.paper.letters import as_typed
from surveys.paper.papers import NotPrintable, Printed
from surveys.rounds import RoundRefused
from surveys.schema import BANDS, MODES
from web.commands.operating import opened, operator, plainly, progress, settings
from web.commands.report import writable, write

OUT = click.option(
    "--out",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    required=True,
    help="The folder to write into; it is made if it is not there.",
)


@click.command()
@click.argument("survey")
@click.option("--band", type=click.Choice(BANDS), help="One age group only.")
@click.option("--language", default="en", show_default=True, help="A code, such as ur.")
@click.option("--large", is_flag=True, help="Large print: 18 point and more.")
@click.option("--round", "round_id", metavar="ID", help="As this round asks it.")
@click.option("--mode", type=click.Choice(MODES), help="Whose notice to print, without --round.")
@click.option("--with-sheets", is_flag=True, help="The drawing sheet and the invitation as well.")
@OUT
def paper(
    survey: str,
    band: str | None,
    language: str,
    large: bool,
    round_id: str | None,
    mode: str | None,
    with_sheets: bool,
    folder: Path,
) -> None:
    """Write the questionnaires of SURVEY as PDF, one for each age group, and print their paths."""
    writable(folder)
    with plainly(RoundRefused, HelplinesProblem, WorkerFailed, NotPrintable):
        of = _of(survey, round_id, mode)
        lines = helplines(settings().helplines_file, language)
        try:
            for name, content in _papers(of, band, language, lines, large=large):
                click.echo(write(folder / name, worker().run("paper", content)))
            for name, content in _sheets(language, lines) if with_sheets else ():
                click.echo(write(folder / name, worker().run("paper", content)))
        finally:
            worker().stop()


def _of(survey: str, round_id: str | None, mode: str | None) -> Printable:
    if round_id is None:
        return of_survey(survey, mode)
    with opened() as db:
        of = of_round(db, operator(), round_id)
    if of.survey.id != survey or mode not in (None, of.mode):
        raise click.UsageError(f"{round_id} asks {of.survey.id} in mode {of.mode}.")
    return of


def _papers(
    of: Printable, band: str | None, language: str, lines: Helplines, *, large: bool
) -> Iterator[tuple[str, Printed]]:
    for one in (band,) if band else of.bands:
        content = blank(of, one, language, large=large, lines=lines)
        yield file_name(of, one, language, large=large), content


def _sheets(language: str, lines: Helplines) -> Iterator[tuple[str, Printed]]:
    """What goes with a conference; the invitation is in English."""
    yield "drawing-sheet.pdf", drawing_sheet(language)
    asked, address = published()[invitation.SURVEY], as_typed(settings().public_url or "")
    yield "invitation.pdf", invitation.blank_invitation(asked, address, lines)
    if invitation.not_checked():
        progress(invitation.not_checked())
