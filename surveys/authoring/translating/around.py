"""What is wrong with the translated sentences around the questions, above all with the notices."""

from collections.abc import Iterator
from typing import Any

from surveys.authoring.problems import Problem
from surveys.authoring.translating.book import Book, english
from surveys.authoring.translating.files import LanguageFile
from surveys.authoring.translating.wanted import SCREENS, table
from surveys.authoring.translating.wording import faults_in
from surveys.schema import BANDS, Band

MONTHS = 12
TABLES = ("way_in", "words", "paper", "letter")


def around_the_questions(book: Book) -> Iterator[Problem]:
    """Everything wrong with `screens.toml` that is not found sentence by sentence."""
    file = book.files.get(SCREENS)
    if file is None:
        return
    for kind in TABLES:
        yield from _own_bands(book, file, kind)
    for band in BANDS:
        yield from _notice(book, file, band)
    yield from _months(file)


def _own_bands(book: Book, file: LanguageFile, kind: str) -> Iterator[Problem]:
    """Sentences that English words for a band and this language, otherwise by band, does not."""
    theirs = table(file.document, kind)
    for name, said in english()[SCREENS][kind].items():
        own = theirs.get(name)
        if isinstance(own, dict) and isinstance(said, dict):
            for band in sorted(said.keys() - own.keys()):
                what = f"The {book.name} of “{said[band]}” is missing."
                fix = f"Add {name}.{band} = “…” under [{kind}]."
                place = file.place((kind, name))
                yield Problem.at(place, f"sentence “{name}” ({band})", what, fix)


def _notice(book: Book, file: LanguageFile, band: Band) -> Iterator[Problem]:
    """A notice that is not there, leaves out what the English says, or says it in hard words."""
    own = table(table(file.document, "notice"), band)
    for part, said in english()[SCREENS]["notice"][band].items():
        place, where = file.place(("notice", part), band), f"notice ({band})"
        ours, theirs = _paragraphs(said), _paragraphs(own.get(part))
        if len(theirs) != len(ours):
            what = f"“{part}” has {len(ours)} paragraphs in English and {len(theirs)} here."
            fix = f"Say all of them under [notice.{band}]: they cannot be left out."
            yield Problem.at(place, where, what, fix)
            continue
        for text, original in zip(theirs, ours, strict=True):
            for fault in faults_in(text, original, book.language, band):
                yield Problem.at(place, where, fault.what, fault.fix)


def _paragraphs(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str) and text.strip()]


def _months(file: LanguageFile) -> Iterator[Problem]:
    """The names of the months, in which a child reads the day they will hear by."""
    if len(_paragraphs(table(file.document, "days").get("months"))) != MONTHS:
        what, fix = "The months have no names.", "Add [days] months = [“…”, …], twelve of them."
        yield Problem.at(file.place(("days",)), "days", what, fix)
