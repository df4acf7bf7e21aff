"""`manage.py check`: what is wrong with questionnaires, where, and how to fix it."""

import json
import os
from pathlib import Path
from typing import Any

import click

from surveys.authoring.problems import Problem
from surveys.checks import Checked, check_files, check_ours
from surveys.languages import ENGLISH, LANGUAGES, language_of
from surveys.schema import Survey
from surveys.translations import Translation, translation_of


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value and nothing else.")
def check(files: tuple[Path, ...], as_json: bool) -> None:
    """Check questionnaires and say what to change where; exit 1 when there is something.

    FILE is a definition (a survey in TOML) or a file of a translation. Without one, Heard's own
    surveys are checked, with every other sentence that a child reads, in every language.
    """
    checked = check_files(files) if files else check_ours()
    click.echo(_as_json(checked) if as_json else _in_words(checked))
    if checked.problems:
        raise SystemExit(1)


def _as_json(checked: Checked) -> str:
    value = {
        "surveys": [_survey(survey) for survey in checked.surveys],
        "problems": [_problem(problem) for problem in checked.problems],
    }
    return json.dumps(value, ensure_ascii=False, indent=2)


def _survey(survey: Survey) -> dict[str, Any]:
    questions = [question.id for form in survey.questionnaires for question in form.questions]
    return {
        "id": survey.id,
        "version": survey.version,
        "bands": list(survey.bands),
        "languages": [ENGLISH, *(t.language for t in _translations(survey) if t.whole)],
        "questions": list(dict.fromkeys(questions)),
        "translations": [_translation(translation) for translation in _translations(survey)],
    }


def _translations(survey: Survey) -> list[Translation]:
    """The languages other than English into which some of a survey is translated."""
    found = (translation_of(survey, language) for language in LANGUAGES)
    return [translation for translation in found if translation]


def _translation(translation: Translation) -> dict[str, Any]:
    return {
        "language": translation.language,
        "whole": translation.whole,
        "checked_by": translation.checked_by,
        "checked_on": translation.checked_on,
        "missing": translation.missing,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "where": problem.where,
        "what": problem.what,
        "fix": problem.fix,
    }


def _in_words(checked: Checked) -> str:
    lines = [
        f"{_short(problem.file)}, line {problem.line}, {problem.where}\n"
        f"  {problem.what}\n  {problem.fix}"
        for problem in checked.problems
    ]
    lines += _only_in_english(checked.surveys)
    surveys = f"{len(checked.surveys)} survey{'' if len(checked.surveys) == 1 else 's'} read"
    count = len(checked.problems)
    found = "nothing to change" if not count else f"{count} thing{'s' * (count > 1)} to change"
    return "\n".join([*lines, f"{surveys}, {found}."])


def _only_in_english(surveys: tuple[Survey, ...]) -> list[str]:
    """One line a language: the surveys whose questions are asked in English there."""
    lines = []
    for language in LANGUAGES:
        translated = {t.survey for s in surveys for t in _translations(s) if t.language == language}
        left = [survey.id for survey in surveys if survey.id not in translated]
        if translated and left:
            lines.append(
                f"Asked in English, not in {language_of(language).english}: {', '.join(left)}."
            )
    return lines


def _short(file: str) -> str:
    """A file's name from here, when it is below this folder."""
    path = Path(file)
    inside = path.is_absolute() and path.is_relative_to(Path.cwd())
    return os.path.relpath(path) if inside else file
