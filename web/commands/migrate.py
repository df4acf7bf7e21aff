"""`manage.py migrate`: create the database, or bring an older one up to date."""

import click

from data import holding
from data.opening import migrate as bring_up
from web.commands.operating import plainly, settings


@click.command()
def migrate() -> None:
    """Create the database, or bring an older one up to date after a backup."""
    with plainly(), holding.shared(chosen := settings()):
        done, backup = bring_up(chosen)
    if done == "created":
        click.echo("Made an empty database.")
    elif backup is not None:
        click.echo(f"Brought the database up to date. The backup from before is {backup}")
    else:
        click.echo("The database is up to date.")
