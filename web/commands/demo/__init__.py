"""`manage.py demo`: fill an empty database with an invented year."""

import click

from data.clock import utc_now
from data.opening import has_rows
from surveys.collecting.codes import shown
from web.commands.demo.year import Filled, fill
from web.commands.operating import opened, operator, progress
from web.staff.members import link_address

LOCAL = "http://127.0.0.1:8501"


class NotEmpty(click.ClickException):
    """The database holds something already."""

    exit_code = 2


@click.command()
def demo() -> None:
    """Fill an empty database with an invented year.

    Every survey, two rounds of out of borough, starts and ends, themes, concerns, actions and
    reports. No child, team or place in it exists. A database that is not empty is refused.
    """
    with opened() as db:
        if has_rows(db):
            raise NotEmpty(
                "This database is not empty, and invented children do not belong beside real "
                "ones. Nothing was changed. To try the demo, set HEARD_VAR to a new folder, and "
                "start the server with the same setting."
            )
        filled = fill(db, operator(), utc_now(), progress)
        _say(filled, db.settings.public_url or LOCAL)


def _say(filled: Filled, origin: str) -> None:
    click.echo("An invented year is in the database. Start the server: python3 manage.py run")
    click.echo("\nSign in (each link sets a password, works once, for 24 hours):")
    for name, token in filled.links.items():
        click.echo(f"  {name}: {link_address(token, origin)}")
    click.echo(f"\nCodes that nobody has used yet, for {filled.open_round}:")
    for code in filled.codes:
        click.echo(f"  {shown(code)}  {origin}/s/{code}")
