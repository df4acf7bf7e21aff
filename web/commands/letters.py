"""`manage.py letters`: codes for a list of children, and letters or slips that carry them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from analysis.worker import WorkerFailed, worker
from data.clock import utc_now
from surveys.helplines import HelplinesProblem, helplines
from surveys.paper import invitation, merge
from surveys.paper.blanks import of_round
from surveys.paper.letters import DRAWN, Where, unsigned
from surveys.paper.mail_list import LARGEST, ListRefused
from surveys.paper.merge import Batch
from surveys.paper.papers import NotPrintable, Printed
from surveys.rounds import RoundRefused
from web.commands.operating import opened, operator, plainly, progress, settings
from web.commands.paper import OUT
from web.commands.report import writable, write

LOCAL = "http://127.0.0.1:8501"
TOLD_EVERY = 50


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--letters", "kind", flag_value="letters", default=True, help="A letter each.")
@click.option("--slips", "kind", flag_value="slips", help="Slips to cut instead of letters.")
@click.option("--forms", "kind", flag_value="forms", help="Questionnaires on paper instead.")
@click.option(
    "--invitations", "kind", flag_value="invitations", help="Invitations to a conference instead."
)
@click.option(
    "--all-12",
    "all_twelve",
    is_flag=True,
    help="With --invitations: whoever has no age on the list is 12 or over.",
)
@click.option("--with-end", metavar="ROUND", help="A second file with codes for the end survey.")
@OUT
def letters(
    round_id: str, file: Path, kind: str, all_twelve: bool, with_end: str | None, folder: Path
) -> None:
    """Make a code for each child in FILE.csv and write one PDF with all letters.

    Invitations are for 12 and over: whoever on the list is not gets a letter, in a second file.

    Of the list only the column "reference" is kept, sealed. Delete the list and the PDF when the
    letters have been sent.
    """
    writable(folder)
    chosen = settings()
    address = (chosen.public_url or LOCAL).rstrip("/")
    where = Where(address, chosen.authority, chosen.helplines_file)
    with plainly(RoundRefused, ListRefused, HelplinesProblem, WorkerFailed, NotPrintable):
        batches = _made(round_id, file, with_end, kind)
        try:
            for made in batches:
                for what, batch in _parts(kind, replace(made, all_twelve=all_twelve)):
                    drawn = worker().run("paper", _drawn(what, batch, where))
                    name = f"{batch.round}-{what}.pdf"
                    click.echo(write(folder / name, drawn, mode=0o600))
        finally:
            worker().stop()
    if unsigned(chosen.authority):
        progress(unsigned(chosen.authority))
    progress("These codes are not shown again. Only the references were kept, sealed.")


def _made(round_id: str, file: Path, with_end: str | None, kind: str) -> tuple[Batch, ...]:
    """Codes for everybody on the list; a list that is too large is not even read whole."""
    with file.open("rb") as opened_file:
        content = opened_file.read(LARGEST + 1)
    with opened() as db:
        if kind == "invitations":
            _check_conference(of_round(db, operator(), round_id).survey.id)
        return merge.write_to(
            db, operator(), round_id, content, utc_now(), end_round=with_end, progress=_tell
        )


def _tell(done: int, of: int) -> None:
    if done % TOLD_EVERY == 0 or done == of:
        progress(f"Made {done:,} of {of:,} codes …")


def _check_conference(survey: str) -> None:
    if survey != invitation.SURVEY:
        raise RoundRefused(f"Invitations belong to {invitation.SURVEY}, not to {survey}.")
    if invitation.not_checked():
        progress(invitation.not_checked())


def _parts(kind: str, batch: Batch) -> Iterator[tuple[str, Batch]]:
    """What is drawn of a batch; who has no invitation gets a letter: no code is lost."""
    if kind != "invitations":
        yield kind, batch
        return
    ages = invitation.by_age(batch)
    if ages.told():
        progress(ages.told())
    for what, given in (("invitations", ages.invited), ("letters", ages.without)):
        if given:
            yield what, replace(batch, given=given)


def _drawn(kind: str, batch: Batch, where: Where) -> Printed:
    if kind == "invitations":
        return invitation.invitations(batch, where, helplines(where.helplines_file))
    return DRAWN[kind](batch, where)
