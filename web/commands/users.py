"""`manage.py users`: add members of staff and list them, for who runs the server."""

import click

from data.clock import utc_now
from surveys.permissions import ROLES
from web.commands import operating
from web.staff import accounts, second_step
from web.staff.members import LINK_LIFE, AccountProblem, link_address

LOCAL = "http://127.0.0.1:8501"


@click.group()
def users() -> None:
    """Add members of staff, and list them."""


@users.command()
@click.argument("name")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(ROLES),
    help="May be given again.",
)
@click.option("--public-url", help="Where the server is reached; else HEARD_PUBLIC_URL.")
def add(name: str, roles: tuple[str, ...], public_url: str | None) -> None:
    """Add NAME with these roles and print their one-time link."""
    with operating.opened() as db, operating.plainly(AccountProblem):
        token = accounts.add_person(db, operating.operator(), name, roles, utc_now())
        _say_link(token, public_url or db.settings.public_url)


@users.command()
@click.argument("name")
@click.option("--public-url", help="Where the server is reached; else HEARD_PUBLIC_URL.")
def link(name: str, public_url: str | None) -> None:
    """Print a new one-time link for NAME, who has forgotten the password."""
    with operating.opened() as db, operating.plainly(AccountProblem):
        actor = operating.operator()
        person = accounts.find(db, actor, name)
        _say_link(
            accounts.new_link(db, actor, person.id, utc_now()), public_url or db.settings.public_url
        )


@users.command("reset-second-step")
@click.argument("name")
def reset_second_step(name: str) -> None:
    """Let NAME set the second step at sign-in up anew: the phone is lost, and no code is left."""
    with operating.opened() as db, operating.plainly(AccountProblem):
        actor = operating.operator()
        second_step.reset(db, actor, accounts.find(db, actor, name).id, utc_now())
        click.echo(f"{name} is signed out everywhere and sets it up at the next sign-in.")


@users.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON value on stdout.")
def list_users(as_json: bool) -> None:
    """List everybody who has or had an account."""
    with operating.opened() as db:
        people = accounts.listing(db, operating.operator())
    if as_json:
        operating.answer(
            [{"name": p.name, "state": p.state, "roles": list(p.roles)} for p in people]
        )
        return
    for person in people:
        click.echo(f"{person.name}: {', '.join(person.roles) or 'no role'} ({person.state})")
    if not people:
        click.echo("Nobody yet. `manage.py run` prints the link for the first administrator.")


def _say_link(token: str, origin: str | None) -> None:
    click.echo(link_address(token, origin or LOCAL))
    hours = int(LINK_LIFE.total_seconds() // 3600)
    operating.progress(f"Give them this link. It works once, for {hours} hours.")
