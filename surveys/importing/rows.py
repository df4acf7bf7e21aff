"""The rows of a file as answers, by a map: every row is checked before anything is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from surveys.answers import Answer, AnswerRefused, Passed, Silence, clean_words, take
from surveys.importing.maps import SILENCES, AnswerRule, DateFormat, ImportMap
from surveys.importing.sheet import BadRow, Row, Sheet
from surveys.routing import path
from surveys.schema import Kind, Question

LONGEST_KEY = 200
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One row that can be taken in: its key, its day (ISO text), its team and its answers.

    `date_said` is the format that its date was written in; `removed` counts the control
    characters that were taken out of its words.
    """

    line: int
    key: str
    day: str
    date_said: str
    team: str
    answers: Mapping[str, Answer]
    removed: int


@dataclass(frozen=True, slots=True)
class CheckedRows:
    """A whole file, checked: what can be taken in and what cannot, by line."""

    good: tuple[ImportedRow, ...]
    bad: tuple[BadRow, ...]


def check_rows(sheet: Sheet, rules: ImportMap, today: date) -> CheckedRows:
    """Turn every row into answers; rows that do not fit are listed with every reason.

    `today`: no row can be of a later day.
    """
    good: list[ImportedRow] = []
    bad = list(sheet.bad)
    lines: dict[str, int] = {}
    for row in sheet.rows:
        checking = _Checking(row, rules)
        imported = checking.whole(today, lines)
        good += [imported] if imported is not None else []
        bad += checking.problems
    return CheckedRows(tuple(good), tuple(sorted(bad, key=lambda one: one.line)))


class _Checking:
    """Checks one row, collecting every problem in it."""

    def __init__(self, row: Row, rules: ImportMap) -> None:
        self.row = row
        self.cells = row.cells
        self.rules = rules
        self.removed = 0
        self.problems: list[BadRow] = []

    def whole(self, today: date, lines: dict[str, int]) -> ImportedRow | None:
        """The row's answers, or None where anything is wrong; `lines` says where keys were seen."""
        if self._holds_nul():
            return None
        key, (day, date_said) = self._key(lines), self._day(today)
        answers = self._on_route(self._answers())
        if self.problems:
            return None
        column = self.rules.team_column
        team = self.cells[column].strip() if column else ""
        return ImportedRow(self.row.line, key, day, date_said, team, answers, self.removed)

    def _refuse(self, column: str, reason: str) -> None:
        self.problems.append(BadRow(self.row.line, column, reason))

    def _holds_nul(self) -> bool:
        for column in self.rules.columns:
            if "\0" in self.cells[column]:
                self._refuse(column, "there is a NUL character in the cell. Take it out.")
        return bool(self.problems)

    def _key(self, lines: dict[str, int]) -> str:
        column = self.rules.key
        key = self.cells[column].strip()
        if not key:
            self._refuse(column, "the key is empty. Each row needs one of its own.")
        elif len(key) > LONGEST_KEY:
            self._refuse(column, f"the key is longer than {LONGEST_KEY} characters.")
        elif key in lines:
            fix = "Each row needs a key of its own; take one of the two rows out."
            self._refuse(column, f"the key “{_short(key)}” stands on line {lines[key]} too. {fix}")
        lines.setdefault(key, self.row.line)
        return key

    def _day(self, today: date) -> tuple[str, str]:
        """The day as ISO text, and the format that it was written in."""
        column, dates = self.rules.date_column, self.rules.dates
        cell = self.cells[column].strip()
        for date_format in dates:
            day = _day_of(cell, date_format)
            if day is not None and day <= today:
                return day.isoformat(), date_format.said
        if any(_day_of(cell, date_format) for date_format in dates):
            self._refuse(column, f"“{_short(cell)}” is a day that is still to come.")
        else:
            said = " or ".join(date_format.said for date_format in dates)
            self._refuse(column, f"“{_short(cell)}” is not a date like {said}.")
        return "", ""

    def _answers(self) -> dict[str, Answer]:
        answers: dict[str, Answer] = {}
        for rule in self.rules.rules:
            if not rule.holds(self.cells):
                continue
            before, answer = answers.get(rule.question.id), self._answer(rule)
            if before is None or isinstance(before, Passed):
                answers[rule.question.id] = answer
            elif not isinstance(answer, Passed):
                what = f"two columns of the map both answer {rule.question.id} on this row."
                self._refuse(rule.column, f"{what} Let only one of them hold, with when.")
        self._check_every_cell_is_used()
        return answers

    def _answer(self, rule: AnswerRule) -> Answer:
        cell = self.cells[rule.column]
        try:
            if rule.question.kind is Kind.TEXT:
                self.removed += clean_words(cell)[1]
                self._check_length(rule, cell)
            return take(rule.question, posted(rule, cell))
        except AnswerRefused as refused:
            if not any(problem.column == rule.column for problem in self.problems):
                self._refuse(rule.column, str(refused))
            return Passed(Silence.NOT_ANSWERED)

    def _check_length(self, rule: AnswerRule, cell: str) -> None:
        length, limit = len(clean_words(cell)[0]), rule.question.limit
        if length > limit:
            what = f"the words are {length:,} characters long; at most {limit:,} are kept."
            self._refuse(rule.column, f"{what} Shorten them in the file.")

    def _check_every_cell_is_used(self) -> None:
        """Words that no rule takes would be lost without a sound: say so instead."""
        for column in dict.fromkeys(rule.column for rule in self.rules.rules):
            rules = [rule for rule in self.rules.rules if rule.column == column]
            if self.cells[column].strip() and not any(rule.holds(self.cells) for rule in rules):
                where = _unfit(rules, self.cells)
                reason = (
                    f"“{_short(self.cells[where])}” fits no “when” of the map, so what stands in "
                    f"column {column} answers no question. Add it to the map."
                )
                self._refuse(where, reason)

    def _on_route(self, answers: dict[str, Answer]) -> dict[str, Answer]:
        """Answers to questions that were asked; one to a question that was not is a problem."""
        route = {question.id for question in path(self.rules.questionnaire, answers)}
        for rule in self.rules.rules:
            question = rule.question.id
            if question in answers and question not in route:
                if not isinstance(answers[question], Passed):
                    what = f"{question} is not asked after the other answers of this row."
                    self._refuse(rule.column, f"{what} Check both in the file.")
                del answers[question]
        return answers


def _day_of(cell: str, date_format: DateFormat) -> date | None:
    try:
        return datetime.strptime(cell, date_format.form).replace(tzinfo=UTC).date()
    except ValueError:
        return None


def _unfit(rules: Iterable[AnswerRule], cells: Mapping[str, str]) -> str:
    """The column whose cell none of these rules names; the first where each is named by one."""
    columns = list(dict.fromkeys(column for rule in rules for column in rule.when))
    for column in columns:
        named = [rule.when[column] for rule in rules if column in rule.when]
        if not any(cells[column].strip() in one for one in named):
            return column
    return columns[0]


def posted(rule: AnswerRule, cell: str) -> dict[str, Any]:
    """A cell as a door would post it; raises AnswerRefused where the map does not know it."""
    question, stripped = rule.question, cell.strip()
    said = rule.values.get(stripped)
    if said in SILENCES:
        return {"passed": said}
    if question.kind is Kind.TEXT:
        return {"words": cell}
    if not stripped:
        return {"passed": Silence.NOT_ANSWERED}
    if question.kind is Kind.SCALE:
        return {"value": _known(rule, stripped) if rule.values else stripped}
    parts = stripped.split(rule.separator) if question.kind is Kind.CHOICES else [stripped]
    return {"keys": [_known(rule, part.strip()) for part in parts if part.strip()]}


def _known(rule: AnswerRule, cell: str) -> str:
    """What a cell means: by the map's values, else an option by its key or label."""
    options = {o.label.casefold(): o.key for o in rule.question.options}
    options |= {o.key.casefold(): o.key for o in rule.question.options}
    meaning = rule.values.get(cell) if rule.values else options.get(cell.casefold())
    if meaning is None:
        raise AnswerRefused(f"“{_short(cell)}” is not one of {_offered(rule)}.")
    return meaning


def _offered(rule: AnswerRule) -> str:
    if rule.values:
        return f"the cells that the map knows: {', '.join(rule.values)}"
    return f"the options: {', '.join(_keys(rule.question))}"


def _keys(question: Question) -> tuple[str, ...]:
    return tuple(option.key for option in question.options)


def _short(cell: str) -> str:
    """A cell as it may be shown: cut, so that words in the wrong column do not spread."""
    return cell if len(cell) <= _SHOWN else f"{cell[:_SHOWN]}…"
