"""Protection of tables: one question by group, teams in the denominator, comments by theme.

A table by group shows, for each group, all its children and how many gave a top answer. Which
groups may be shown depends on their sizes alone, so it is the same for every question: otherwise
one table's hidden groups could be subtracted from another's. The hidden ones stand together in
one row, which anybody could work out anyway. Nobody, and everybody, giving a top answer are not
shown of a group either: they say what each child of it answered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.disclosure import safe, small

TOO_FEW = "Too few children in some groups to show this safely."
HIDDEN_TEAM = (
    "Not shown: fewer than {smallest} answered or did not answer, here or in another team."
)
OTHERS = "All others together"


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """One team's raw numbers; `eligible` None where nobody has said how many."""

    team: str
    eligible: int | None
    answered: int


def visible_groups(
    sizes: Mapping[str, int], total: int, smallest: int, never: Iterable[str] = ()
) -> tuple[str, ...]:
    """The groups whose rows may be shown, in order; none where the breakdown is withheld.

    A group needs room for `smallest` top answers and as many others. All who are in no shown
    group (also children who are in none at all) together need the same; until they have it,
    the next smallest group joins them. `never` are groups that must not be shown.
    """
    enough = 2 * smallest
    shown = {g: n for g, n in sizes.items() if n >= enough and g not in set(never)}
    while shown and 0 < total - sum(shown.values()) < enough:
        del shown[min(shown, key=lambda group: shown[group])]
    parts = len(shown) + (total > sum(shown.values()))
    return tuple(group for group in sizes if group in shown) if parts > 1 else ()


def protect_groups(
    shown: Iterable[str],
    sizes: Mapping[str, int],
    tops: Mapping[str, int],
    total: int,
    total_top: int,
    smallest: int,
) -> tuple[tuple[str, int, int], ...]:
    """Rows (group, gave a top answer, all of the group), the others last; none if not safe.

    `total`, `total_top`: all children who took part, and who gave a top answer. Where a row is
    not safe the smallest groups join the others, always in the order of their sizes: so what
    stands together for one question is part of what does for the next, or the other way round.
    """
    named = sorted(shown, key=lambda group: sizes[group], reverse=True)
    order = {group: place for place, group in enumerate(sizes)}
    while named:
        rows = [(g, tops.get(g, 0), sizes[g]) for g in sorted(named, key=lambda g: order[g])]
        rest = total - sum(size for _, _, size in rows)
        if rest:
            rows.append((OTHERS, total_top - sum(top for _, top, _ in rows), rest))
        enough = all(top >= smallest and size - top >= smallest for _, top, size in rows)
        if enough and len(rows) > 1:
            return tuple(rows)
        named.pop()
    return ()


def hidden_teams(teams: Iterable[TeamFacts], smallest: int) -> frozenset[str]:
    """The teams whose numbers are withheld: those too small, and as many more as hide them."""
    known = list(teams)
    shown = [team for team in known if _team_safe((team,), smallest)]
    hidden = [team for team in known if team not in shown]
    while hidden and shown and not (len(hidden) > 1 and _team_safe(hidden, smallest)):
        fewest = min(shown, key=lambda team: team.answered)
        shown.remove(fewest)
        hidden.append(fewest)
    return frozenset(team.team for team in hidden)


def _team_safe(teams: Iterable[TeamFacts], smallest: int) -> bool:
    known = tuple(teams)
    answered = sum(team.answered for team in known)
    if any(team.eligible is None for team in known):
        return safe((answered, *(t.eligible for t in known if t.eligible is not None)), smallest)
    eligible = sum(team.eligible or 0 for team in known)
    return safe((answered, eligible, eligible - answered), smallest)


def protect_themes(
    comments: Mapping[str, int],
    children: Mapping[str, int],
    coded: int,
    took_part: int,
    smallest: int,
) -> dict[str, int | None]:
    """Comments by theme; None where a few children, or all but a few, or all but a few comments.

    `comments` and `children` by theme: a child may have written several. `coded`: comments with
    at least one theme. As each of those has one, the themes shown say how often the others must
    have been given at least. Where that says something of one of them, one more is withheld.
    """
    shown = {
        theme: count
        for theme, count in comments.items()
        if safe((children[theme], took_part - children[theme], coded - count), smallest)
    }
    hidden, unexplained = len(comments) - len(shown), coded - sum(shown.values())
    if hidden and shown and unexplained > (smallest - 1) * (hidden - 1) + 1:
        del shown[min(shown, key=lambda theme: shown[theme])]
    return {theme: shown.get(theme) for theme in comments}


def protect_invited(
    eligible: int | None,
    offered: int,
    declined: int,
    not_offered: int,
    answered: int,
    smallest: int,
) -> tuple[int | None, int | None, int | None]:
    """(offered, declined, not offered), None where it, or what is left over, is too few."""
    left = [offered, offered - answered, offered - declined]
    if eligible is not None:
        left += [eligible - offered, eligible - offered - not_offered]
    shown_offered = offered if safe((abs(n) for n in left), smallest) else None
    spare = [not_offered] if eligible is None else [not_offered, eligible - offered - not_offered]
    shown_not_offered = not_offered if safe((abs(n) for n in spare), smallest) else None
    return shown_offered, None if small(declined, smallest) else declined, shown_not_offered
