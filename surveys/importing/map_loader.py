"""Maps from their TOML: a file that says how the columns of a CSV file become answers.

A map is written by whoever knows the CSV file (`docs/importing.md` explains each line), so every
problem in it is found at once and said with its line, what is wrong and how to fix it.
"""

import codecs
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from surveys.authoring.locator import Block, Locator
from surveys.authoring.problems import Problem
from surveys.importing.maps import SILENCES, AnswerRule, DateFormat, ImportMap, answers_to
from surveys.schema import Band, Question, Questionnaire, Survey

LARGEST_MAP = 200_000
"""Bytes; the longest of ours has 4,000."""
DELIMITERS = {",": ",", ";": ";", "tab": "\t", "\t": "\t", "|": "|"}
_DATE_PARTS = {
    "yyyy": "%Y",
    "yy": "%y",
    "hh:mm:ss": "%H:%M:%S",
    "hh:mm": "%H:%M",
    "mm": "%m",
    "dd": "%d",
}
_DATE_PART = re.compile("|".join(_DATE_PARTS))
_KNOWN = {
    "the map": {"survey", "band", "language", "key", "file", "date", "team", "answer"},
    "[file]": {"encoding", "delimiter", "guarded"},
    "[date]": {"column", "format"},
    "[team]": {"column"},
    "[[answer]]": {"question", "column", "values", "when", "separator"},
}
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class MapProblems(ValueError):
    """A map that cannot be used; `problems` holds everything found, never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep every problem; the message lists them line by line."""
        self.problems = sorted(problems, key=lambda problem: (problem.line, problem.column))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def load_map(path: Path, survey: Survey) -> ImportMap:
    """Read a map file for a survey; raises MapProblems with everything found."""
    try:
        if path.stat().st_size > LARGEST_MAP:
            what = f"The map is larger than {LARGEST_MAP // 1000} KB."
            raise MapProblems([_whole(str(path), 1, what, "Check that it is the map you mean.")])
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        what = f"The map cannot be read: {problem.strerror}."
        raise MapProblems([_whole(str(path), 1, what, "Check its name and its folder.")]) from None
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
        what = "The map is not UTF-8 text."
        raise MapProblems([_whole(str(path), line, what, "Save it again as UTF-8.")]) from None
    return parse_map(text.replace("\r\n", "\n"), str(path), survey)


def parse_map(text: str, file: str, survey: Survey) -> ImportMap:
    """Read a map's text for a survey; `file` is its name in problems."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        found = _POSITION.search(str(problem))
        line = int(found[1]) if found and found[1] else max(1, len(text.splitlines()))
        what = f"This is not TOML: {_POSITION.sub('', str(problem))}."
        fix = "Look at this line and the one above: a missing quote, bracket or equals sign."
        raise MapProblems([_whole(file, line, what, fix)]) from None
    except RecursionError:  # thousands of brackets inside one another
        what, fix = "This is nested too deep to be a map.", "Check that it is the map you mean."
        raise MapProblems([_whole(file, 1, what, fix)]) from None
    reading = _Reading(document, Locator(text, file), survey)
    read = reading.whole()
    if read is None or reading.problems:
        raise MapProblems(reading.problems)
    return read


def _whole(file: str, line: int, what: str, fix: str) -> Problem:
    return Problem(file, line, 1, "the map", what, fix)


class _Reading:
    """Reads one map's tables and collects what is wrong with them."""

    def __init__(self, document: Mapping[str, Any], locator: Locator, survey: Survey) -> None:
        self.document = document
        self.locator = locator
        self.survey = survey
        self.problems: list[Problem] = []

    def whole(self) -> ImportMap | None:
        self._check_survey()
        self._check_names(self.document, "the map", None)
        for name in ("file", "date", "team"):
            table = self.document.get(name)
            self._check_names(
                table if isinstance(table, dict) else {}, f"[{name}]", self._table(name)
            )
        questionnaire = self._questionnaire()
        key, date_column, dates = self._text("", "key"), self._text("date", "column"), self._dates()
        encoding, delimiter = self._encoding(), self._delimiter()
        if questionnaire is None:
            return None
        return ImportMap(
            questionnaire=questionnaire,
            language=str(self.document.get("language", "en")),
            key=key,
            encoding=encoding,
            delimiter=delimiter,
            date_column=date_column,
            dates=dates,
            team_column=self._text("team", "column") if "team" in self.document else None,
            rules=self._rules(questionnaire),
            guarded=self._guarded(),
        )

    def _problem(self, block: Block | None, key: str, where: str, what: str, fix: str) -> None:
        place = self.locator.place(block, key)
        self.problems.append(Problem.at(place, where, what, fix))

    def _check_survey(self) -> None:
        named = self.document.get("survey")
        if named is not None and named != self.survey.id:
            what = f"The map is for the survey “{named}”, not for “{self.survey.id}”."
            self._problem(None, "survey", "survey", what, "Use the map of this survey.")

    def _check_names(
        self, table: Mapping[str, Any], kind: str, block: Block | None, where: str = ""
    ) -> None:
        for name in table:
            if name not in _KNOWN[kind]:
                fix = f"These are known: {', '.join(sorted(_KNOWN[kind]))}."
                self._problem(block, name, where or kind, f"“{name}” is not known here.", fix)

    def _questionnaire(self) -> Questionnaire | None:
        band = self.document.get("band")
        if band in self.survey.bands:
            bands: dict[str, Band] = {known: known for known in self.survey.bands}
            return self.survey.questionnaire(bands[band])
        fix = f"Set band to the wording that was asked: {', '.join(self.survey.bands)}."
        what = f"“{band}” is not one of its bands." if band else "The band is missing."
        self._problem(None, "band", "band", what, fix)
        return None

    def _text(self, table: str, key: str) -> str:
        """A text that must be there: `key` of `[table]`, or of the top where table is ""."""
        holder = self.document.get(table) if table else self.document
        value = holder.get(key) if isinstance(holder, dict) else None
        if isinstance(value, str) and value.strip():
            return value
        where = f"[{table}]" if table else "the map"
        fix = f'Write {key} = "…"' + (f" under [{table}]." if table else " near the top.")
        self._problem(self._table(table), key, where, f"“{key}” is missing or no text.", fix)
        return ""

    def _table(self, kind: str) -> Block | None:
        return self.locator.block(kind, 0) if kind else None

    def _dates(self) -> tuple[DateFormat, ...]:
        """The date's format, or several in the order in which they are tried."""
        table = self.document.get("date")
        said = table.get("format") if isinstance(table, dict) else None
        if isinstance(said, list) and said and all(isinstance(one, str) for one in said):
            return tuple(self._date_format(one) for one in said)
        return (self._date_format(self._text("date", "format")),)

    def _date_format(self, said: str) -> DateFormat:
        form = _DATE_PART.sub(lambda part: _DATE_PARTS[part[0]], said.replace("%", "%%"))
        if said and not ("%d" in form and "%m" in form and ("%Y" in form or "%y" in form)):
            what = f"“{said}” does not say where day, month and year are."
            fix = "Use dd, mm and yyyy (or yy): dd/mm/yyyy, yyyy-mm-dd hh:mm."
            self._problem(self._table("date"), "format", "[date]", what, fix)
        return DateFormat(said, form)

    def _encoding(self) -> str:
        said = str(self._file().get("encoding", "utf-8"))
        try:
            b"x".decode(said, "replace")  # some codecs are known but turn bytes into no text
            return codecs.lookup(said).name
        except LookupError:
            what, fix = f"“{said}” is not an encoding.", "Mostly it is utf-8, else cp1252."
            self._problem(self._table("file"), "encoding", "[file]", what, fix)
            return "utf-8"

    def _delimiter(self) -> str:
        said = str(self._file().get("delimiter", ","))
        if said not in DELIMITERS:
            fix = 'Use ",", ";", "|" or "tab".'
            what = f"“{said}” cannot separate columns."
            self._problem(self._table("file"), "delimiter", "[file]", what, fix)
        return DELIMITERS.get(said, ",")

    def _guarded(self) -> bool:
        said = self._file().get("guarded", False)
        if not isinstance(said, bool):
            fix = "Write guarded = true for a file that came out of Heard, else leave it out."
            self._problem(self._table("file"), "guarded", "[file]", f"“{said}” is unclear.", fix)
        return said is True

    def _file(self) -> Mapping[str, Any]:
        table = self.document.get("file", {})
        return table if isinstance(table, dict) else {}

    def _rules(self, questionnaire: Questionnaire) -> tuple[AnswerRule, ...]:
        tables = self.document.get("answer", [])
        if not isinstance(tables, list) or not tables or not isinstance(tables[0], dict):
            fix = "Write one [[answer]] with question and column for each question in the file."
            self._problem(None, "", "the map", "The map answers no question.", fix)
            return ()
        rules = [self._rule(i, table, questionnaire) for i, table in enumerate(tables)]
        return tuple(rule for rule in rules if rule is not None)

    def _rule(
        self, index: int, table: Mapping[str, Any], questionnaire: Questionnaire
    ) -> AnswerRule | None:
        block, where = self.locator.block("answer", index), f"[[answer]] {index + 1}"
        self._check_names(table, "[[answer]]", block, where)
        question = questionnaire.question(str(table.get("question", "")))
        column = table.get("column")
        if question is None:
            known = ", ".join(q.id for q in questionnaire.questions)
            what = f"The survey has no question “{table.get('question', '')}” in this band."
            self._problem(block, "question", where, what, f"It has: {known}.")
        if not isinstance(column, str) or not column:
            fix = 'Write column = "…" with the name in the first line of the file.'
            self._problem(block, "column", where, "The column is missing.", fix)
        if question is None or not isinstance(column, str):
            return None
        values = self._values(table, question, block, where)
        when = self._when(table, block, where)
        return AnswerRule(question, column, values, when, str(table.get("separator", "|")))

    def _values(
        self, table: Mapping[str, Any], question: Question, block: Block | None, where: str
    ) -> Mapping[str, str]:
        values = table.get("values", {})
        if not isinstance(values, dict):
            fix = 'Write one line for each: values.1 = "very_good".'
            self._problem(block, "values", where, "“values” is not a table.", fix)
            return {}
        allowed = (*answers_to(question), *SILENCES)
        for cell, key in values.items():
            if str(key) not in allowed:
                what = f"“{key}” (for “{cell}”) is not an answer to {question.id}."
                fix = f"It can be answered with: {', '.join(allowed)}."
                self._problem(block, f"values.{re.escape(cell)}", where, what, fix)
        return {str(cell).strip(): str(key) for cell, key in values.items()}

    def _when(
        self, table: Mapping[str, Any], block: Block | None, where: str
    ) -> Mapping[str, frozenset[str]]:
        when = table.get("when", {})
        lists = when.values() if isinstance(when, dict) else [None]
        if not all(isinstance(cells, list) and cells for cells in lists):
            fix = 'Write when.NAME_OF_COLUMN = ["one", "another"].'
            self._problem(block, "when", where, "“when” does not list cells by column.", fix)
            return {}
        return {column: frozenset(str(c).strip() for c in cells) for column, cells in when.items()}
