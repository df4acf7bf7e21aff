"""`manage.py keys`: change the master key, and keep it in three printed shares."""

import click

from data import audit, escrow, rotation
from data import keys as key_file
from data.clock import utc_now
from data.database import Database
from web.commands import operating


@click.group()
def keys() -> None:
    """Change the master key, and keep it in three printed shares."""


@keys.command()
def rotate() -> None:
    """Make a new master key and wrap every key with it. No word is touched; the server may run."""
    with operating.opened() as db, operating.plainly(key_file.KeyProblem):
        wrapped = rotation.rotate(db, _progress)
        _audited(db, "rotated the master key")
    click.echo(f"{wrapped:,} keys are under a new master key. Print new shares: keys shares")
    click.echo("Older backups still need the old one; when they are gone: keys retire")


@keys.command()
def retire() -> None:
    """Take old master keys out of the key file. Backups from before can then not be read."""
    with operating.opened() as db, operating.plainly(key_file.KeyProblem, rotation.StillNeeded):
        gone = rotation.retire(db)
        _audited(db, "retired master keys")
    click.echo(f"{len(gone)} old master keys are gone from the key file.")


@keys.command()
def shares() -> None:
    """Print the keys as three shares, any two of which give the key file back.

    Give them to three people who do not sit together. They are shown this once, on the screen.
    """
    with operating.opened() as db, operating.plainly(key_file.KeyProblem):
        made = escrow.shares(key_file.read(db.settings))
        _audited(db, "printed key shares")
    for number, share in enumerate(made, 1):
        click.echo(f"\nHeard, key share {number} of 3. Any two give the key file back.\n")
        click.echo(share)


@keys.command()
def join() -> None:
    """Write a key file that was lost, from two of the three shares; asks for them."""
    typed = [click.prompt(f"Share {n}, its number and 59 words") for n in (1, 2)]
    chosen = operating.settings()
    with operating.plainly(key_file.KeyProblem):
        key_file.put_back(chosen, escrow.joined(typed))
    click.echo(f"The key file is at {chosen.key_file}")


def _audited(db: Database, act: str) -> None:
    with db.writing() as tx:
        audit.record(tx, operating.operator().name, act, "keys", utc_now())


def _progress(done: int, of: int) -> None:
    operating.progress(f"{done:,} of {of:,} keys …")
