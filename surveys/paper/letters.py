"""What letters and slips say: a child's own code, in the words of their age and language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

from data.settings import NO_AUTHORITY
from surveys import screens, translations
from surveys.collecting.codes import shown
from surveys.helplines import helplines
from surveys.languages import language_of
from surveys.paper.mail_list import Child
from surveys.paper.merge import Batch, Given
from surveys.paper.papers import Letter, Letters, Papers, Slip, Slips
from surveys.paper.questionnaire import Copy, paper
from surveys.paper.square import square
from surveys.paper.words import words_for
from surveys.schema import Band, Questionnaire, Survey

UNSIGNED = (
    "Letters are signed “{authority}”, because nobody has said who asks. Before you send any, set "
    "HEARD_AUTHORITY to your authority’s name and start Heard again."
)
SHORTEST: Band = "4-7"
"""In whose words a slip, which has little room, says that nobody has to answer."""


@dataclass(frozen=True, slots=True)
class Where:
    """The address at which children answer, without a slash at its end, and who is asking.

    `helplines_file`: the authority's own numbers, printed on whole questionnaires.
    """

    url: str
    authority: str
    helplines_file: Path | None = None

    @property
    def typed(self) -> str:
        """What a child types: the address without https://."""
        return as_typed(self.url)

    def way_in(self, code: str) -> str:
        """What the square of a code holds."""
        return f"{self.url}/s/{code}"


def as_typed(url: str) -> str:
    """An address as a child types it: without https://."""
    return urlsplit(url).netloc or url


def unsigned(authority: str) -> str:
    """A sentence for staff while nobody has said whose name stands under a letter, else ""."""
    return UNSIGNED.format(authority=authority) if authority == NO_AUTHORITY else ""


def letters(batch: Batch, where: Where) -> Letters:
    """One letter a child, in the order of the list."""
    made = tuple(_letter(batch, given, where) for given in batch.given)
    return Letters(f"Letters of the round {batch.round}", made)


def slips(batch: Batch, where: Where) -> Slips:
    """One slip a code, eight on a page, in the order of the codes."""
    made = tuple(_slip(batch, given, where) for given in batch.given)
    return Slips(f"Slips of the round {batch.round}", made)


def forms(batch: Batch, where: Where) -> Papers:
    """One questionnaire on paper a child, with the child's code on it, large where wanted."""

    def kind(given: Given) -> tuple[Band, str, bool]:
        child = given.child
        return worded(batch.survey, child.band), child.language, child.large

    papers = tuple(
        paper(
            in_language(batch.survey, band, language),
            batch.mode,
            large=large,
            lines=helplines(where.helplines_file, language),
            copies=tuple(copy_of(given.code, band, language, where) for given in together),
        )
        for (band, language, large), together in groupby(batch.given, key=kind)
    )
    return Papers(f"Questionnaires of the round {batch.round}", papers)


def worded(survey: Survey, band: Band | None) -> Band:
    """The band in whose words a letter is; where no age is known, plain words for most ages."""
    if band in survey.bands:
        return band
    return next((b for b in survey.bands if b != "4-7"), survey.bands[0])


@cache
def in_language(survey: Survey, band: Band, language: str) -> Questionnaire:
    """A band's questionnaire in a language; in English where nobody has translated it."""
    questionnaire = survey.questionnaire(band)
    translation = translations.translation_of(survey, language)
    if translation is None:
        return replace(questionnaire, language=language)
    return translations.translated(questionnaire, translation.wording)


def _letter(batch: Batch, given: Given, where: Where) -> Letter:
    band, language = worded(batch.survey, given.child.band), given.child.language
    says = words_for(band, language).letter
    title = in_language(batch.survey, band, language).title
    name = given.child.name
    return Letter(
        band=band,
        language=language,
        direction=language_of(language).direction,
        address=_addressed(given.child),
        day=screens.day(batch.made_on, language),
        hello=says.hello.format(name=name) if name else says.hello_nobody,
        paragraphs=(says.why.format(title=title), says.choice),
        how=says.how.format(address=where.typed),
        code_said=words_for(band, language).paper.your_code,
        code=shown(given.code),
        square=square(where.way_in(given.code)),
        after=(*_days(batch, band, language), says.paper, words_for(band, language).paper.help_now),
        signed=says.from_.format(authority=where.authority),
    )


def _addressed(child: Child) -> tuple[str, ...]:
    """The lines in the window: the name above the address, unless the address begins with it."""
    if not child.address or not child.name:
        return child.address
    named = child.address[0].casefold().startswith(child.name.casefold())
    return child.address if named else (child.name, *child.address)


def _days(batch: Batch, band: Band, language: str) -> tuple[str, ...]:
    """Until when, and when the child will hear; nothing for a day that was not promised."""
    says = words_for(band, language).letter
    closes = [says.until.format(closes=_day(batch.closes, language))] if batch.closes else []
    hear = [says.hear.format(hear_by=_day(batch.hear_by, language))] if batch.hear_by else []
    return (*closes, *hear)


def _day(iso: str, language: str) -> str:
    return screens.day(iso, language)


def _slip(batch: Batch, given: Given, where: Where) -> Slip:
    band, language = worded(batch.survey, given.child.band), given.child.language
    days = _days(batch, band, language) if batch.closes else ()
    return Slip(
        language=language,
        direction=language_of(language).direction,
        title=in_language(batch.survey, band, language).title,
        how=words_for(band, language).letter.how.format(address=where.typed),
        code=shown(given.code),
        square=square(where.way_in(given.code)),
        until=days[0] if days else "",
        choice=words_for(SHORTEST, language).letter.choice,
        whose=given.child.reference,
    )


def copy_of(code: str, band: Band, language: str, where: Where) -> Copy:
    """A code as a questionnaire carries it."""
    says = words_for(band, language).paper
    scan = says.scan.format(address=where.typed)
    return Copy(shown(code), scan, square(where.way_in(code)))


DRAWN: Mapping[str, Callable[[Batch, Where], Papers | Letters | Slips]] = {
    "letters": letters,
    "slips": slips,
    "forms": forms,
}
"""What can be made of a batch, by the name that commands and pages use."""
