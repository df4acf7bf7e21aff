"""`manage.py results`: the rounds there are, or one round's protected figures."""

from typing import Any

import click

from analysis.report import Bar, QuestionResult, Report
from analysis.results import report
from data.clock import utc_now
from surveys import rounds
from surveys.rounds import RoundRefused, RoundView
from web.commands.operating import answer, opened, operator, plainly


@click.command("results")
@click.argument("round_id", metavar="[ROUND]", required=False)
@click.option("--list", "listed", is_flag=True, help="List every round, oldest first.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON value.")
def results(round_id: str | None, listed: bool, as_json: bool) -> None:
    """Show the rounds there are, or the figures of one ROUND.

    A figure that would show fewer children than the installation allows is withheld: null in
    JSON, with its reason beside it.
    """
    if not listed and round_id is None:
        raise click.UsageError("Name a ROUND, or use --list to see which rounds there are.")
    with plainly(RoundRefused), opened() as db:
        if listed or round_id is None:
            views = tuple(reversed(rounds.listing(db, operator())))
            _say([_listed(view) for view in views], as_json, _list_lines(views))
            return
        view = rounds.view(db, operator(), round_id)
        made = report(db, operator(), round_id, utc_now())
    _say(as_value(made, view), as_json, _lines(made))


def _say(value: object, as_json: bool, lines: list[str]) -> None:
    if as_json:
        answer(value)
    else:
        click.echo("\n".join(lines))


def _listed(view: RoundView) -> dict[str, Any]:
    record = view.record
    return {
        "id": record.id,
        "survey": record.survey,
        "title": record.title,
        "opened": record.opens,
        "answered": view.answered,
        "eligible": view.eligible,
    }


def _list_lines(views: tuple[RoundView, ...]) -> list[str]:
    if not views:
        return ["No rounds yet. Open one: python3 manage.py open-round SURVEY --eligible N"]
    return [f"{view.record.id}  {view.record.title}  {view.rate}" for view in views]


def as_value(made: Report, view: RoundView) -> dict[str, Any]:
    """One round's figures as `--json` gives them."""
    who = made.who
    return {
        "round": _listed(view) | {"version": view.record.version, "closed": who.closed or None},
        "response": {
            "eligible": who.eligible,
            "answered": who.answered,
            "rate": who.rate,
            "sentence": who.sentence,
            "caution": who.caution,
            "offered": who.offered,
            "declined": who.declined,
            "not_offered": who.not_offered,
            "teams": [
                {"team": t.team, "eligible": t.eligible, "answered": t.answered}
                | {"withheld": t.withheld}
                for t in who.teams
            ],
        },
        "questions": [_question(result) for result in made.results],
        "themes": [
            {"id": t.id, "name": t.name, "count": t.count, "withheld": t.withheld}
            for t in made.themes
        ],
        "comments": {"written": made.comments, "with_a_theme": made.comments_coded},
        "groups": [
            {
                "by": group.by,
                "question": group.question,
                "text": group.text,
                "top": group.top,
                "rows": [{"group": g, "top": top, "all": size} for g, top, size in group.rows],
                "withheld": group.withheld,
            }
            for group in made.groups
        ],
        "trends": [
            {"question": t.question, "before": t.before, "now": t.now}
            | {"verdict": t.verdict, "why": t.why}
            for t in made.trends
        ],
        "smallest_shown": made.smallest_shown,
    }


def _question(result: QuestionResult) -> dict[str, Any]:
    own = result.withheld or result.note or "Not shown."
    options = [_option(bar, own) for bar in result.bars]
    there = {bar.key for bar in result.bars}
    options += [
        _option(Bar(key, label, "", None, None, None, None), own)
        for key, label in result.hidden
        if key not in there
    ]
    return {
        "id": result.id,
        "text": result.text,
        "kind": result.kind,
        "wordings": dict(result.wordings),
        "base": result.base,
        "base_is": result.base_is,
        "display": result.display,
        "top": _option(result.top, own) if result.top else None,
        "options": options,
        "passed": {
            "not_answered": result.not_answered,
            "preferred_not_to_say": result.preferred_not_to_say,
            "not_asked": result.not_asked,
            "withheld": _why_silence(result),
        },
        "merged": result.merged,
        "note": result.note,
        "withheld": result.withheld,
    }


def _option(bar: Bar, why: str) -> dict[str, Any]:
    return {
        "key": bar.key,
        "label": bar.label,
        "count": bar.count,
        "percent": bar.percent,
        "low": bar.low,
        "high": bar.high,
        "withheld": why if bar.count is None else "",
    }


def _why_silence(result: QuestionResult) -> str:
    silence = (result.not_answered, result.preferred_not_to_say, result.not_asked)
    if None not in silence:
        return ""
    return "Not shown: it is too few children, or another figure could be subtracted from it."


def _lines(made: Report) -> list[str]:
    lines = [made.title, f"{made.who.sentence}. {made.who.caution}".strip(), ""]
    for result in made.results:
        lines.append(f"{result.text}  [{result.id}]")
        lines.append(f"  {result.withheld or result.finding + '.'}")
        lines += [f"  {_bar_line(bar, result.base)}" for bar in result.bars]
        lines += [f"  {extra}" for extra in (result.silence, result.note) if extra]
    shown = [theme for theme in made.themes if theme.count is not None]
    lines += ["", "Themes by comments"] if shown else []
    lines += [f"  {theme.name}: {theme.count:,}" for theme in shown]
    return lines


def _bar_line(bar: Bar, base: int | None) -> str:
    if bar.count is None:
        return f"{bar.label}: not shown"
    percent = "" if bar.percent is None else f" ({bar.percent}%"
    spread = f", likely {bar.low}% to {bar.high}%" if bar.low is not None else ""
    return f"{bar.label}: {bar.count:,} of {base or 0:,}{percent}{spread}{')' if percent else ''}"
