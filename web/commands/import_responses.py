"""`manage.py import-responses`: take in responses from a CSV file."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from data.clock import utc_now
from surveys.importing.map_loader import MapProblems
from surveys.importing.sheet import BadRow, FileRefused
from surveys.importing.taking import ImportCutOff, Imported, RowsRefused
from surveys.importing.taking import import_responses as take_in
from surveys.rounds import RoundRefused
from web.commands.operating import answer, opened, operator, plainly, progress

SHOWN = 50
"""Bad rows that are listed; the rest is counted."""


@click.command("import-responses")
@click.argument("survey")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path),
    required=True,
    help="The TOML file that says which column answers which question.",
)
@click.option("--round", "round_id", help="Take them into this round instead of a new one.")
@click.option("--skip-bad", is_flag=True, help="Leave out rows that do not fit.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON value.")
def import_responses(
    survey: str, file: Path, map_file: Path, round_id: str | None, skip_bad: bool, as_json: bool
) -> None:
    """Take in responses to SURVEY from FILE, a CSV.

    The whole file is checked first. Running it again takes in nothing twice.
    `docs/importing.md` says how to write a map for your file.
    """
    refusals = (MapProblems, FileRefused, RoundRefused, ImportCutOff)
    with plainly(*refusals), opened() as db:
        try:
            done = take_in(
                db,
                operator(),
                survey,
                file,
                map_file,
                now=utc_now(),
                round_id=round_id,
                skip_bad=skip_bad,
                progress=_said_in_steps(),
            )
        except RowsRefused as refused:
            _list_bad(refused.bad)
            raise click.ClickException(
                f"{refused} Correct the file and run this again, or leave those rows out with "
                "--skip-bad."
            ) from None
    _say(done, as_json)


def _said_in_steps() -> Callable[[int, int], None]:
    """Progress at every tenth of the rows."""
    last = -1

    def step(done: int, of: int) -> None:
        nonlocal last
        if done * 10 // of > last:
            last = done * 10 // of
            progress(f"{done:,} of {of:,} written")

    return step


def _list_bad(bad: Sequence[BadRow]) -> None:
    for row in bad[:SHOWN]:
        progress(str(row))
    if len(bad) > SHOWN:
        progress(f"… and {len(bad) - SHOWN:,} more")


def _say(done: Imported, as_json: bool) -> None:
    if done.left_out:
        _list_bad(done.left_out)
        progress(f"{len(done.left_out):,} problems; the rows they are in were left out.")
    for note in done.notes:
        progress(note)
    if as_json:
        answer(_value(done))
        return
    if done.known:
        click.echo(f"{done.known:,} were here already and were left as they are.")
    where = f", round {done.round}" if done.round else ""
    click.echo(f"{done.added:,} responses taken in{where}")


def _value(done: Imported) -> dict[str, object]:
    bad = [{"line": b.line, "column": b.column, "reason": b.reason} for b in done.left_out]
    return {
        "round": done.round or None,
        "responses": done.added,
        "known": done.known,
        "left_out": bad,
        "notes": list(done.notes),
    }
