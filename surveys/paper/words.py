"""Everything that is said on paper in one band and language, from `screens.toml`."""

from dataclasses import dataclass

from surveys import screens
from surveys.schema import Band, Mode
from surveys.screens import Letter, Notice, Paper, Screens


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one band in one language; what is not translated is in English."""

    band: Band
    language: str
    paper: Paper
    letter: Letter
    screens: Screens

    def notice(self, mode: Mode) -> Notice:
        """What happens to the answers, in this mode."""
        return screens.notice(self.band, mode, self.language)


def words_for(band: Band, language: str) -> Words:
    """The words of a band in a language."""
    return Words(
        band,
        language,
        screens.paper(band, language),
        screens.letter(band, language),
        screens.screens(band, language),
    )
