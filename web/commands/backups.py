"""`manage.py backup`, `restore` and `drill`: keep a copy, put one back, and prove that it works."""

from pathlib import Path

import click

from data import anchors, holding
from data import drill as drilling
from data.backup import back_up
from data.clock import utc_now
from data.restore import CannotRestore, Proof
from data.restore import restore as put_back
from web.commands import operating


@click.command()
def backup() -> None:
    """Write a backup while the server runs, and anchor the audit trail beside it."""
    chosen = operating.settings()
    with operating.plainly(RuntimeError), holding.shared(chosen):
        made = back_up(chosen)
    with operating.opened() as db:
        anchors.put(db, utc_now())
    click.echo(f"The backup is {made}")
    click.echo("Copy it, and the files beside it, to another machine. The key file goes elsewhere.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Put the backup FILE in the database's place. Stop the server first: it is refused till then.

    What is there now is backed up before. What was erased since the backup is erased again.
    """
    with operating.plainly(CannotRestore, RuntimeError):
        before, proof = put_back(operating.settings(), file, operating.operator().name)
    click.echo(f"Restored {file}. What was there before is {before}")
    if before.is_dir():
        click.echo(
            "It is damaged: keep that folder until this one is proved, then delete it, for nobody "
            "erases in it."
        )
    _say(proof)
    if not proof.holds:
        raise click.ClickException("The ledger names responses that are not in this backup.")


@click.command()
def drill() -> None:
    """Restore the newest backup elsewhere and hold it against the ledger; changes nothing."""
    with operating.plainly(CannotRestore, RuntimeError):
        done = drilling.drill(operating.settings(), utc_now())
    click.echo(
        f"{done.backup} was restored elsewhere in {done.seconds} s: {done.found:,} responses that "
        f"children were told are kept are there, {done.later:,} were sent after it was made, "
        f"{done.missing:,} are missing, {done.changed:,} are changed."
    )
    if not done.ok:
        raise click.ClickException("The backup does not hold what children were told is kept.")


def _say(proof: Proof) -> None:
    click.echo(
        f"{proof.found:,} responses that children were told are kept are there, {proof.later:,} "
        f"were sent after it was made, {len(proof.missing):,} are missing, "
        f"{len(proof.changed):,} are changed."
    )
    for response in (*proof.missing, *proof.changed):
        click.echo(f"  {response}")
