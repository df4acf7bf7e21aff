"""The shape of a definition: from what `tomllib` read to a Survey, every shape problem collected.

Most values may be one for all bands (`text = "…"`) or one for each (`text.8-10 = "…"`). A
question without wording for a band is not asked in that band.
"""

from collections.abc import Mapping
from typing import Any, get_args

from surveys.locator import Block, Locator
from surveys.problems import Problem
from surveys.schema import (
    BANDS,
    MODES,
    WORDS_LIMIT,
    Band,
    Condition,
    Kind,
    Option,
    Question,
    Questionnaire,
    Scale,
    Survey,
    Tone,
)

SURVEY_KEYS = frozenset(
    ("id", "version", "title", "bands", "modes", "half", "other_half", "child_title", "intro")
    + ("endings", "question", "ending", "options")
)
QUESTION_KEYS = frozenset(
    ("id", "kind", "text", "options", "scale", "hint", "why", "when", "raises", "limit", "bands")
)
OPTION_KEYS = frozenset({"key", "label", "tone", "picture"})
SCALE_KEYS = frozenset({"low", "high", "low_label", "high_label", "positive_from"})
PICTURES = frozenset(
    ("face_good", "face_okay", "face_sad", "face_unsure", "yes", "sort_of", "no", "not_sure")
    + ("home", "school", "people", "talk", "star", "more", "less", "same")
)
_MISSING: Any = object()
_NAMES = {str: "text in quotes", int: "a whole number", list: "a list", dict: "a table"}


class Reading:
    """One definition being read: where things are, and the problems so far."""

    def __init__(self, locator: Locator) -> None:
        """Start with no problems."""
        self.locator = locator
        self.problems: list[Problem] = []
        self.block: Block | None = locator.blocks[0]
        self.where = "the survey"

    def at(self, block: Block | None, where: str) -> None:
        """Say which part is being read from here on."""
        self.block, self.where = block, where

    def problem(self, key: str, what: str, fix: str, band: str = "") -> None:
        """Note a problem at `key` of the part being read; the same one only once."""
        place = self.locator.place(self.block, key, band)
        found = Problem.at(place, self.where, what, fix)
        if found not in self.problems:
            self.problems.append(found)

    def value(self, table: Mapping[str, Any], key: str, kind: type, default: Any = _MISSING) -> Any:
        """The value at `key` when it has the right kind, else the default and a problem."""
        value = table.get(key, default)
        if value is _MISSING:
            self.problem("", f"“{key}” is missing.", f"Add {key} = {_example(kind)}.")
            return kind()
        if value is not default and (not isinstance(value, kind) or isinstance(value, bool)):
            self.problem(
                key, f"“{key}” must be {_NAMES[kind]}.", f"Write {key} = {_example(kind)}."
            )
            return kind() if default is _MISSING else default
        return value

    def known(self, table: Mapping[str, Any], allowed: frozenset[str]) -> None:
        """Note keys that mean nothing here."""
        for key in table.keys() - allowed:
            fix = f"Use one of {', '.join(sorted(allowed))}, or take it out."
            self.problem(key, f"“{key}” means nothing here.", fix)

    def one_of(self, value: str, allowed: tuple[str, ...], key: str) -> bool:
        """Whether a value is one of those allowed; a problem when not."""
        if value in allowed:
            return True
        self.problem(key, f"“{value}” cannot be {key}.", f"Use one of {', '.join(allowed)}.")
        return False

    def banded(self, table: Mapping[str, Any], key: str, band: Band, kind: type) -> Any:
        """The value of `key` for a band, or None where it has none."""
        value = table.get(key)
        if isinstance(value, dict) and value.keys() <= set(BANDS):
            value = value.get(band)
        if value is None or (isinstance(value, kind) and not isinstance(value, bool)):
            return value
        fix = f"Write {key} = {_example(kind)}, or {key}.{band} = {_example(kind)}."
        self.problem(key, f"“{key}” must be {_NAMES[kind]}, for all bands or for each.", fix, band)
        return None


def _example(kind: type) -> str:
    return {str: "“…”", int: "1", list: "[…]", dict: "{…}"}[kind]


def read_survey(document: Mapping[str, Any], source: str, reading: Reading) -> Survey | None:
    """The survey, or None when so much is missing that nothing can be made of it."""
    reading.known(document, SURVEY_KEYS)
    survey_id = reading.value(document, "id", str)
    version = reading.value(document, "version", int)
    title = reading.value(document, "title", str)
    half = reading.value(document, "half", str, None)
    bands, modes = _bands(document, reading), _modes(document, reading)
    if half is not None and not reading.one_of(half, ("start", "end"), "half"):
        half = None
    questionnaires = tuple(
        Questionnaire(
            survey=survey_id,
            version=version,
            title=reading.banded(document, "child_title", band, str) or title,
            band=band,
            language="en",
            intro=reading.banded(document, "intro", band, str) or "",
            questions=(),
        )
        for band in bands
    )
    questions = _questions(document, bands, reading)
    return Survey(
        id=survey_id,
        version=version,
        title=title,
        questionnaires=tuple(_filled(q, questions[q.band]) for q in questionnaires),
        modes=modes,
        half=half,
        other_half=reading.value(document, "other_half", str, None),
        source=source,
    )


def _filled(empty: Questionnaire, questions: list[Question]) -> Questionnaire:
    return Questionnaire(
        empty.survey,
        empty.version,
        empty.title,
        empty.band,
        empty.language,
        empty.intro,
        tuple(questions),
    )


def _bands(document: Mapping[str, Any], reading: Reading) -> tuple[Band, ...]:
    named = reading.value(document, "bands", list)
    for band in named:
        reading.one_of(str(band), BANDS, "bands")
    return tuple(band for band in BANDS if band in named)


def _modes(document: Mapping[str, Any], reading: Reading) -> tuple[Any, ...]:
    named = reading.value(document, "modes", list, list(MODES))
    for mode in named:
        reading.one_of(str(mode), MODES, "modes")
    return tuple(mode for mode in MODES if mode in named)


def _questions(
    document: Mapping[str, Any], bands: tuple[Band, ...], reading: Reading
) -> dict[Band, list[Question]]:
    asked: dict[Band, list[Question]] = {band: [] for band in bands}
    tables = [("question", n, t) for n, t in enumerate(_tables(document, "question", reading))]
    endings = _endings(document, reading)
    for kind, index, table in [*tables, *endings]:
        where = f"{kind} “{table.get('id', index + 1)}”"
        reading.at(reading.locator.block(kind, index), where)
        for band in bands:
            question = _question(table, band, kind == "ending", document, reading)
            if question is not None:
                asked[band].append(question)
    return asked


def _tables(document: Mapping[str, Any], key: str, reading: Reading) -> list[Mapping[str, Any]]:
    found = reading.value(document, key, list)
    tables: list[Mapping[str, Any]] = [table for table in found if isinstance(table, dict)]
    if len(tables) != len(found):
        reading.problem(key, f"“{key}” must be tables.", f"Begin each one with [[{key}]].")
    return tables


def _endings(
    document: Mapping[str, Any], reading: Reading
) -> list[tuple[str, int, Mapping[str, Any]]]:
    """The end questions, in the order in which the survey names them."""
    named = reading.value(document, "endings", list, [])
    tables = _tables(document, "ending", reading) if "ending" in document else []
    by_id = {table.get("id"): (index, table) for index, table in enumerate(tables)}
    for name in named:
        if name not in by_id:
            reading.problem(
                "endings", f"There is no end question “{name}”.", "Name one from endings.toml."
            )
    return [("ending", *by_id[name]) for name in named if name in by_id]


def _question(
    table: Mapping[str, Any],
    band: Band,
    ending: bool,
    document: Mapping[str, Any],
    reading: Reading,
) -> Question | None:
    reading.known(table, QUESTION_KEYS)
    question_id = reading.value(table, "id", str)
    kind = reading.value(table, "kind", str, "choice")
    if "text" not in table:
        reading.problem("", "“text” is missing.", "Add text = “…”, or text.8-10 = “…”.")
    text = reading.banded(table, "text", band, str)
    if text is None or band not in reading.value(table, "bands", list, list(BANDS)):
        return None
    if not reading.one_of(kind, tuple(Kind), "kind"):
        return None
    options = _options(table, Kind(kind), band, document, reading)
    scale = _scale(table, Kind(kind), band, reading)
    keys = {option.key for option in options} | _numbers(scale)
    return Question(
        id=question_id,
        kind=Kind(kind),
        text=text,
        options=options,
        scale=scale,
        hint=reading.banded(table, "hint", band, str) or "",
        why=reading.banded(table, "why", band, str) or "",
        when=_conditions(table, band, reading),
        raises=tuple(k for k in reading.value(table, "raises", list, []) if k in keys),
        ending=ending,
        limit=reading.value(table, "limit", int, WORDS_LIMIT),
    )


def _numbers(scale: Scale | None) -> set[str]:
    return {str(n) for n in range(scale.low, scale.high + 1)} if scale else set()


def _options(
    table: Mapping[str, Any],
    kind: Kind,
    band: Band,
    document: Mapping[str, Any],
    reading: Reading,
) -> tuple[Option, ...]:
    """The options of one band: written out in the question, or a named set."""
    offered = table.get("options")
    if isinstance(offered, dict):
        offered = offered.get(band)
    if isinstance(offered, str):
        offered = _set(offered, band, document, reading)
    if kind in (Kind.SCALE, Kind.TEXT):
        if offered is not None:
            reading.problem("options", f"A {kind} question has no options.", "Take them out.")
        return ()
    if not isinstance(offered, list) or not offered:
        fix = "Name a set of options.toml, or write options = [{ key = “…”, label = “…” }]."
        reading.problem("options", f"There are no options for {band}.", fix, band)
        return ()
    return tuple(_option(option, band, reading) for option in offered if isinstance(option, dict))


def _set(name: str, band: Band, document: Mapping[str, Any], reading: Reading) -> Any:
    """A named option set for one band; a set may say "as in another band" by that band's name."""
    sets = document.get("options")
    found = sets.get(name) if isinstance(sets, dict) else None
    if not isinstance(found, dict):
        reading.problem(
            "options", f"There is no option set “{name}”.", "Name one from options.toml."
        )
        return []
    offered = found.get(band, found.get("all"))
    return found.get(offered) if isinstance(offered, str) else offered


def _option(table: Mapping[str, Any], band: Band, reading: Reading) -> Option:
    reading.known(table, OPTION_KEYS)
    tone: Tone = reading.value(table, "tone", str, "apart")
    reading.one_of(tone, get_args(Tone), "tone")
    picture = reading.value(table, "picture", str, None)
    if picture is not None:
        reading.one_of(picture, tuple(sorted(PICTURES)), "picture")
    label = reading.banded(table, "label", band, str)
    if label is None:
        reading.problem("options", f"An option has no label for {band}.", "Add label = “…”.", band)
    return Option(reading.value(table, "key", str), label or "", tone, picture)


def _scale(table: Mapping[str, Any], kind: Kind, band: Band, reading: Reading) -> Scale | None:
    if kind is not Kind.SCALE:
        return None
    scale = reading.value(table, "scale", dict)
    reading.known(scale, SCALE_KEYS)
    read = Scale(
        low=reading.value(scale, "low", int),
        high=reading.value(scale, "high", int),
        low_label=reading.banded(scale, "low_label", band, str) or "",
        high_label=reading.banded(scale, "high_label", band, str) or "",
        positive_from=reading.value(scale, "positive_from", int),
    )
    if not read.low < read.positive_from <= read.high:
        fix = "low comes first, positive_from is above it, high is the last number."
        reading.problem("scale", "The numbers of the scale do not fit together.", fix)
    return read


def _conditions(table: Mapping[str, Any], band: Band, reading: Reading) -> tuple[Condition, ...]:
    conditions = reading.banded(table, "when", band, list) or []
    read = []
    for condition in conditions:
        if not isinstance(condition, dict) or not condition.keys() & {"any_of", "none_of"}:
            fix = "Write when = [{ question = “…”, any_of = [“…”] }]."
            reading.problem("when", "A condition says no question or no keys.", fix, band)
            continue
        reading.known(condition, frozenset({"question", "any_of", "none_of"}))
        any_of = tuple(reading.value(condition, "any_of", list, []))
        none_of = tuple(reading.value(condition, "none_of", list, []))
        read.append(Condition(reading.value(condition, "question", str), any_of, none_of))
    return tuple(read)
