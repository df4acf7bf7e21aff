"""Teams as people type them, and each team's part of a round: who was reached, who was not."""

import re
from dataclasses import dataclass

from data.records import TeamCount
from surveys.invitations import Reached
from surveys.rounds import RoundRefused, rate_sentence

_LINE = re.compile(r"^(?P<team>.*?)\s*[,;:\t]\s*(?P<eligible>\d[\d ]*)$")
LONGEST = 80


def read_teams(text: str) -> dict[str, int | None]:
    """ "North team, 120" a line as {"North team": 120}; without a number, None (not known).

    A line that is only a number, or nothing at all, is one team without a name. Raises
    RoundRefused with the line where a team comes twice or is too long.
    """
    teams: dict[str, int | None] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            team, eligible = _read(line.strip())
            _check(teams, number, team)
            teams[team] = eligible
    return teams or {"": None}


def _read(line: str) -> tuple[str, int | None]:
    if re.fullmatch(r"[\d ,]+", line):
        return "", _number(line)
    match = _LINE.match(line)
    if match and match["team"].strip():
        return match["team"].strip(), _number(match["eligible"])
    return line, None


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _check(teams: dict[str, int | None], number: int, team: str) -> None:
    if team in teams:
        name = f"“{team}”" if team else "A number without a team"
        raise RoundRefused(f"Teams, line {number}: {name} is there twice. Leave one out.")
    if len(team) > LONGEST:
        raise RoundRefused(
            f"Teams, line {number}: the name has {len(team)} characters. Use {LONGEST} or fewer."
        )


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One team's part of a round as staff read it: who has answered, and who was not reached.

    `without_code` None: nobody has said how many could be asked. No answers, no codes.
    """

    team: str
    answered: str
    begun: int
    not_opened: int
    without_code: int | None
    declined: int
    declined_on_screen: int
    not_offered: int


def team_lines(teams: tuple[TeamCount, ...], reached: tuple[Reached, ...]) -> tuple[TeamLine, ...]:
    """A round's teams, each with what is left to do to reach its children.

    `declined` is what people wrote down, `declined_on_screen` who pressed "No, thank you": two
    figures, because nobody can tell whether the same child is in both.
    """
    by_code = {team.team: team for team in reached}
    return tuple(
        TeamLine(
            team=team.team,
            answered=rate_sentence(team.submitted, team.eligible),
            begun=team.started,
            not_opened=by_code[team.team].unused if team.team in by_code else 0,
            without_code=_without_code(team),
            declined=team.declined,
            declined_on_screen=by_code[team.team].declined if team.team in by_code else 0,
            not_offered=team.not_offered,
        )
        for team in teams
    )


def _without_code(team: TeamCount) -> int | None:
    if team.eligible is None:
        return None
    return max(0, team.eligible - team.offered - team.declined - team.not_offered)
