"""Problems of a definition: where, what, how to fix; all of them together."""

from dataclasses import dataclass

from surveys.authoring.locator import Place


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right. `where` names the question or sentence; line and column from 1."""

    file: str
    line: int
    column: int
    where: str
    what: str
    fix: str

    @classmethod
    def at(cls, place: Place, where: str, what: str, fix: str) -> "Problem":
        """A problem at a place."""
        return cls(place.file, place.line, place.column, where, what, fix)

    def __str__(self) -> str:
        """One line for people: file, line and column, then where, what and how to fix it."""
        return f"{self.file}:{self.line}:{self.column}: {self.where}: {self.what} {self.fix}"


class DefinitionProblems(ValueError):
    """A definition that cannot be read; `problems` holds everything found, never only the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep every problem; the message lists them line by line."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = list(problems)
