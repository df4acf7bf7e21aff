"""What children wrote about, by the number of comments that a person gave each theme."""

from collections import Counter
from dataclasses import dataclass

from analysis.codebook import Codebook, load
from analysis.coding import CodingRefused
from analysis.protection.breakdowns import protect_themes
from data import codings, comments, rounds
from data.database import Database
from data.records import CodingRecord
from surveys import permissions
from surveys.asked import is_contact_detail
from surveys.grants import within
from surveys.permissions import Actor


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One theme. `count` is None where it, or what it leaves over, is of too few children."""

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
    within(db, actor, round_id)
    with db.reading() as tx:
        record = rounds.get(tx, round_id)
        if record is None:
            raise CodingRefused(f"There is no round “{round_id}”. Choose one of the list.")
        written = {p for p in comments.places(tx, round_id) if not is_contact_detail(p[1])}
        decisions = [d for d in codings.of_round(tx, round_id) if _place(d) in written]
        took_part = rounds.answered(tx).get(round_id, 0)
    smallest = db.settings.smallest_shown
    return ThemeSummary(
        round_title=record.title,
        comments=len(written),
        done=len({_place(one) for one in decisions}),
        smallest_shown=smallest,
        lines=_lines(load(), _protected(decisions, took_part, smallest)),
    )


def _place(one: CodingRecord) -> tuple[str, str]:
    return one.response, one.question


def _protected(
    decisions: list[CodingRecord], took_part: int, smallest: int
) -> dict[str, int | None]:
    """Comments by theme that a person gave, as they may be shown."""
    given = [one for one in decisions if one.decision == "given"]
    by_comment = Counter(one.theme for one in given)
    by_child = Counter(theme for theme, _ in {(one.theme, one.response) for one in given})
    coded = len({_place(one) for one in given})
    return protect_themes(by_comment, by_child, coded, took_part, smallest)


def _lines(codebook: Codebook, shown: dict[str, int | None]) -> tuple[ThemeLine, ...]:
    """Themes that were given, by count; withheld ones after them in the codebook's own order."""
    known = {theme.id: theme for theme in codebook.themes}
    lines = [
        ThemeLine(id_, codebook.name(id_), known[id_].counts if id_ in known else "", shown[id_])
        for id_ in [*known, *sorted(shown.keys() - known)]
        if id_ in shown
    ]
    return tuple(sorted(lines, key=lambda line: -(line.count or 0)))
