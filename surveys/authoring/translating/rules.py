"""What is wrong with a translation: what it lacks, what belongs nowhere, and its words.

A translation is whole or it says where it is not. Only a person can say whether it is good:
`checked_by` at the head of each file names who did, and is empty until somebody has.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from surveys.authoring.problems import Problem
from surveys.authoring.sounds import sound_fault
from surveys.authoring.translating.around import around_the_questions
from surveys.authoring.translating.book import SHARED, Book, translatable
from surveys.authoring.translating.files import HEAD, HELPLINES
from surveys.authoring.translating.wanted import SCREENS, Source, Wanted, found, survey_file
from surveys.authoring.translating.wording import faults_in, question_is_long
from surveys.schema import Survey
from surveys.translations import said, sound_of

IN_EVERY_LANGUAGE = ("cp_conference", "out_of_borough", "have_your_say")
"""The surveys that are promised whole in every language."""


def problems_of(language: str, folder: Path, surveys: Mapping[str, Survey]) -> list[Problem]:
    """Everything wrong with the files of one language."""
    book = Book(language, folder, surveys)
    for rule in (_absent, _heads, _unknown, _texts, around_the_questions):
        book.problems += rule(book)
    return list(dict.fromkeys(book.problems))


def _absent(book: Book) -> Iterator[Problem]:
    """Files that every language has."""
    surveys = [book.surveys[name] for name in IN_EVERY_LANGUAGE if name in book.surveys]
    for name in (*SHARED, *(survey_file(survey) for survey in surveys)):
        if name not in book.files and not (book.folder / book.language / name).is_file():
            what = f"There is no {book.name} for {name}."
            fix = "Write it beside the other files of the language, in the shape of the English."
            yield Problem(book.path(name), 1, 1, "the file", what, fix)


def _heads(book: Book) -> Iterator[Problem]:
    for file in book.files.values():
        for key in HEAD:
            if not isinstance(file.document.get(key), str):
                what, fix = f"“{key}” is missing.", f'Begin the file with {key} = "…".'
                yield Problem.at(file.place((key,)), "the file", what, fix)
        if file.document.get("language") != book.language:
            fix = f'Write language = "{book.language}", as the folder says.'
            place = file.place(("language",))
            yield Problem.at(place, "the file", "It is of another language.", fix)
        by, on = file.document.get("checked_by"), file.document.get("checked_on")
        if bool(by) != _is_day(on):
            what = "It says who checked it or when, but not both."
            fix = 'Write checked_by = "a name" and checked_on = "2026-06-30", or leave both empty.'
            yield Problem.at(file.place(("checked_on",)), "the file", what, fix)


def _is_day(value: object) -> bool:
    try:
        return bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def _unknown(book: Book) -> Iterator[Problem]:
    """Keys that translate nothing: a slip in an id, or a text that English no longer has."""
    known = {(source.file, source.path) for want in book.wants for source in want.sources}
    known |= translatable()
    for name, file in book.files.items():
        for path, _ in file.leaves():
            bare = path[:-1] if path[-1] in ("label", "sound") else path
            spoken = path[-1] == "sound" and (name, (*bare, "text")) in known
            if not spoken and not {(name, path), (name, bare)} & known and path[0] not in HEAD:
                fix = "Correct its name, or take it out: the English has nothing here."
                what = f"“{'.'.join(path)}” translates nothing."
                yield Problem.at(file.place(path), "the file", what, fix)


def _texts(book: Book) -> Iterator[Problem]:
    """Texts that are missing, and what is wrong with those that are there."""
    for want in book.wants:
        home = _home(book, want)
        if home.file in book.files:
            text = said(want, book.language, book.folder)
            yield from _words(book, want, text) if text else _missing(book, want, home)


def _home(book: Book, want: Wanted) -> Source:
    """Where a text belongs: with the shared words, where they have it in English."""
    last = want.sources[-1]
    shared = (last.file, last.path) in translatable()
    return last if shared or last.file in (SCREENS, HELPLINES) else want.sources[0]


def _missing(book: Book, want: Wanted, home: Source) -> Iterator[Problem]:
    place = book.files[home.file].place(home.path, want.band)
    what = f"The {book.name} of “{want.english}” is missing."
    fix = f"Add {'.'.join(home.path)} = “…”, for all bands or for each."
    yield Problem.at(place, _where(want), what, fix)


def _words(book: Book, want: Wanted, text: str) -> Iterator[Problem]:
    wrong = list(faults_in(text, want.english, book.language, want.band))
    if want.part == "text" and want.question:
        wrong += question_is_long(text, want.band)
    sound = sound_of(want, book.language, book.folder)
    if sound and (fault := sound_fault(sound, book.folder.parent / "sounds")):
        wrong.append(fault)
    for fault in wrong:
        source = _source(book, want)
        place = book.files[source.file].place(source.path, want.band)
        yield Problem.at(place, _where(want), fault.what, fault.fix)


def _source(book: Book, want: Wanted) -> Source:
    """Where the text of this language was found."""
    there = [source for source in want.sources if source.file in book.files]
    for source in there:
        if found(book.files[source.file].document, source.path, *want.bands):
            return source
    return there[-1]


def _where(want: Wanted) -> str:
    if not want.question:
        return f"sentence “{want.key or want.part}” ({want.band})"
    answer = f", answer “{want.key}”" if want.key else ""
    return f"question “{want.question}” ({want.band}){answer}"
