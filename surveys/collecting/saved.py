"""What became of a message from a child's page."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["saved", "conflict", "no_sitting", "refused"]


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a message. `version` is the stored answer's; `words` come on a conflict.

    `place` is where the child is now, `moved` whether this message moved them, `removed` how
    many control characters were taken out, `problem` why it was refused.
    """

    status: Status
    version: int = 0
    words: str | None = None
    place: str = ""
    moved: bool = False
    removed: int = 0
    problem: str = ""
