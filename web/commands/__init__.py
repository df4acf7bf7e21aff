"""The commands of manage.py, one module each, imported only when they are used.

So `--help` stays quick, and a module that cannot be imported harms its own command only.
"""

from importlib import import_module
from typing import NamedTuple

import click


class Place(NamedTuple):
    """Where a command is, and the sentence about it in the list of commands."""

    module: str
    name: str
    summary: str


COMMANDS: dict[str, Place] = {
    "run": Place("run", "run", "Start Heard; it sets itself up where that is needed."),
    "test": Place("test", "test", "Run the tests."),
    "migrate": Place(
        "migrate", "migrate", "Create the database, or bring an older one up to date."
    ),
    "demo": Place("demo", "demo", "Fill an empty database with an invented year."),
    "check": Place("check", "check", "Check the questionnaires and say what to change where."),
    "open-round": Place("open_round", "open_round", "Open a survey to a group of children."),
    "invite": Place("invite", "invite", "Make the codes that children come in with."),
    "paper": Place("paper", "paper", "Write a survey's questionnaires as PDF, to print."),
    "letters": Place(
        "letters", "letters", "Make codes for a list of children, and letters or slips with them."
    ),
    "import-responses": Place(
        "import_responses", "import_responses", "Take in responses from a CSV file."
    ),
    "results": Place("results", "results", "Show the rounds, or one round's figures."),
    "report": Place("report", "report", "Write a round's report as a document."),
    "rows": Place("rows", "rows", "Write a round's answers, a row for each child, with a reason."),
    "backup": Place("backups", "backup", "Write a backup, while the server runs."),
    "restore": Place("backups", "restore", "Put a backup in the database's place."),
    "drill": Place("backups", "drill", "Restore the newest backup elsewhere and prove it."),
    "nightly": Place("nightly", "nightly", "Do what the server does every night, now."),
    "audit": Place("trail", "audit", "Check the audit trail, and anchor it."),
    "keys": Place("master_key", "keys", "Change the master key; keep it in printed shares."),
    "erase": Place("erasing", "erase", "Say what may not be kept any longer, and erase it."),
    "held-on": Place("erasing", "held_on", "Write what is held on a code to a readable file."),
    "security": Place(
        "security", "security", "Check the machine, and Heard's parts against advisories."
    ),
    "bill-of-materials": Place(
        "security", "bill_of_materials", "Write what Heard is made of, as CycloneDX JSON."
    ),
    "users": Place("users", "users", "Add members of staff, and list them."),
}


class Commands(click.Group):
    """The list of commands; each is imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command; a missing library is said in a sentence."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        try:
            module = import_module(f"{__name__}.{place.module}")
        except ModuleNotFoundError as missing:
            raise click.ClickException(
                f"“{cmd_name}” cannot start: {missing.name} is not installed. "
                "Delete the folder .venv and run this again: everything is installed afresh."
            ) from missing
        command: click.Command = getattr(module, place.name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.summary) for name, place in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"max_content_width": 100})
def cli() -> None:
    """Heard: children are asked, their answers are kept, adults hear them.

    `python3 manage.py COMMAND --help` says more about one command.
    """


def main(arguments: list[str]) -> int:
    """Run one command, as manage.py hands it over; the exit code."""
    try:
        cli.main(args=arguments, prog_name="manage.py")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
