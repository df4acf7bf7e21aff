"""Teams as people type them: one a line, with how many children could be asked."""

import re

from surveys.rounds import RoundRefused

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
