"""`manage.py erase` and `held-on`: what may not be kept any longer, and what is held on a code."""

from pathlib import Path

import click

from data.clock import utc_now
from surveys import retention
from surveys.all_held import NothingHeld, all_held
from surveys.kept_for import TimesProblem, times
from web.commands import operating
from web.commands.report import write


@click.command()
@click.option("--due", is_flag=True, help="Erase every answer that has been kept long enough.")
@click.option("--response", help="Erase one response, by its id.")
@click.option("--reason", default="", help="Who asked for it and why; shown, not kept.")
def erase(due: bool, response: str | None, reason: str) -> None:
    """Say what may not be kept any longer; with --due or --response, erase it for good."""
    with operating.opened() as db, operating.plainly(retention.ErasingRefused, TimesProblem):
        if response:
            click.echo(
                retention.erase_response(db, operating.operator(), response, reason, utc_now())
            )
            click.echo("Print this now and file it where the request is: why is kept nowhere else.")
            return
        if due:
            for made in retention.erase_due(db, operating.operator(), utc_now()):
                click.echo(made)
            return
        found = retention.due(db, operating.operator(), utc_now())
        confirmed = times(db.settings).confirmed
    for one in found:
        held = f", {len(one.waiting):,} with an open concern" if one.waiting else ""
        click.echo(f"{one.record.id}: {len(one.responses):,} responses{held}, since {one.since}")
    click.echo(f"{len(found):,} rounds hold answers that may not be kept any longer.")
    if not confirmed:
        click.echo(retention.CONFIRM)


@click.command()
@click.argument("code")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file to write.")
def held_on(code: str, out: Path) -> None:
    """Write everything that is held on CODE to a file that the child can read."""
    with operating.opened() as db, operating.plainly(NothingHeld):
        told = all_held(db, operating.operator(), code, utc_now())
    write(out, told.encode(), mode=0o600)
    click.echo(f"Written to {out}. Give it to the child by a safe way, and delete it here.")
