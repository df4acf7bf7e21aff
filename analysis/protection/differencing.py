"""Two published reports of one round: what one of them can be subtracted from the other.

A report published again after two more children answered would give away what those two said.
"""

from collections.abc import Iterator

from analysis.disclosure import small
from analysis.report import QuestionResult, Report


def problems(before: Report, now: Report) -> list[str]:
    """Why the new figures must not stand beside those already published; empty where they may."""
    earlier, later = dict(_figures(before)), dict(_figures(now))
    few = [name for name in later if _few_more(earlier.get(name), later[name], now.smallest_shown)]
    if not few:
        return []
    names = ", ".join(few[:3]) + (" and others" if len(few) > 3 else "")
    return [
        f"Since report {before.number} was published, {names} changed by fewer than "
        f"{now.smallest_shown} children: both reports together would show what those few said. "
        "Wait until more have answered."
    ]


def _few_more(before: int | None, now: int | None, smallest: int) -> bool:
    return before is not None and now is not None and small(abs(now - before), smallest)


Named = Iterator[tuple[str, int | None]]


def _figures(report: Report) -> Named:
    """Every number of children in a report, by a name that a person understands."""
    yield "the number who answered", report.who.answered
    for team in report.who.teams:
        yield f"team {team.team}", team.answered
    for result in report.results:
        yield from _of_question(result)
    for group in report.groups:
        for name, top, size in group.rows:
            yield f"“{group.text}” by {group.by.lower()} ({name})", top
            yield f"“{group.text}” by {group.by.lower()} (not {name})", _rest(size, top)
            yield f"{group.by.lower()} ({name})", size
    for pair in report.pairs:
        for moved in ("pairs", "better", "same", "worse"):
            yield f"“{pair.text}” ({moved})", getattr(pair, moved)


def _of_question(result: QuestionResult) -> Named:
    about = f"“{result.text}”"
    yield f"the answers to {about}", result.base
    for bar in (*result.bars, *((result.top,) if result.top else ())):
        yield f"{about} ({bar.label})", bar.count
        yield f"{about} (not {bar.label})", _rest(result.base, bar.count)
    for silence in ("not_answered", "preferred_not_to_say", "not_asked"):
        yield f"{about} ({silence.replace('_', ' ')})", getattr(result, silence)


def _rest(base: int | None, count: int | None) -> int | None:
    return None if base is None or count is None else base - count
