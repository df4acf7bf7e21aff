"""What is wrong with the sentences around the questions, and with the words on helplines."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from surveys.authoring.locator import Locator
from surveys.authoring.problems import Problem
from surveys.authoring.translating.wanted import ANY
from surveys.authoring.wording import faults
from surveys.loader import read_text, read_toml
from surveys.schema import BANDS, MODES, Band
from surveys.screens import FILE, sentence
from surveys.sentences import Letter, Paper, Screens, names

_HELPLINES = FILE.parent / "helplines.toml"
_INVITATION = FILE.parent.parent / "paper" / "invitation.toml"
_OLD_ENOUGH: Band = "11-17"
"""The invitation to a conference is for 12 and over."""
_ABOUT_THE_CHECK = ("checked_by", "checked_on")
_EVERYONE: Band = "8-10"
"""Where the age is not known yet, sentences are for a nine-year-old."""
TABLES: Mapping[tuple[str, ...], type[Screens | Paper | Letter]] = {
    ("way_in", "words"): Screens,
    ("paper",): Paper,
    ("letter",): Letter,
}
"""The tables of `screens.toml`, and what asks for their sentences by name."""
BANDS_OF: Mapping[str, tuple[Band | None, ...]] = {
    "way_in": (None,),
    **dict.fromkeys(("words", "paper", "letter"), BANDS),
}
MUST_SAY = "We save as you go. A safe adult may read it even if you stop"


def sentences_of_screens(file: Path = FILE) -> list[Problem]:
    """Every problem of a file of sentences, in order."""
    text = read_text(file)
    document, locator = read_toml(text, str(file)), Locator(text, str(file))
    problems = [*_names(document, locator), *_words(document, locator)]
    return [*problems, *_notices(document, locator)]


def helpline_notes(file: Path = _HELPLINES) -> list[Problem]:
    """Every problem of the words beside the helplines' numbers."""
    text = read_text(file)
    document, locator = read_toml(text, str(file)), Locator(text, str(file))
    problems = []
    for index, line in enumerate(document.get("line", ())):
        place = locator.place(locator.block("line", index), "note")
        for fault in faults(line["note"], _EVERYONE):
            where = f"helpline “{line['name']}”"
            problems.append(Problem.at(place, where, fault.what, fault.fix))
    return problems


def invitation(file: Path = _INVITATION) -> list[Problem]:
    """Every problem of the words of the invitation to a conference."""
    text = read_text(file)
    document, locator = read_toml(text, str(file)), Locator(text, str(file))
    problems = []
    for key, value in document.items():
        said = [value] if isinstance(value, str) else value
        for told in said if key not in _ABOUT_THE_CHECK else ():
            for fault in faults(told, _OLD_ENOUGH):
                place = locator.find(told, *locator.blocks) or locator.start
                where = f"invitation, “{key}” ({_OLD_ENOUGH})"
                problems.append(Problem.at(place, where, fault.what, fault.fix))
    return problems


def _names(document: dict[str, Any], locator: Locator) -> Iterator[Problem]:
    """Sentences that are asked for and the file has not, and those that nothing asks for."""
    for tables, kind in TABLES.items():
        needed = names(kind)
        there = {name for table in tables for name in document.get(table, ())}
        for name in sorted(needed - there):
            fix = f"Add {name} = “…” under [{tables[-1]}]."
            what = "This sentence is missing."
            yield Problem.at(locator.start, f"sentence “{name}”", what, fix)
        for table in tables:
            for name in sorted(document.get(table, {}).keys() - needed):
                place = locator.place(locator.block(table, 0), name)
                fix = "Take it out, or correct its name."
                yield Problem.at(place, f"sentence “{name}”", "No page says this.", fix)


def _words(document: dict[str, Any], locator: Locator) -> Iterator[Problem]:
    for kind, bands in BANDS_OF.items():
        block = locator.block(kind, 0)
        for name, value in document.get(kind, {}).items():
            for band in bands if value else ():
                for fault in faults(sentence(value, band), band or _EVERYONE):
                    place = locator.place(block, name, band or ANY)
                    where = f"sentence “{name}” ({band or 'every band'})"
                    yield Problem.at(place, where, fault.what, fault.fix)


def _notices(document: dict[str, Any], locator: Locator) -> Iterator[Problem]:
    """Notices that are missing, that leave out what must be said, or whose words are too hard."""
    blocks = {block.name: block for block in locator.blocks if block.kind == "notice"}
    for band in BANDS:
        parts = document.get("notice", {}).get(band, {})
        block = blocks.get(band)
        for key in ["title", "start", *MODES, *(f"safe_{mode}" for mode in MODES)]:
            if not parts.get(key):
                place = locator.place(block) if block else locator.start
                fix = f"Add {key} = “…” under [notice.{band}]."
                yield Problem.at(place, f"notice ({band})", f"“{key}” is missing.", fix)
        if not any(MUST_SAY in paragraph for paragraph in parts.get("start", ())):
            place = locator.place(block, "start")
            what = "It does not say that words are kept as they are typed."
            yield Problem.at(place, f"notice ({band})", what, f"Add “{MUST_SAY}.” to start.")
        for key, value in parts.items():
            for paragraph in [value] if isinstance(value, str) else value:
                for fault in faults(paragraph, band):
                    place = locator.find(paragraph, block) or locator.place(block, key)
                    yield Problem.at(place, f"notice ({band})", fault.what, fault.fix)
