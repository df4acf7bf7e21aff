"""`manage.py nightly`: what the server does every night, once and now."""

import click

from data.clock import utc_now
from web.commands import operating
from web.nightly import night


@click.command()
def nightly() -> None:
    """Back up, anchor, erase what is over, take old backups away, try a restore; now."""
    with operating.opened() as db:
        account = night(db, utc_now())
    for sentence in account.done:
        click.echo(sentence)
    if account.failed:
        raise click.ClickException("\n".join(account.failed))
