"""What the first child would otherwise wait for: done in the background when the server starts."""

from surveys.languages import LANGUAGES
from surveys.schema import BANDS, MODES
from surveys.screens import notice, screens
from web import shell
from web.child import plain


def up() -> None:
    """Read every language's words, then pack a first page's files as small as they go."""
    for language in LANGUAGES:
        plain.lines_to_show(language)
        for band in BANDS:
            screens(band, language)
            for mode in MODES:
                notice(band, mode, language)
    shell.pack_first_load()
