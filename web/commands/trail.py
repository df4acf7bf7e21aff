"""`manage.py audit`: check the audit trail, and anchor it outside the database."""

import click

from data import anchors
from data.clock import utc_now
from web.commands import operating


@click.group()
def audit() -> None:
    """Check the trail of who did what, and anchor it."""


@audit.command()
@click.option(
    "--anchor", "kept", multiple=True, metavar='"N MAC"', help="A line that anchor printed before."
)
def verify(kept: tuple[str, ...]) -> None:
    """Go through the whole trail and hold it against every anchor; exit 1 where it was changed.

    Beside the anchors in var/backups it takes those that were kept elsewhere, as often as you like.
    """
    with operating.opened() as db, operating.plainly(ValueError):
        found = anchors.verify(db, [anchors.typed(one) for one in kept])
    click.echo(
        f"{found.lines:,} lines, {found.unchained:,} from before the chain, "
        f"held against {found.anchors:,} anchors."
    )
    if found.faults:
        raise click.ClickException("\n".join(found.faults))
    click.echo("The trail is as it was written.")


@audit.command()
def anchor() -> None:
    """Write the newest line's hash down beside the backups, and print it."""
    with operating.opened() as db:
        made = anchors.put(db, utc_now())
    if made is None:
        click.echo("There is no line yet, so there is nothing to anchor.")
        return
    click.echo(f"Line {made.number:,} at {made.at}: {made.mac}")
    click.echo("Keep this line where the database's keeper cannot change it: an e-mail to yourself")
    click.echo("and the auditor is enough.")
