"""Maps as facts: how the columns of a CSV file become answers. `map_loader` reads them."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.answers import Silence
from surveys.schema import Question, Questionnaire

SILENCES = (Silence.NOT_ANSWERED.value, Silence.PREFERRED_NOT_TO_SAY.value)


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """One `[[answer]]`: which column answers which question, on which rows.

    `values` turn a cell into an option key, a number or a reason for no answer; empty means that
    the cell itself is the answer. `when` lists, by column, the cells for which the rule holds.
    """

    question: Question
    column: str
    values: Mapping[str, str]
    when: Mapping[str, frozenset[str]]
    separator: str

    def holds(self, row: Mapping[str, str]) -> bool:
        """Whether this rule answers its question on this row."""
        return all(row[column].strip() in cells for column, cells in self.when.items())


@dataclass(frozen=True, slots=True)
class DateFormat:
    """How a date is written: as the map says it ("dd/mm/yyyy"), and for `strptime`."""

    said: str
    form: str


@dataclass(frozen=True, slots=True)
class ImportMap:
    """A map that fits a survey: everything that taking in one CSV file needs to know.

    `dates` are tried in their order: a date that fits two is read as the first says. `guarded`:
    the file came out of Heard, and cells that could be run have a mark in front (`guarded.py`).
    """

    questionnaire: Questionnaire
    language: str
    key: str
    encoding: str
    delimiter: str
    date_column: str
    dates: tuple[DateFormat, ...]
    team_column: str | None
    rules: tuple[AnswerRule, ...]
    guarded: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the map reads, each once."""
        named = [self.key, self.date_column, *([self.team_column] if self.team_column else [])]
        for rule in self.rules:
            named += [rule.column, *rule.when]
        return tuple(dict.fromkeys(named))


def answers_to(question: Question) -> tuple[str, ...]:
    """What a question of options or of a scale can be answered with; nothing for words."""
    if question.scale is not None:
        return tuple(str(n) for n in range(question.scale.low, question.scale.high + 1))
    return tuple(option.key for option in question.options)
