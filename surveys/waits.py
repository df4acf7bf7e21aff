"""One thing that waits for a member of staff, as Today says it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: a sentence, and the page where it is done ("" where there is none).

    `round` is set where the page opens on one round; `link` says what the page is for; `count`
    is how many comments wait there.
    """

    sentence: str
    page: str
    link: str
    round: str | None = None
    count: int = 0


def counted(number: int, one: str, many: str) -> str:
    """ "1 comment is" or "1,200 comments are"."""
    return f"{number:,} {one if number == 1 else many}"
