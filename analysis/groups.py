"""One question by one group: age, gender, ethnic group, disability, team. Never two at once.

Only questions that everybody was asked are set side by side, and children of an age that is not
asked for its group are a group of their own: otherwise one table could be subtracted from another.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.counts import Tally, positive_keys
from analysis.protection.breakdowns import (
    TOO_FEW,
    TeamFacts,
    hidden_teams,
    protect_groups,
    visible_groups,
)
from analysis.report import GroupResult, QuestionResult
from data import counts
from data.database import Transaction
from surveys.schema import Kind, Survey

BY_QUESTION = {"gender": "Gender", "ethnicity": "Ethnic group", "disability": "Disability"}
NOT_ALL = "Not every child was asked about this, so it is not shown by group."
NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to divide the children of a round. `key` is what `data.counts.crossed` takes.

    `labels` and `sizes` by group, in the order to show; `never`: groups that must not be shown.
    `outside`: ages that are not asked for their group, together the group NOT_ASKED.
    """

    key: str
    name: str
    labels: Mapping[str, str]
    sizes: Mapping[str, int]
    never: frozenset[str] = frozenset()
    problem: str = ""
    outside: tuple[str, ...] = ()


def groupings(
    tallies: Mapping[str, Tally],
    shown: Sequence[QuestionResult],
    bands: Mapping[str, int],
    teams: Sequence[TeamFacts],
    smallest: int,
) -> tuple[Grouping, ...]:
    """Every way there is to divide this round's children, also those that cannot be shown."""
    by_id = {result.id: result for result in shown}
    made = []
    if len(bands) > 1:
        made.append(Grouping("band", "Age", {b: _ages(b) for b in bands}, bands))
    for question, name in BY_QUESTION.items():
        if question in tallies:
            made.append(_by_answer(question, name, tallies[question], by_id[question], bands))
    if len(teams) > 1:
        sizes = {team.team: team.answered for team in teams}
        labels = {team: team or "No team named" for team in sizes}
        made.append(Grouping("team", "Team", labels, sizes, hidden_teams(teams, smallest)))
    return tuple(made)


def _ages(band: str) -> str:
    return band.replace("-", " to ") if band else "Age not known"


def _by_answer(
    question: str, name: str, tally: Tally, shown: QuestionResult, bands: Mapping[str, int]
) -> Grouping:
    """Groups by an end question. Only answers whose own number is shown may be a group: with
    another, the rest could be subtracted from what stands together there."""
    labels = {option.key: option.label for option in tally.options}
    sizes = {option.key: option.count for option in tally.options}
    outside = tuple(band for band in bands if band not in dict(tally.wordings))
    if outside:
        labels[NOT_ASKED] = f"Not asked ({', '.join(_ages(band) for band in outside)})"
        sizes[NOT_ASKED] = sum(bands[band] for band in outside)
    one_each = tally.question.kind is Kind.CHOICE and bool(tally.options)
    fits = one_each and tally.not_asked == sizes.get(NOT_ASKED, 0)
    own = {bar.key for bar in shown.bars}
    if shown.not_asked is not None:
        own.add(NOT_ASKED)
    never = frozenset(sizes) if not shown.bars else frozenset(sizes) - own
    problem = "" if fits else NOT_ALL
    return Grouping(question, name, labels, sizes, never, problem, outside)


def results(
    tx: Transaction,
    round_id: str,
    survey: Survey,
    made: Sequence[Grouping],
    tallies: Mapping[str, Tally],
    shown: Sequence[QuestionResult],
    took_part: int,
    smallest: int,
) -> tuple[GroupResult, ...]:
    """The tracked questions by each grouping; one line that says why where none can be shown."""
    found: list[GroupResult] = []
    tracked = [r for r in shown if r.tracked and r.top and tallies[r.id].not_asked == 0]
    for by in made:
        visible = () if by.problem else visible_groups(by.sizes, took_part, smallest, by.never)
        if not visible:
            found.append(GroupResult(by.name, "", "", (), by.problem or TOO_FEW))
            continue
        tops = _tops(tx, round_id, survey, by)
        for result in tracked:
            total_top = tallies[result.id].top or 0
            counted: Mapping[str, int] = tops.get(result.id, Counter())
            rows = protect_groups(visible, by.sizes, counted, took_part, total_top, smallest)
            found.append(_result(by, result, rows))
    return tuple(found)


def _result(
    by: Grouping, result: QuestionResult, rows: tuple[tuple[str, int, int], ...]
) -> GroupResult:
    labelled = tuple((by.labels.get(group, group), top, size) for group, top, size in rows)
    top = result.top.label if result.top else ""
    why = "" if rows else TOO_FEW
    return GroupResult(by.name, result.id, result.text, labelled, why, top)


def _tops(tx: Transaction, round_id: str, survey: Survey, by: Grouping) -> dict[str, Counter[str]]:
    """How many of each group gave a top answer, by question."""
    positive: dict[tuple[str, str], frozenset[str]] = {}
    for questionnaire in survey.questionnaires:
        for question in questionnaire.questions:
            positive[question.id, questionnaire.band] = positive_keys(question)
            positive[question.id, ""] = positive_keys(question)
    rows = list(counts.crossed(tx, round_id, by.key))
    if by.outside:
        young = (r for r in counts.crossed(tx, round_id, "band") if r.group in by.outside)
        rows += [replace(row, group=NOT_ASKED) for row in young]
    found: dict[str, Counter[str]] = {}
    for row in rows:
        if row.value in positive.get((row.question, row.band), frozenset()):
            found.setdefault(row.question, Counter())[row.group] += row.count
    return found
