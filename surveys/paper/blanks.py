"""Questionnaires without a child's code: what is printed to lie ready, or to be read before."""

from dataclasses import dataclass

from data.database import Database
from surveys.grants import within
from surveys.helplines import Helplines
from surveys.loader import published
from surveys.paper.letters import in_language
from surveys.paper.papers import Papers
from surveys.paper.questionnaire import paper
from surveys.permissions import Actor, require
from surveys.rounds import RoundRefused, known, survey_of
from surveys.schema import MODES, Band, Mode, Survey
from surveys.translations import offered


@dataclass(frozen=True, slots=True)
class Printable:
    """A survey version as one round asks it, or as it would by itself."""

    survey: Survey
    mode: Mode
    bands: tuple[Band, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which it can be printed."""
        return offered(self.survey)


def of_round(db: Database, actor: Actor, round_id: str) -> Printable:
    """What a round asks, in its own version, mode and bands; raises RoundRefused."""
    require(actor, "see rounds")
    within(db, actor, round_id)
    with db.reading() as tx:
        record = known(tx, actor, round_id)
        survey = survey_of(tx, record)
    mode = next(mode for mode in MODES if mode == record.mode)
    bands = tuple(band for band in survey.bands if record.band in (None, band))
    return Printable(survey, mode, bands)


def of_survey(survey_id: str, mode: str | None = None) -> Printable:
    """The newest version of a survey, in mode code unless told otherwise; raises RoundRefused."""
    survey = published().get(survey_id)
    if survey is None:
        names = ", ".join(sorted(published()))
        raise RoundRefused(f"There is no survey “{survey_id}”. Surveys: {names}.")
    wanted = mode or ("code" if "code" in survey.modes else survey.modes[0])
    found = next((one for one in survey.modes if one == wanted), None)
    if found is None:
        modes = " or ".join(survey.modes)
        raise RoundRefused(f"{survey_id} is not asked in mode “{wanted}”. Choose {modes}.")
    return Printable(survey, found, survey.bands)


def blank(
    of: Printable, band: str, language: str, *, large: bool = False, lines: Helplines | None = None
) -> Papers:
    """One band's questionnaire to print; raises RoundRefused for what is not offered."""
    asked = next((one for one in of.bands if one == band), None)
    if asked is None:
        bands = ", ".join(of.bands)
        raise RoundRefused(f"There is no wording for ages “{band}” here. Choose one of {bands}.")
    if language not in of.languages:
        languages = ", ".join(of.languages)
        raise RoundRefused(f"It is not offered in “{language}”. Choose one of {languages}.")
    questionnaire = in_language(of.survey, asked, language)
    drawn = paper(questionnaire, of.mode, large=large, lines=lines)
    return Papers(questionnaire.title, (drawn,))


def file_name(of: Printable, band: str, language: str, *, large: bool = False) -> str:
    """What the file is called: survey, ages, and what sets it apart."""
    parts = [of.survey.id, band, *([language] if language != "en" else []), *["large"] * large]
    return ".".join((*parts, "pdf"))
