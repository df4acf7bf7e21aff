"""`manage.py run`: bring the database up to date and start the server."""

import errno
import os
import socket
import subprocess
import sys
from contextlib import closing

import click

from data import holding
from data.clock import utc_now
from data.database import Database
from data.opening import migrate
from data.settings import CHECKOUT, Settings
from web import machine
from web.commands.operating import opened, plainly, progress, settings
from web.staff.accounts import first_link
from web.staff.members import link_address

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--address", default="127.0.0.1", show_default=True, help="Where to listen.")
def run(port: int, address: str) -> None:
    """Start Heard.

    Creates the database, or brings one in var/ up to date after a backup. While nobody has an
    account yet it prints a one-time link for the first administrator.
    """
    chosen = settings()
    check_address(address, chosen.public_url)
    check_user(chosen.public_url)
    check_port(address, port)
    bring_up_to_date(chosen)
    home = (chosen.public_url or f"http://{_in_a_link(address)}:{port}").rstrip("/")
    with opened() as db:
        say_where(db, home)
    serve(address, port)


def check_address(address: str, public_url: str | None) -> None:
    """Refuse to be reached from other machines unless that goes over HTTPS."""
    if address not in LOOPBACK and not (public_url or "").startswith("https://"):
        raise click.UsageError(
            f"With --address {address} other machines could reach Heard, and without HTTPS what "
            "children write could be read on the way. Put a web server with HTTPS in front of it "
            "and set HEARD_PUBLIC_URL=https://… to its address; or leave --address out."
        )


def check_user(public_url: str | None) -> None:
    """Refuse root where others can reach Heard."""
    try:
        machine.refuse_root(public_url)
    except machine.RunsAsRoot as problem:
        raise click.ClickException(str(problem)) from None


def check_port(address: str, port: int) -> None:
    """Refuse a port that something else listens on, or that this account may not use."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as trying:
        if os.name != "nt":  # there it would share the port instead of being refused
            trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trying.bind((address, port))
        except OSError as problem:
            raise click.ClickException(_cannot_listen(address, port, problem)) from None


def _cannot_listen(address: str, port: int, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is in use. If that is Heard, it runs already: open "
            f"http://{_in_a_link(address)}:{port}. Else choose another: --port {port + 1}."
        )
    return (
        f"Heard cannot listen on {address}, port {port} ({problem.strerror}). Choose an address "
        "of this machine and a port from 1024 upwards."
    )


def bring_up_to_date(chosen: Settings) -> None:
    """Create or migrate our own database in var/; another one is only looked at when opened."""
    if not chosen.embedded:
        return
    with plainly(), holding.shared(chosen):
        done, backup = migrate(chosen)
    if done == "created":
        progress(f"Made an empty database in {chosen.var}, and its key in {chosen.key_file}.")
        progress("Keep a copy of the key in another place: without it no words can be read.")
    elif backup is not None:
        progress(f"Brought the database up to date. The backup from before is {backup}.")


def say_where(db: Database, home: str) -> None:
    """Print where to go; while nobody has an account, the link for the first administrator."""
    token = first_link(db, utc_now())
    click.echo(f"Children come in at {home}/")
    click.echo(f"Staff sign in at {home}/staff")
    if token is not None:
        click.echo("Nobody has an account yet. This link makes the first administrator's; it works")
        click.echo(f"once, within 24 hours:\n  {link_address(token, home)}")
    click.echo("Press Ctrl+C to stop.")
    sys.stdout.flush()


def serve(address: str, port: int) -> None:
    """Become the server (on Windows: start it and wait)."""
    script = str(CHECKOUT / "streamlit_app.py")
    command = [sys.executable, "-m", "streamlit", "run", script]
    command += ["--server.address", address, "--server.port", str(port)]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    if os.name != "nt":
        os.execv(sys.executable, command)  # noqa: S606  (no shell is wanted)
    child = subprocess.Popen(command)  # noqa: S603  (our own Python and our own file)
    while True:
        try:
            sys.exit(child.wait())
        except KeyboardInterrupt:
            continue  # Ctrl+C reaches the server too; wait until it has stopped


def _reachable(address: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)  # noqa: S104


def _in_a_link(address: str) -> str:
    reachable = _reachable(address)
    return f"[{reachable}]" if ":" in reachable else reachable
