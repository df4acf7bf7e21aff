"""In which words a child is asked: the survey's version, the band, and the language."""

from datetime import datetime

from data import responses, translations
from data.database import Transaction
from data.records import ResponseRecord
from surveys.languages import ENGLISH, LANGUAGES
from surveys.schema import BANDS, Band, Questionnaire, Survey
from surveys.translations import translated, translation_of


def asked_of(tx: Transaction, survey: Survey, response: ResponseRecord) -> Questionnaire | None:
    """The wording that a response is asked in; None while no band is chosen."""
    if not response.band:
        return None
    band = band_of(response.band)
    key = (survey.id, str(survey.version), band, response.language, response.translation or "")
    memory = ("asked", *key)
    if memory not in tx.memory:
        tx.memory[memory] = _in_language(tx, survey.questionnaire(band), response)
    asked: Questionnaire = tx.memory[memory]
    return asked


def speak(
    tx: Transaction, survey: Survey, response: ResponseRecord, language: str, now: datetime
) -> tuple[str, str | None]:
    """Ask a response in another language from now on; its language and revision.

    The words are kept with their revision, so that what a child was asked can be read again
    however the translation changes. A language that is not ours leaves it as it was.
    """
    if language not in LANGUAGES:
        return response.language, response.translation
    found = translation_of(survey, language) if language != ENGLISH else None
    if found is not None:
        translations.keep(
            tx,
            survey.id,
            survey.version,
            language,
            found.revision,
            wording=found.wording,
            checked_by=found.checked_by,
            now=now,
        )
    revision = found.revision if found else None
    responses.speak(tx, response.id, language, revision)
    return language, revision


def band_of(text: str) -> Band:
    """A stored band as its type; ValueError for anything else."""
    return BANDS[BANDS.index(text)]


def _in_language(
    tx: Transaction, english: Questionnaire, response: ResponseRecord
) -> Questionnaire:
    if response.translation is None:
        return english
    wording = translations.wording(
        tx, english.survey, english.version, response.language, response.translation
    )
    return translated(english, wording) if wording else english
