"""The figures of a round: the one place that every number shown to anybody comes from.

`report` reads a round in one transaction, tallies it, protects it and puts it into words. Pages,
commands and documents take the Report and compute nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from analysis import change, codebook, groups, messages, who
from analysis.counts import Tally, tallies
from analysis.figures import question_result
from analysis.protection import audit, breakdowns
from analysis.report import (
    ActionLine,
    GroupResult,
    PairResult,
    QuestionResult,
    Report,
    ThemeResult,
    Trend,
    WhoAnswered,
    from_json,
)
from data import actions, codings, comments, counts, reports, responses, rounds
from data.clock import day
from data.database import Database, Transaction
from data.records import ActionRecord, RoundRecord
from surveys import held
from surveys.asked import is_contact_detail
from surveys.days import in_words
from surveys.grants import within
from surveys.permissions import Actor, require
from surveys.rounds import RoundRefused, known, survey_of, total_eligible
from surveys.schema import Kind, Survey

TRACKED = ("listened", "safe_home", "explained", "worker", "trusted", "feel", "rating")
"""Followed from round to round where a survey asks them; other questions fill up to six."""
MOST_TRACKED = 6


@dataclass(frozen=True, slots=True)
class Figures:
    """One round read and protected. `tallies` are raw: they never leave `analysis`."""

    record: RoundRecord
    survey: Survey
    took_part: int
    bands: Mapping[str, int]
    tallies: Mapping[str, Tally]
    results: tuple[QuestionResult, ...]

    def side(self) -> change.Side:
        """This round as one side of a comparison."""
        return change.Side(self.tallies, {r.id: r for r in self.results}, self.bands)


def report(db: Database, actor: Actor, round_id: str, now: datetime) -> Report:
    """The round's report as it stands; raises RoundRefused where there is no such round."""
    require(actor, "see results")
    within(db, actor, round_id)
    with db.reading() as tx:
        return build(tx, known(tx, actor, round_id), now)


def build(tx: Transaction, record: RoundRecord, now: datetime) -> Report:
    """The report of a round inside a transaction; see `report`.

    Of a round whose answers were erased only what was published is left.
    """
    if record.erased_at:
        return _published(tx, record)
    smallest = tx.settings.smallest_shown
    found = figures(tx, record)
    teams = rounds.team_counts(tx, record.id)
    said_no = len(responses.in_state(tx, "declined", record.id))
    answered = who.who_answered(record, teams, found.results, smallest, said_no)
    themes, written, coded = _themes(tx, found, smallest)
    made = Report(
        round=record.id,
        survey=record.survey,
        title=record.title,
        authority=tx.settings.authority,
        period=_period(record),
        made_on=day(now),
        published="",
        asks=(),
        who=answered,
        results=found.results,
        analysis="",
        themes=themes,
        comments=written,
        comments_coded=coded,
        groups=_groups(tx, found, who.team_facts(teams), smallest),
        trends=_trends(tx, found),
        key_messages=(),
        outcomes="",
        actions=tuple(action_line(a, day(now)) for a in actions.of_round(tx, record.id)),
        method=(
            *_method(record, answered, smallest),
            *who.without_code(*held.counts_of(tx, record.id)),
            *who.damaged(comments.any_damaged(tx, record.id)),
        ),
        smallest_shown=smallest,
        pairs=_pairs(tx, found, smallest),
        pairs_caveat=change.PAIRS_CAVEAT,
    )
    return written_over(
        made, {section: kept.text for section, kept in reports.texts(tx, record.id).items()}
    )


def _published(tx: Transaction, record: RoundRecord) -> Report:
    newest = reports.latest(tx, record.id)
    if newest is None:
        gone = in_words(record.erased_at or "")
        raise RoundRefused(
            f"The answers of {record.id} were erased on {gone}, as the retention table says, and "
            "no report of it was published. There are no figures to show."
        )
    return from_json(newest.frozen)


def written_over(made: Report, texts: Mapping[str, str]) -> Report:
    """The report with what people wrote, and drafts where they have not."""
    return replace(
        made,
        title=texts.get("title", "").strip() or made.title,
        asks=_lines(texts.get("asks", "")),
        key_messages=_lines(texts.get("key_messages", "")) or messages.draft(made),
        analysis=texts.get("analysis", "").strip(),
        outcomes=texts.get("outcomes", "").strip() or messages.outcomes(made.who, made.actions),
    )


def figures(tx: Transaction, record: RoundRecord) -> Figures:
    """The protected results of one round, with the raw tallies they were made from."""
    survey = survey_of(tx, record)
    sent = counts.totals(tx, record.id).by_band
    bands: dict[str, int] = {b: sent[b] for b in (*survey.bands, "") if sent.get(b)}
    took_part = sum(bands.values())
    rows, given = counts.by_answer(tx, record.id), counts.answered(tx, record.id)
    made = {tally.question.id: tally for tally in tallies(survey, bands, rows, given)}
    teams = rounds.team_counts(tx, record.id)
    eligible = total_eligible(teams) if teams else None
    population = None if eligible is None or eligible < took_part else eligible
    smallest, followed = tx.settings.smallest_shown, tracked(made)
    results = [
        question_result(tally, smallest, took_part, population, tracked=question in followed)
        for question, tally in made.items()
    ]
    whole = audit.Round(survey, bands, rows, made)
    safe = audit.withhold_linked(whole, results, smallest)
    return Figures(record, survey, took_part, bands, made, safe)


def tracked(made: Mapping[str, Tally]) -> tuple[str, ...]:
    """The at most six questions that are followed: the core ones, then others as asked."""
    rated = [q for q, tally in made.items() if tally.top is not None and not tally.question.ending]
    first = [question for question in TRACKED if question in rated]
    others = [question for question in rated if question not in first]
    return tuple([*first, *others][:MOST_TRACKED])


def _groups(
    tx: Transaction, found: Figures, teams: Sequence[breakdowns.TeamFacts], smallest: int
) -> tuple[GroupResult, ...]:
    made = groups.groupings(found.tallies, found.results, found.bands, teams, smallest)
    return groups.results(
        tx,
        found.record.id,
        found.survey,
        made,
        found.tallies,
        found.results,
        found.took_part,
        smallest,
    )


def _trends(tx: Transaction, found: Figures) -> tuple[Trend, ...]:
    """Beside the newest earlier round of the same survey that somebody answered."""
    answered = rounds.answered(tx)
    earlier = [
        record
        for record in rounds.of_survey(tx, found.record.survey)
        if record.sequence < found.record.sequence and answered.get(record.id)
    ]
    before = figures(tx, earlier[-1]).side() if earlier else None
    return change.trends(found.side(), before, tracked(found.tallies))


def _pairs(tx: Transaction, found: Figures, smallest: int) -> tuple[PairResult, ...]:
    """The same children at start and end, where this round is the end."""
    survey = found.survey
    if survey.half != "end" or survey.other_half is None:
        return ()
    starts = {
        record.id: counts.paired_responses(tx, record.id, found.record.id)
        for record in rounds.of_survey(tx, survey.other_half)
    }
    starts = {start: both for start, both in starts.items() if both}
    if not starts:
        return ()
    began = sum(rounds.answered(tx).get(start, 0) for start in starts)
    return tuple(
        change.paired(
            result,
            [p for s in starts for p in counts.pairs(tx, s, found.record.id, result.id)],
            sum(starts.values()),
            (began, found.took_part),
            survey,
            smallest,
        )
        for result in found.results
        if change.can_be_paired(found.tallies[result.id].question) and not result.ending
    )


def _themes(
    tx: Transaction, found: Figures, smallest: int
) -> tuple[tuple[ThemeResult, ...], int | None, int | None]:
    """Themes by comments, how many comments there are, and how many have a theme."""
    places = {p for p in comments.places(tx, found.record.id) if not is_contact_detail(p[1])}
    given = [
        row
        for row in codings.of_round(tx, found.record.id)
        if row.decision == "given" and (row.response, row.question) in places
    ]
    by_comment = Counter(row.theme for row in given)
    by_child: dict[str, set[str]] = defaultdict(set)
    for row in given:
        by_child[row.theme].add(row.response)
    children = {theme: len(responses) for theme, responses in by_child.items()}
    coded = len({(row.response, row.question) for row in given})
    shown = breakdowns.protect_themes(by_comment, children, coded, found.took_part, smallest)
    why = f"Not shown: fewer than {smallest} children, or all but fewer than {smallest}."
    book = codebook.load()
    results = [
        ThemeResult(theme, book.name(theme), count, "" if count is not None else why)
        for theme, count in shown.items()
    ]
    results.sort(key=lambda result: (-(result.count or 0), result.id))
    whole = all(r.base is not None for r in found.results if r.kind == Kind.TEXT.value)
    return tuple(results), len(places) if whole else None, coded if whole else None


def action_line(record: ActionRecord, today: str) -> ActionLine:
    """An action as the board reads it; late when its day has passed and it is still to be done."""
    open_still = record.status not in ("done", "cannot")
    late = open_still and (record.status == "late" or (bool(record.due) and record.due < today))
    return ActionLine(
        said=record.said,
        action=record.action,
        owner=record.owner,
        due=record.due,
        status="late" if late else record.status.replace("_", " "),
        measure=record.measure,
        difference=record.reason if record.status == "cannot" else record.difference,
        told_children_on=record.told_children_on or "",
        late=late,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _period(record: RoundRecord) -> str:
    end = (record.closed_at or record.closes or "")[:10]
    began = in_words(record.opens)
    return f"{began} to {in_words(end)}" if end else f"Open since {began}"


def _method(record: RoundRecord, answered: WhoAnswered, smallest: int) -> tuple[str, ...]:
    few = f"1 to {smallest - 1}"
    everybody = f"all {answered.eligible:,}" if answered.eligible else "all who could have answered"
    return (
        "Every percentage is of the number printed beside it: the children who answered that "
        f"question. Where {few} of them gave no answer, it is everybody who was asked, so that "
        "nobody can subtract those few.",
        f"No figure from {few} children is shown, and none can be worked out from what is shown; "
        "where in doubt a breakdown is left out.",
        f"A likely range (95%) is given from 30 children on. It holds for {everybody} only if "
        f"these {answered.answered:,} are typical of them; they chose to answer.",
        "Up and down need the same wording and ages, a difference of 10 points or more, and less "
        "than 1 chance in 20 (Fisher's exact test, Holm's adjustment over the questions followed).",
        "People gave the themes. What a machine suggested is in no figure.",
        f"Exact wording by age: survey {record.survey}, version {record.version}, in the annex.",
    )
