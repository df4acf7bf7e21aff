"""`manage.py invite`: make the codes that children come in with."""

from typing import TextIO

import click

from data.clock import utc_now
from surveys import invitations
from surveys.collecting.codes import shown
from surveys.invitations import MadeInvitations, written_in
from surveys.rounds import RoundRefused
from web.commands.operating import answer, opened, operator, plainly, progress


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.option("--count", type=int, help="How many codes; a line each of --start-codes without it.")
@click.option("--team", default="", help="The team these children belong to.")
@click.option("--with-end", metavar="ROUND", help="Make a second code each, for the end survey.")
@click.option(
    "--start-codes",
    type=click.File(encoding="utf-8"),
    help="For a round of an end: a file with each child's code from the start, one a line.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON value.")
def invite(
    round_id: str,
    count: int | None,
    team: str,
    with_end: str | None,
    start_codes: TextIO | None,
    as_json: bool,
) -> None:
    """Make codes for ROUND. They are shown this once and kept only as hashes."""
    starts = written_in(start_codes.read()) if start_codes else ()
    if count is None and not starts:
        raise click.UsageError("Say how many codes with --count, or give --start-codes.")
    count = len(starts) if count is None else count
    progress(f"Making {count:,} codes …")
    with plainly(RoundRefused), opened() as db:
        made = invitations.make(
            db,
            operator(),
            round_id,
            count,
            team=team,
            now=utc_now(),
            end_round=with_end,
            start_codes=starts,
        )
    if as_json:
        answer(_value(made))
        return
    for line in _lines(made):
        click.echo(line)
    progress("Each code lets one child in. They are not shown again: keep them safe.")


def _value(made: MadeInvitations) -> dict[str, object]:
    value: dict[str, object] = {"round": made.round, "codes": list(made.codes)}
    if made.end_round is not None:
        value |= {"end_round": made.end_round, "end_codes": list(made.end_codes)}
    return value


def _lines(made: MadeInvitations) -> list[str]:
    if made.end_round is None:
        return [shown(code) for code in made.codes]
    pairs = zip(made.codes, made.end_codes, strict=True)
    return [f"{shown(start)}  at the end: {shown(end)}" for start, end in pairs]
