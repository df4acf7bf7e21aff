"""Key messages and outcomes as a rule drafts them, for a person to edit.

At most five messages, good and bad. The candidates, in this order: a question about safety, a clear
change, the lowest and the highest tracked question, a clear gap between groups, an overdue or
proven action, the most frequent theme. Sentences are templates filled from the protected Report, so
they can say nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.counts import TOP_ANSWERS
from analysis.intervals import holm, two_shares_p
from analysis.protection.breakdowns import OTHERS
from analysis.report import (
    ActionLine,
    GroupResult,
    QuestionResult,
    Report,
    ThemeResult,
    Trend,
    WhoAnswered,
)

MOST = 5
WORTH_SAYING = 60
"""A tracked question is good news from this percent of top answers, and a worry below 50."""
WORRY = 50
GAP_POINTS = 10


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence. `news` is "good", "bad" or "" (neither)."""

    news: str
    sentence: str


def draft(report: Report) -> tuple[str, ...]:
    """At most five sentences, with at least one good and one bad where there are any."""
    found = [
        *_safety(report.results),
        *_changes(report.trends, report.results),
        *_extremes(report.results),
        *_gaps(report.groups),
        *_actions(report.actions),
        *_theme(report.themes, report.comments_coded),
    ]
    return tuple(message.sentence for message in _balanced(found))


def _balanced(found: Sequence[Message]) -> tuple[Message, ...]:
    """The first five, of which the last gives way to the first of a kind of news left out."""
    unique = list({message.sentence: message for message in found}.values())
    chosen = unique[:MOST]
    for news in ("good", "bad"):
        if not any(message.news == news for message in chosen):
            spare = next((m for m in unique[MOST:] if m.news == news), None)
            if spare is not None:
                chosen = [*chosen[: MOST - 1], spare]
    return tuple(chosen)


def percent_of_top(result: QuestionResult) -> int | None:
    """Whole percent of top answers as it would be shown; None where it is not known."""
    if result.top is None or result.top.count is None or not result.base:
        return None
    return 100 * result.top.count // result.base


def said(result: QuestionResult) -> str:
    """ "29 of 39 children said “Always or mostly” to “How often …?”"""
    return f"{result.finding} to “{result.text}”"


def _rated(results: Iterable[QuestionResult]) -> list[tuple[int, QuestionResult]]:
    known = ((percent_of_top(result), result) for result in results if not result.ending)
    return [(percent, result) for percent, result in known if percent is not None]


def _safety(results: Sequence[QuestionResult]) -> list[Message]:
    """The question about safety with the fewest top answers, said as those who gave none."""
    about = [found for found in _rated(results) if found[1].id.startswith("safe_")]
    if not about:
        return []
    _, result = min(about, key=lambda found: found[0])
    top, base = result.top, result.base
    if top is None or top.count is None or base is None or top.count == base:
        return []
    others = f"{base - top.count:,} of {base:,} children"
    gave = "give a top answer" if top.label == TOP_ANSWERS else f"say “{top.label}”"
    return [Message("bad", f"{others} did not {gave} to “{result.text}”.")]


def _changes(trends: Sequence[Trend], results: Sequence[QuestionResult]) -> list[Message]:
    """The first that went down and the first that went up."""
    tops = {result.id: result.top.label.lower() for result in results if result.top}
    moved: dict[str, Message] = {}
    for trend in trends:
        if trend.verdict in ("up", "down"):
            answer = tops.get(trend.question, TOP_ANSWERS.lower())
            sentence = (
                f"“{trend.text}” ({answer}): {trend.verdict} from {trend.before} to {trend.now}."
            )
            news = "good" if trend.verdict == "up" else "bad"
            moved.setdefault(trend.verdict, Message(news, sentence))
    return list(moved.values())


def _extremes(results: Sequence[QuestionResult]) -> list[Message]:
    tracked = sorted(_rated(r for r in results if r.tracked), key=lambda found: found[0])
    if not tracked:
        return []
    lowest, highest = tracked[0], tracked[-1]
    messages = [Message("bad" if lowest[0] < WORRY else "", f"{said(lowest[1])}.")]
    if highest[1] is not lowest[1]:
        messages.append(
            Message("good" if highest[0] >= WORTH_SAYING else "", f"{said(highest[1])}.")
        )
    elif lowest[0] >= WORTH_SAYING:
        messages = [Message("good", f"{said(lowest[1])}.")]
    return messages


def _gaps(groups: Sequence[GroupResult]) -> list[Message]:
    """The widest gap between two groups that Holm over all tables finds unlikely by chance."""
    tables = [(group, *_ends(group)) for group in groups if len(_named(group)) > 1]
    adjusted = holm([two_shares_p(low[1], low[2], high[1], high[2]) for _, low, high in tables])
    clear = [
        (high[1] / high[2] - low[1] / low[2], group, low, high)
        for (group, low, high), p in zip(tables, adjusted, strict=True)
        if p < 0.05
    ]
    if not clear:
        return []
    gap, group, low, high = max(clear, key=lambda found: found[0])
    if gap * 100 < GAP_POINTS:
        return []
    parts = f"{high[1]} of {high[2]} ({high[0]}), {low[1]} of {low[2]} ({low[0]})"
    return [Message("bad", f"{group.by} makes a difference to “{group.text}”: {parts}.")]


Row = tuple[str, int, int]


def _named(group: GroupResult) -> list[Row]:
    return [
        (name, top, size)
        for name, top, size in group.rows
        if top is not None and size is not None and name != OTHERS
    ]


def _ends(group: GroupResult) -> tuple[Row, Row]:
    rows = sorted(_named(group), key=lambda row: row[1] / row[2])
    return rows[0], rows[-1]


def _actions(actions: Sequence[ActionLine]) -> list[Message]:
    late = [line for line in actions if line.late]
    messages = []
    if late:
        one = "1 action is late" if len(late) == 1 else f"{len(late)} actions are late"
        messages.append(Message("bad", f"{one}: “{late[0].action.rstrip('.')}” ({late[0].owner})."))
    proven = [line for line in actions if line.difference and line.status == "done"]
    if proven:
        words = proven[0].difference.rstrip(".")
        messages.append(Message("good", f"Done, and what came of it: {words}."))
    return messages


def _theme(themes: Sequence[ThemeResult], coded: int | None) -> list[Message]:
    counted = [(theme.count, theme) for theme in themes if theme.count]
    if not counted:
        return []
    count, theme = max(counted, key=lambda found: found[0])
    of = "" if coded is None else f" of {coded}"
    return [Message("", f"Children wrote most about “{theme.name}”: {count}{of} comments.")]


def outcomes(answered: WhoAnswered, lines: Sequence[ActionLine]) -> str:
    """A draft for a person to write over: how much, how well, what difference."""
    done = [line for line in lines if line.status == "done"]
    told = [line for line in lines if line.told_children_on]
    said = "" if answered.eligible is None else " answered"
    if not lines:
        helped = f"\n{answered.helped}" if answered.helped else ""
        return f"{answered.sentence}{said}. No action has been agreed yet.{helped}"
    much = f"How much: {answered.sentence}{said}; {len(lines)} actions, {len(done)} done."
    well = f"How well: children have been told about {len(told)} of {len(lines)} actions."
    came = [line.difference for line in done if line.difference]
    difference = " ".join(came) or "nobody has written yet what difference the actions made."
    return "\n".join((much, f"{well} {answered.helped}".strip(), f"What difference: {difference}"))
