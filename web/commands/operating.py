"""What every command shares: the opened database, who is acting, and how it answers."""

import getpass
import json
from collections.abc import Iterator
from contextlib import contextmanager

import click

from data import holding, restore
from data.database import Database, Unavailable
from data.migrating import NotReady
from data.settings import Settings
from surveys import permissions
from surveys.permissions import Actor, NotAllowed


def settings() -> Settings:
    """The settings from the environment; one that does not fit ends the command (exit 1)."""
    try:
        return Settings.read()
    except ValueError as problem:
        raise click.ClickException(str(problem)) from None


@contextmanager
def opened() -> Iterator[Database]:
    """The database, for one command; a refusal inside ends it with a sentence (exit 1).

    It is held beside the server and other commands, so that no restore passes meanwhile; one that
    was cut off is finished first, or what was erased would be read again.
    """
    with plainly(), holding.shared(chosen := settings()):
        database = Database.open(chosen)
        try:
            if told := restore.finish(database):
                progress(told)
            yield database
        finally:
            database.close()


@contextmanager
def plainly(*refusals: type[Exception]) -> Iterator[None]:
    """Turn refusals that have a sentence into that sentence; anything else is our mistake."""
    known: tuple[type[Exception], ...] = (
        NotReady,
        Unavailable,
        NotAllowed,
        holding.Held,
        *refusals,
    )
    try:
        yield
    except known as refused:
        raise click.ClickException(str(refused)) from None


def operator() -> Actor:
    """The person at the keyboard, as the audit trail names them."""
    return permissions.operator(getpass.getuser())


def answer(value: object) -> None:
    """Print one JSON value on stdout: all that a command with `--json` may print there."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def progress(sentence: str) -> None:
    """Say how far a command is, on stderr."""
    click.echo(sentence, err=True)
