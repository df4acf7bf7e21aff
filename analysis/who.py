"""Who answered and who did not: the denominator, always said as "40 of 300 (13%)".

That sentence is printed whatever its numbers are: it says how many took part and nothing of what
anybody said. Teams, and those who declined or were not offered a say, are protected.
"""

from collections.abc import Sequence

from analysis.intervals import percent
from analysis.protection.breakdowns import HIDDEN_TEAM, TeamFacts, hidden_teams, protect_invited
from analysis.report import QuestionResult, TeamAnswered, WhoAnswered
from data.records import RoundRecord, TeamCount
from surveys.rounds import rate_sentence, total_eligible

ENOUGH_PERCENT, ENOUGH_CHILDREN = 30, 30


def who_answered(
    record: RoundRecord,
    teams: tuple[TeamCount, ...],
    results: Sequence[QuestionResult],
    smallest: int,
) -> WhoAnswered:
    """The protected denominator of a round."""
    eligible = total_eligible(teams) if teams else None
    answered = sum(team.submitted for team in teams)
    rate = percent(answered, eligible) if eligible else None
    offered, declined, not_offered = _invited(record, teams, eligible, answered, smallest)
    return WhoAnswered(
        eligible=eligible,
        offered=offered,
        declined=declined,
        not_offered=not_offered,
        answered=answered,
        rate=rate,
        sentence=rate_sentence(answered, eligible),
        caution=_caution(answered, eligible, rate),
        teams=_teams(teams, smallest),
        helped=_helped(results),
        opened=record.opens,
        closed=(record.closed_at or record.closes or "")[:10],
    )


def team_facts(teams: Sequence[TeamCount]) -> tuple[TeamFacts, ...]:
    """What protection needs to know of each team."""
    return tuple(TeamFacts(team.team, team.eligible, team.submitted) for team in teams)


def _invited(
    record: RoundRecord,
    teams: Sequence[TeamCount],
    eligible: int | None,
    answered: int,
    smallest: int,
) -> tuple[int | None, int | None, int | None]:
    if record.source == "imported":
        return None, None, None
    offered = sum(team.offered for team in teams)
    declined = sum(team.declined for team in teams)
    not_offered = sum(team.not_offered for team in teams)
    return protect_invited(eligible, offered, declined, not_offered, answered, smallest)


def _caution(answered: int, eligible: int | None, rate: int | None) -> str:
    if not answered:
        return ""
    these = f"what these {answered:,} children said" if answered > 1 else "what one child said"
    if eligible is None:
        return f"Nobody has said how many could have answered. Read every figure as {these}."
    low = rate is not None and rate < ENOUGH_PERCENT
    if not low and answered >= ENOUGH_CHILDREN:
        return ""
    why = f"Only {rate_sentence(answered, eligible)} answered" if low else "Few children answered"
    return f"{why}, and they chose to. Read every figure as {these}, not as what all would say."


def _teams(teams: Sequence[TeamCount], smallest: int) -> tuple[TeamAnswered, ...]:
    if len(teams) < 2:
        return ()
    hidden = hidden_teams(team_facts(teams), smallest)
    why = HIDDEN_TEAM.format(smallest=smallest)
    return tuple(
        TeamAnswered(team.team or "No team named", None, None, why)
        if team.team in hidden
        else TeamAnswered(team.team or "No team named", team.eligible, team.submitted, "")
        for team in teams
    )


def _helped(results: Sequence[QuestionResult]) -> str:
    """Who helped, from the protected figures of the end question, else ""."""
    result = next((r for r in results if r.id == "who_helped"), None)
    bar = next((b for b in result.bars if b.key == "nobody"), None) if result else None
    if result is None or bar is None or bar.count is None or result.base is None:
        return ""
    return f"{bar.count:,} of {result.base:,} filled it in with no one helping."
