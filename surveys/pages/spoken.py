"""Which languages a survey is in, how whole each is, and whether a person has checked it."""

from surveys.languages import ENGLISH, LANGUAGES
from surveys.loader import published
from surveys.pages.response import small
from surveys.schema import Survey
from surveys.translations import offered, translation_of

WHOLE = "complete"
PARTLY = "in part: questions that are missing are asked in English"
SCREENS = "the buttons, the help and what happens to the answers; the questions are in English"
NOT_CHECKED = "but nobody has checked the translation"


def draw_languages(survey: Survey) -> None:
    """A line for each state that a translation can be in, with the languages in it."""
    states: dict[str, list[str]] = {}
    for language in offered(survey):
        if language != ENGLISH:
            states.setdefault(_state(survey, language), []).append(LANGUAGES[language].english)
    if not states:
        small("Asked in English only.")
        return
    small("Children choose their language. English: the original.")
    for state, names in states.items():
        small(f"{_listed(names)}: {state}.")


def draw_languages_of(survey: str, version: int) -> None:
    """As `draw_languages`, for the version that a round was opened with."""
    newest = published().get(survey)
    if newest is not None and newest.version == version:
        draw_languages(newest)
    else:
        small("Asked in English only: this wording is not the newest.")


def _state(survey: Survey, language: str) -> str:
    found = translation_of(survey, language)
    if found is None:
        return SCREENS
    extent = WHOLE if found.whole else PARTLY
    checked = f"and checked by {found.checked_by}" if found.checked_by else NOT_CHECKED
    return f"{extent}, {checked}"


def _listed(names: list[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
