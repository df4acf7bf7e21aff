"""Finding what is wrong with surveys before a child sees them: all of it, with its place.

The rules are in `surveys/authoring`: `structure` (how a survey hangs together), `comparison`
(what keeps answers from being set side by side), `wording` (every text a child reads) and
`childs_side` (the sentences around the questions), `youngest` (what children of 4 to 7 are
promised) and `translating` (the other languages). A rule is a function that yields problems.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from surveys.authoring import comparison, structure, youngest
from surveys.authoring.childs_side import helpline_notes, invitation, sentences_of_screens
from surveys.authoring.examined import Check, Examined
from surveys.authoring.problems import Problem
from surveys.authoring.sounds import sounds
from surveys.authoring.translating.rules import problems_of
from surveys.authoring.wording import wording
from surveys.languages import ENGLISH, LANGUAGES
from surveys.loader import DefinitionProblems, definition_files, load, published
from surveys.schema import Survey
from surveys.translations import TRANSLATIONS

_BAND = re.compile(r" \((\d+-\d+)\)")
CHECKS: tuple[Check, ...] = (
    structure.duplicate_ids,
    structure.duplicate_answers,
    structure.no_questions,
    structure.too_many,
    structure.raised_keys,
    structure.conditions,
    comparison.core_questions,
    comparison.contact_offered,
    comparison.shared_constructs,
    comparison.same_kind,
    comparison.good_and_bad,
    comparison.halves,
    comparison.recalled,
    youngest.pictures,
    youngest.few_answers,
    sounds,
    wording,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was read, and everything found in it."""

    surveys: tuple[Survey, ...]
    problems: tuple[Problem, ...]


def check(
    survey: Survey, file: str | None = None, others: Mapping[str, Survey] | None = None
) -> list[Problem]:
    """Everything wrong with a survey. `file` names it in problems; `others` by id for its half."""
    named = file or f"{survey.id}.v{survey.version}.toml"
    examined = Examined(survey, named, others or {})
    return _merged(problem for rule in CHECKS for problem in rule(examined))


def check_files(paths: Iterable[Path]) -> Checked:
    """Everything wrong with these files, taken together with our own for halves.

    A file of a translation is checked against the English that it follows.
    """
    paths = list(paths)
    translations = [path for path in paths if _is_translation(path)]
    surveys, problems = _read(path for path in paths if path not in translations)
    others = {**_ours(), **{survey.id: survey for survey in surveys.values()}}
    first: dict[tuple[str, int], Path] = {}
    for path, survey in surveys.items():
        problems += check(survey, str(path), others)
        other = first.setdefault((survey.id, survey.version), path)
        if other != path:
            what = f"{other} is version {survey.version} of “{survey.id}” too."
            fix = "Give this one another id, or the next version."
            problems.append(Problem(str(path), 1, 1, "the survey", what, fix))
    problems += [p for path in translations for p in _of_translation(path, others)]
    return Checked(tuple(surveys.values()), tuple(sorted(set(problems), key=_place)))


def check_ours() -> Checked:
    """Everything wrong with our own definitions and with every other sentence a child reads."""
    checked = check_files(definition_files())
    problems = [*checked.problems]
    for rule in (sentences_of_screens, helpline_notes, invitation):
        try:
            problems += rule()
        except DefinitionProblems as bad:
            problems += bad.problems
    return Checked(checked.surveys, (*problems, *check_translations()))


def check_translations(folder: Path = TRANSLATIONS) -> tuple[Problem, ...]:
    """Everything wrong with every language of the child's side but English."""
    languages = [code for code in LANGUAGES if code != ENGLISH]
    return tuple(p for code in languages for p in _merged(problems_of(code, folder, _ours())))


def _is_translation(path: Path) -> bool:
    return path.absolute().parent.parent.name == TRANSLATIONS.name


def _of_translation(path: Path, surveys: Mapping[str, Survey]) -> list[Problem]:
    """Everything wrong with one file of a translation."""
    folder = path.absolute().parent
    found = problems_of(folder.name, folder.parent, surveys)
    return _merged(replace(p, file=str(path)) for p in found if Path(p.file) == path.absolute())


def _ours() -> Mapping[str, Survey]:
    """Our own surveys by id; none while one of them cannot be read, which is said elsewhere."""
    try:
        return published()
    except DefinitionProblems:
        return {}


def _read(paths: Iterable[Path]) -> tuple[dict[Path, Survey], list[Problem]]:
    surveys: dict[Path, Survey] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            surveys[path] = load(path)
        except DefinitionProblems as bad:
            problems += bad.problems
    return surveys, problems


def _merged(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by place, each once: the same one in several bands names them together."""
    bands: dict[Problem, list[str]] = {}
    for problem in problems:
        found = _BAND.search(problem.where)
        alike = replace(problem, where=_BAND.sub("", problem.where))
        named = bands.setdefault(alike, [])
        if found and found[1] not in named:
            named.append(found[1])
    merged = (
        replace(problem, where=f"{problem.where} ({', '.join(named)})" if named else problem.where)
        for problem, named in bands.items()
    )
    return sorted(merged, key=_place)


def _place(problem: Problem) -> tuple[str, int, int, str, str]:
    return problem.file, problem.line, problem.column, problem.where, problem.what
