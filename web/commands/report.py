"""`manage.py report`: write a round's report as a document."""

import os
from pathlib import Path

import click

from analysis.documents.formats import FORMATS
from analysis.exports import export
from analysis.worker import WorkerFailed, worker
from data.clock import utc_now
from surveys.rounds import RoundRefused
from web.commands.operating import opened, operator, plainly


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.option("--format", "kind", type=click.Choice(FORMATS), required=True, help="What to make.")
@click.option(
    "--out",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    required=True,
    help="The folder to write ROUND.<format> into; it is made if it is not there.",
)
@click.option("--draft", is_flag=True, help="The draft, also where a report has been published.")
def report(round_id: str, kind: str, folder: Path, draft: bool) -> None:
    """Write the report of ROUND as one document and print its path.

    That is the published report; while there is none, the draft, which says so on page 1.
    """
    writable(folder)
    with plainly(RoundRefused, WorkerFailed), opened() as db:
        try:
            made = export(db, operator(), worker(), round_id, kind, utc_now(), draft=draft)
        finally:
            worker().stop()
    click.echo(write(folder / made.name, made.content))


def writable(folder: Path) -> None:
    """Make the folder where it is missing; end with a sentence where nothing can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise _cannot_write(folder, problem) from None
    if not os.access(folder, os.W_OK):
        raise click.ClickException(
            f"Nothing can be written into {folder}: this account may not. Choose another --out."
        )


def write(path: Path, content: bytes, mode: int = 0o666) -> Path:
    """Write the file whole or not at all; its path. `mode`: who may read it, less the umask."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)  # one that was left behind would keep its own mode
        part.touch(mode)
        part.write_bytes(content)
        part.replace(path)
    except OSError as problem:
        part.unlink(missing_ok=True)
        raise _cannot_write(path, problem) from None
    return path


def _cannot_write(path: Path, problem: OSError) -> click.ClickException:
    why = problem.strerror or "the system refused it"
    return click.ClickException(f"{path} cannot be written: {why}. Choose another --out.")
