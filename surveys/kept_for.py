"""For how many months answers are kept, and who of the authority has confirmed that.

The months that ship are the makers' proposal. Nothing is erased by them until somebody who may
decide it has written their name and the day into the authority's own file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.settings import Settings

FILE = Path(__file__).parent / "definitions" / "retention.toml"
_ANY, _CONFIRMED = "any", "confirmed"


class TimesProblem(ValueError):
    """The file of retention times cannot be used; the message says where and how to fix it."""


@dataclass(frozen=True, slots=True)
class Times:
    """Months by survey; `by` and `on` (an ISO day) say who confirmed them, else ""."""

    months: Mapping[str, int]
    by: str
    on: str

    @property
    def confirmed(self) -> bool:
        """Whether a person has confirmed them for this authority."""
        return bool(self.by and self.on)

    def of(self, survey: str) -> int:
        """For how many months answers to a survey are kept after its round has ended."""
        return self.months.get(survey, self.months[_ANY])


def times(settings: Settings) -> Times:
    """The authority's own times, where it has a file of them, else those that ship."""
    file = settings.retention_file or FILE
    try:
        found = tomllib.loads(file.read_text("utf-8"))
        said = found.pop(_CONFIRMED, {})
        made = Times(
            {survey: int(count) for survey, count in found.items()},
            str(said.get("by", "")).strip(),
            str(said.get("on", "")).strip(),
        )
        if made.confirmed:
            date.fromisoformat(made.on)
    except (OSError, ValueError, TypeError, AttributeError) as problem:
        raise TimesProblem(
            f"The retention times in {file} cannot be used ({problem}). Write them as in {FILE}: "
            "months as whole numbers, and [confirmed] with by = “a name” and on = “2026-11-20”."
        ) from problem
    if _ANY not in made.months or min(made.months.values()) < 1:
        raise TimesProblem(f"{file} needs “{_ANY}”, and every number of months must be 1 or more.")
    return made
