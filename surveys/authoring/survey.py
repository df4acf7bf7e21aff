"""From what `tomllib` read to a Survey, every problem of shape collected on the way.

Most values may be one for all bands (`text = "…"`) or one for each (`text.8-10 = "…"`). A
question without wording for a band is not asked in that band. A question `from = "core"` takes
its words and answers from `core.toml` and may only add what surrounds them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.authoring.locator import Block
from surveys.authoring.question import read_question
from surveys.authoring.shape import Reading
from surveys.schema import BANDS, MODES, Band, Half, Mode, Question, Questionnaire, Survey

_KEYS = frozenset(
    ("id", "version", "title", "bands", "modes", "half", "other_half", "child_title", "intro")
) | {"endings", "question", "ending", "core", "options", "without_core"}
_ADDED_TO_CORE = frozenset({"id", "from", "when", "why", "hint", "bands", "recalls"})


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question of the file: its table with what it takes from the core, and its lines."""

    table: Mapping[str, Any]
    block: Block | None
    where: str
    ending: bool


def read_survey(document: Mapping[str, Any], source: str, reading: Reading) -> Survey:
    """The survey; with problems in `reading` it is not fit for use."""
    reading.known(document, _KEYS)
    bands = _bands(document, reading)
    titles = {band: reading.banded(document, "child_title", band, str) for band in bands}
    intros = {band: reading.banded(document, "intro", band, str) for band in bands}
    survey_id = reading.value(document, "id", str)
    version = reading.value(document, "version", int)
    title = reading.value(document, "title", str)
    modes, half = _modes(document, reading), _half(document, reading)
    other_half = reading.value(document, "other_half", str, None)
    reading.value(document, "without_core", str, "")
    asked = [*_questions(document, reading), *_endings(document, reading)]
    questions = {band: _of_band(asked, band, document, reading) for band in bands}
    questionnaires = tuple(
        Questionnaire(
            survey=survey_id,
            version=version,
            title=titles[band] or title,
            band=band,
            language="en",
            intro=intros[band] or "",
            questions=questions[band],
        )
        for band in bands
    )
    return Survey(survey_id, version, title, questionnaires, modes, half, other_half, source)


def _bands(document: Mapping[str, Any], reading: Reading) -> tuple[Band, ...]:
    named = reading.texts(document, "bands")
    for band in named or ("",):
        reading.one_of(band, BANDS, "bands")
    return tuple(band for band in BANDS if band in named)


def _modes(document: Mapping[str, Any], reading: Reading) -> tuple[Mode, ...]:
    named = reading.texts(document, "modes") if "modes" in document else MODES
    for mode in named or ("",):
        reading.one_of(mode, MODES, "modes")
    return tuple(mode for mode in MODES if mode in named)


def _half(document: Mapping[str, Any], reading: Reading) -> Half | None:
    half = reading.value(document, "half", str, None)
    if half is None or not reading.one_of(half, ("start", "end"), "half"):
        return None
    return "start" if half == "start" else "end"


def _questions(document: Mapping[str, Any], reading: Reading) -> list[_Asked]:
    core = {str(table.get("id")): table for table in reading.tables(document, "core")}
    asked = []
    for index, table in enumerate(reading.tables(document, "question")):
        where = f"question “{table.get('id', index + 1)}”"
        block = reading.locator.block("question", index)
        reading.at(block, where)
        if "from" in table:
            block = reading.locator.question(str(table.get("id")))
            table = _from_core(table, core.get(str(table.get("id"))), reading)
        asked.append(_Asked(table, block, where, ending=False))
    return asked


def _from_core(
    table: Mapping[str, Any], core: Mapping[str, Any] | None, reading: Reading
) -> Mapping[str, Any]:
    """A question with what it takes from the core; its own words are a problem."""
    reading.one_of(str(table["from"]), ("core",), "from")
    reading.known(table, _ADDED_TO_CORE)
    if core is None:
        fix = "Name a question of core.toml, or take out “from” and write the words."
        reading.problem("from", f"There is no core question “{table.get('id')}”.", fix)
    added = {key: value for key, value in table.items() if key in _ADDED_TO_CORE - {"from"}}
    return {**(core or {"text": "", "kind": "text"}), **added}


def _endings(document: Mapping[str, Any], reading: Reading) -> list[_Asked]:
    """The end questions, in the order in which the survey names them."""
    reading.at(reading.locator.blocks[0], "the survey")
    by_id = {str(table.get("id")): table for table in reading.tables(document, "ending")}
    named = reading.texts(document, "endings") if "endings" in document else ()
    for name in named:
        if name not in by_id:
            fix = "Name one from endings.toml, or write it as an [[ending]]."
            reading.problem("endings", f"There is no end question “{name}”.", fix)
    return [
        _Asked(by_id[name], reading.locator.question(name), f"end question “{name}”", ending=True)
        for name in named
        if name in by_id
    ]


def _of_band(
    asked: list[_Asked], band: Band, document: Mapping[str, Any], reading: Reading
) -> tuple[Question, ...]:
    questions = []
    for one in asked:
        reading.at(one.block, one.where)
        question = read_question(one.table, band, one.ending, document, reading)
        if question is not None:
            questions.append(question)
    return tuple(questions)
