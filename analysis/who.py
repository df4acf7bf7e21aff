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
DAMAGED = (
    "Some words of this round are damaged and cannot be read. They count as comments, and nobody "
    "can give them a theme. Every other figure is whole. Whoever looks after the server may find "
    "them in a backup."
)


def who_answered(
    record: RoundRecord,
    teams: tuple[TeamCount, ...],
    results: Sequence[QuestionResult],
    smallest: int,
    said_no: int = 0,
) -> WhoAnswered:
    """The protected denominator of a round. `said_no`: who pressed "No, thank you" on a screen."""
    eligible = total_eligible(teams) if teams else None
    answered = sum(team.submitted for team in teams)
    rate = percent(answered, eligible) if eligible else None
    offered, declined, not_offered = _invited(record, teams, eligible, answered, smallest, said_no)
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


def without_code(waiting: int, aside: int) -> tuple[str, ...]:
    """What is in no figure of a round that anybody can answer, in a sentence each.

    These are entries that are not, or not yet, taken for a child's: no figure is about them.
    """
    said = []
    if waiting:
        said.append(f"Came without a code and wait for a person to look: {waiting:,}. Not counted.")
    if aside:
        said.append(f"Came without a code and were set aside by a person: {aside:,}. Not counted.")
    return tuple(said)


def damaged(some: bool) -> tuple[str, ...]:
    """What to say where words of a round do not open; how many could point at a child."""
    return (DAMAGED,) if some else ()


def team_facts(teams: Sequence[TeamCount]) -> tuple[TeamFacts, ...]:
    """What protection needs to know of each team."""
    return tuple(TeamFacts(team.team, team.eligible, team.submitted) for team in teams)


def _invited(
    record: RoundRecord,
    teams: Sequence[TeamCount],
    eligible: int | None,
    answered: int,
    smallest: int,
    said_no: int,
) -> tuple[int | None, int | None, int | None]:
    if record.source == "imported":
        return None, None, None
    offered = sum(team.offered for team in teams)
    declined = sum(team.declined for team in teams) + said_no
    not_offered = sum(team.not_offered for team in teams)
    return protect_invited(eligible, offered, declined, not_offered, answered, smallest)


def _caution(answered: int, eligible: int | None, rate: int | None) -> str:
    if not answered:
        return ""
    these = f"what these {answered:,} children said" if answered > 1 else "what one child said"
    if eligible is None:
        return f"We do not know how many could have answered. Read every figure as {these}."
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
    """Who helped and who was there, from the protected figures of the end questions, else ""."""
    said = (
        _shown(results, "who_helped", "nobody", "filled it in with no one helping."),
        _shown(results, "who_was_there", "home", "had someone from home with them."),
        _shown(results, "who_was_there", "worker", "had a worker with them."),
    )
    return " ".join(filter(None, said))


def _shown(results: Sequence[QuestionResult], question: str, key: str, said: str) -> str:
    """One answer's protected count in a sentence; "" where it is withheld or nobody was asked."""
    result = next((r for r in results if r.id == question), None)
    bar = next((b for b in result.bars if b.key == key), None) if result else None
    if result is None or bar is None or not bar.count or result.base is None:
        return ""
    return f"{bar.count:,} of {result.base:,} {said}"
