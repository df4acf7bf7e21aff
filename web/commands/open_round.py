"""`manage.py open-round`: open a survey to a group of children."""

import click

from data.clock import utc_now
from surveys import rounds
from surveys.rounds import RoundRefused
from surveys.schema import BANDS, MODES
from web.commands.operating import answer, opened, operator, plainly


@click.command("open-round")
@click.argument("survey")
@click.option("--eligible", type=click.IntRange(0), help="How many children could answer.")
@click.option(
    "--team",
    "teams",
    multiple=True,
    metavar="NAME=N",
    help="One team and how many of its children could answer; may be given for each team.",
)
@click.option("--band", type=click.Choice(BANDS), help="Without it the child chooses.")
@click.option("--mode", type=click.Choice(MODES), default="code", show_default=True)
@click.option("--title", help="How staff know this round.")
@click.option("--opens", metavar="DAY", help="Like 2026-06-01; today without it.")
@click.option("--closes", metavar="DAY", help="The last day on which children can answer.")
@click.option("--hear-by", metavar="DAY", help="The day by which children hear what was done.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON value.")
def open_round(
    survey: str,
    eligible: int | None,
    teams: tuple[str, ...],
    band: str | None,
    mode: str,
    title: str | None,
    opens: str | None,
    closes: str | None,
    hear_by: str | None,
    as_json: bool,
) -> None:
    """Open SURVEY to a group of children for a period."""
    counts = eligible_by_team(eligible, teams)
    with plainly(RoundRefused), opened() as db:
        record = rounds.open_round(
            db,
            operator(),
            survey,
            now=utc_now(),
            teams=counts,
            band=band,
            mode=mode,
            title=title,
            opens=opens,
            closes=closes,
            hear_by=hear_by,
        )
    if as_json:
        answer({"id": record.id})
        return
    click.echo(f"Opened {record.id}: {record.title}.")
    click.echo(f"Next, make the codes: python3 manage.py invite {record.id} --count N")


def eligible_by_team(eligible: int | None, teams: tuple[str, ...]) -> dict[str, int]:
    """How many could answer, by team; one team without a name where no teams are given."""
    counts = dict(_team(text) for text in teams)
    if len(counts) < len(teams):
        raise click.UsageError("A team is given twice. Name each team once.")
    if not counts and eligible is None:
        raise click.UsageError(
            "Say how many children could answer, with --eligible N or with --team NAME=N for each "
            "team: without it nobody can know whether many or few did."
        )
    if counts and eligible not in (None, sum(counts.values())):
        raise click.UsageError(
            f"The teams make {sum(counts.values()):,}, but --eligible says {eligible:,}. "
            "Correct one of them, or leave --eligible out."
        )
    return counts or {"": eligible or 0}


def _team(text: str) -> tuple[str, int]:
    name, _, number = text.rpartition("=")
    if not name.strip() or not number.strip().isdigit():
        raise click.UsageError(f"“{text}” is not NAME=N, such as “Oak=25”.")
    return name.strip(), int(number)
