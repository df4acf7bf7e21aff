"""What children wrote about, by the number of comments that a person gave each theme."""

from dataclasses import dataclass

from analysis.codebook import Codebook, load
from analysis.coding import CodingRefused
from data import codings, comments, rounds
from data.database import Database
from surveys import permissions
from surveys.asked import is_contact_detail
from surveys.permissions import Actor


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One theme. `count` is None where it is withheld: from 1 to below the smallest shown."""

    id: str
    name: str
    counts: str
    count: int | None


@dataclass(frozen=True, slots=True)
class ThemeSummary:
    """A round's themes, most comments first. `done` of `comments` were looked at by a person.

    A comment may have several themes, so the counts do not add up to the comments. Suggestions
    are in none of them.
    """

    round_title: str
    comments: int
    done: int
    smallest_shown: int
    lines: tuple[ThemeLine, ...]

    @property
    def to_do(self) -> int:
        """Comments that nobody has looked at yet."""
        return self.comments - self.done

    @property
    def withheld(self) -> int:
        """Themes whose count is withheld."""
        return sum(line.count is None for line in self.lines)


def theme_summary(db: Database, actor: Actor, round_id: str) -> ThemeSummary:
    """A round's themes by the comments that people gave them, small counts withheld."""
    permissions.require(actor, "see results")
    with db.reading() as tx:
        record = rounds.get(tx, round_id)
        if record is None:
            raise CodingRefused(f"There is no round “{round_id}”. Choose one of the list.")
        places = {
            place for place in comments.places(tx, round_id) if not is_contact_detail(place[1])
        }
        decided = {(one.response, one.question) for one in codings.of_round(tx, round_id)}
        counted = codings.theme_counts(tx, round_id)
    smallest = db.settings.smallest_shown
    return ThemeSummary(
        round_title=record.title,
        comments=len(places),
        done=len(decided & places),
        smallest_shown=smallest,
        lines=_lines(load(), counted, smallest),
    )


def _lines(codebook: Codebook, counted: dict[str, int], smallest: int) -> tuple[ThemeLine, ...]:
    """Themes that were given, by count; withheld ones after them in the codebook's own order."""
    gone = [theme for theme in counted if codebook.theme(theme) is None]
    known = [(theme.id, theme.name, theme.counts) for theme in codebook.themes]
    lines = [
        ThemeLine(id_, name, counts, count if count >= smallest else None)
        for id_, name, counts in [*known, *((id_, id_, "") for id_ in gone)]
        if (count := counted.get(id_, 0))
    ]
    return tuple(sorted(lines, key=lambda line: -(line.count or 0)))
