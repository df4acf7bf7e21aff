"""What is wrong with the sentences around the questions, and with the words on helplines."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from surveys.authoring.locator import Locator
from surveys.authoring.problems import Problem
from surveys.authoring.wording import faults
from surveys.loader import read_text, read_toml
from surveys.schema import BANDS, MODES, Band
from surveys.screens import ANY, FILE, Screens, sentence

_HELPLINES = FILE.parent / "helplines.toml"
_EVERYONE: Band = "8-10"
"""Where the age is not known yet, sentences are for a nine-year-old."""
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


def _names(document: dict[str, Any], locator: Locator) -> Iterator[Problem]:
    """Sentences that a page needs and the file has not, and those that no page asks for."""
    needed = {field.name for field in fields(Screens)}
    there = {*document.get("way_in", ()), *document.get("words", ())}
    for name in sorted(needed - there):
        fix = f"Add {name} = “…” under [words]."
        what = "This sentence is missing."
        yield Problem.at(locator.start, f"sentence “{name}”", what, fix)
    for kind in ("way_in", "words"):
        for name in sorted(document.get(kind, {}).keys() - needed):
            place = locator.place(locator.block(kind, 0), name)
            fix = "Take it out, or correct its name."
            yield Problem.at(place, f"sentence “{name}”", "No page says this.", fix)


def _words(document: dict[str, Any], locator: Locator) -> Iterator[Problem]:
    for kind, bands in (("way_in", [None]), ("words", [None, *BANDS])):
        block = locator.block(kind, 0)
        for name, value in document.get(kind, {}).items():
            for band in bands:
                if _own(value, band, kind):
                    for fault in faults(sentence(value, band), band or _EVERYONE):
                        place = locator.place(block, name, band or ANY)
                        where = f"sentence “{name}” ({band or 'every band'})"
                        yield Problem.at(place, where, fault.what, fault.fix)


def _own(value: str | dict[str, str], band: Band | None, kind: str) -> bool:
    """Whether this wording is read by this band: no band at all only on the way in."""
    return (band is None) == (kind == "way_in") and bool(value)


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
