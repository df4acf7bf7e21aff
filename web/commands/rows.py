"""`manage.py rows`: write a round's answers as a file with a row for each child."""

from pathlib import Path

import click

from analysis.rows import FORMATS, RowsRefused, take_rows
from analysis.worker import WorkerFailed, worker
from data.clock import utc_now
from surveys.rounds import RoundRefused
from web.commands.operating import opened, operator, plainly, progress
from web.commands.paper import OUT
from web.commands.report import writable, write

CAREFUL = (
    "Each row is one child: whoever knows a child can recognise them. Keep the file where only "
    "those who need it can open it, publish nothing from it, and delete it when the work is done."
)


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.option("--reason", required=True, help="What it is for, and for whom; it is kept, sealed.")
@click.option("--format", "kind", type=click.Choice(FORMATS), required=True, help="What to make.")
@OUT
def rows(round_id: str, reason: str, kind: str, folder: Path) -> None:
    """Write every sent answer of ROUND, a row for each child, to ROUND-rows.<format>.

    For figures use `report`: they are protected, and these rows are not.
    """
    writable(folder)
    with plainly(RoundRefused, RowsRefused, WorkerFailed), opened() as db:
        found = take_rows(db, operator(), round_id, reason, utc_now())
        try:
            content = worker().run("rows", found, kind)
        finally:
            worker().stop()
    path = write(folder / f"{round_id}-rows.{kind}", content, mode=0o600)
    progress(CAREFUL)
    click.echo(path)
