"""From one question's table to the question as one band is asked it."""

from collections.abc import Mapping
from typing import Any, get_args

from surveys.authoring.shape import Reading
from surveys.schema import (
    BANDS,
    WORDS_LIMIT,
    Band,
    Condition,
    Kind,
    Option,
    Question,
    Scale,
    Tone,
)

_KEYS = frozenset(
    ("id", "kind", "text", "options", "scale", "hint", "why", "when", "raises", "limit", "bands")
) | {"recalls", "sound"}
_OPTION_KEYS = frozenset({"key", "label", "tone", "picture", "sound"})
_SCALE_KEYS = frozenset({"low", "high", "low_label", "high_label", "positive_from"})
_CONDITION_KEYS = frozenset({"question", "any_of", "none_of"})
PICTURES = (
    *("face_great", "face_good", "face_okay", "face_worried", "face_sad", "face_bad"),
    *("face_unsure", "yes", "sort_of", "no", "not_sure", "all", "most", "some", "none"),
    *("home", "school", "people", "alone", "beside", "worker", "bell", "talk", "star"),
    *("more", "less", "same"),
)
"""The drawings that the child's door has."""


def read_question(
    table: Mapping[str, Any],
    band: Band,
    ending: bool,
    document: Mapping[str, Any],
    reading: Reading,
) -> Question | None:
    """The question for a band, or None when it is not asked there."""
    reading.known(table, _KEYS)
    question_id = reading.value(table, "id", str)
    if "text" not in table:
        reading.problem("", "“text” is missing.", "Add text = “…”, or text.8-10 = “…”.")
    text = reading.banded(table, "text", band, str)
    asked_in = reading.texts(table, "bands") if "bands" in table else BANDS
    kind = reading.value(table, "kind", str, "choice")
    if text is None or band not in asked_in or not reading.one_of(kind, tuple(Kind), "kind"):
        return None
    options = _options(table, Kind(kind), band, document, reading)
    scale = _scale(table, band, reading) if kind == Kind.SCALE else None
    raises = reading.texts(table, "raises") if "raises" in table else ()
    return Question(
        id=question_id,
        kind=Kind(kind),
        text=text,
        options=options,
        scale=scale,
        hint=reading.banded(table, "hint", band, str) or "",
        why=reading.banded(table, "why", band, str) or "",
        when=_conditions(table, band, reading),
        raises=tuple(key for key in raises if key in _keys(options, scale)),
        ending=ending,
        limit=_limit(table, reading),
        recalls=reading.value(table, "recalls", str, ""),
        sound=reading.banded(table, "sound", band, str),
    )


def _keys(options: tuple[Option, ...], scale: Scale | None) -> set[str]:
    numbers = range(scale.low, scale.high + 1) if scale else ()
    return {option.key for option in options} | {str(number) for number in numbers}


def _limit(table: Mapping[str, Any], reading: Reading) -> int:
    limit: int = reading.value(table, "limit", int, WORDS_LIMIT)
    if not 1 <= limit <= WORDS_LIMIT:
        reading.problem("limit", f"“limit” is {limit}.", f"Write a number from 1 to {WORDS_LIMIT}.")
    return limit


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
    if kind in (Kind.SCALE, Kind.TEXT):
        if offered is not None:
            reading.problem("options", f"A {kind} question has no options.", "Take them out.")
        return ()
    if isinstance(offered, str):
        return _named_set(offered, band, document, reading)
    return _written_out(offered, band, reading)


def _written_out(offered: Any, band: Band, reading: Reading) -> tuple[Option, ...]:
    options = offered if isinstance(offered, list) else []
    if not options or not all(isinstance(option, dict) for option in options):
        fix = "Name a set of options.toml, or write options = [{ key = “…”, label = “…” }]."
        reading.problem("options", f"There are no options for {band}.", fix, band)
        return ()
    return tuple(_option(option, band, reading) for option in options)


def _named_set(
    name: str, band: Band, document: Mapping[str, Any], reading: Reading
) -> tuple[Option, ...]:
    """A named option set for one band; a set may name another band that it is worded as."""
    sets = document.get("options")
    found = sets.get(name) if isinstance(sets, dict) else None
    if not isinstance(found, dict):
        fix = "Name a set of options.toml, or write it as [options.name]."
        reading.problem("options", f"There is no option set “{name}”.", fix, band)
        return ()
    offered = found.get(band)
    offered = found.get(offered) if isinstance(offered, str) else offered
    with reading.within(reading.locator.options(name)):
        return _written_out(offered, band, reading)


def _option(table: Mapping[str, Any], band: Band, reading: Reading) -> Option:
    reading.known(table, _OPTION_KEYS)
    tone = reading.value(table, "tone", str, "apart")
    reading.one_of(tone, get_args(Tone), "tone")
    picture = reading.value(table, "picture", str, None)
    if picture is not None:
        reading.one_of(picture, PICTURES, "picture")
    label = reading.banded(table, "label", band, str)
    if not label:
        reading.problem("options", f"An option has no label for {band}.", "Add label = “…”.", band)
    sound = reading.banded(table, "sound", band, str)
    return Option(reading.value(table, "key", str), label or "", tone, picture, sound)


def _scale(table: Mapping[str, Any], band: Band, reading: Reading) -> Scale:
    scale = reading.value(table, "scale", dict)
    reading.known(scale, _SCALE_KEYS)
    read = Scale(
        low=reading.value(scale, "low", int),
        high=reading.value(scale, "high", int),
        low_label=reading.banded(scale, "low_label", band, str) or "",
        high_label=reading.banded(scale, "high_label", band, str) or "",
        positive_from=reading.value(scale, "positive_from", int),
    )
    if not read.low < read.positive_from <= read.high <= read.low + 10:
        fix = "low comes first, positive_from is above it, high is at most 10 more than low."
        reading.problem("scale", "The numbers of the scale do not fit together.", fix)
    if not (read.low_label and read.high_label):
        fix = "Add low_label = “…” and high_label = “…”."
        reading.problem("scale", f"An end of the scale has no words for {band}.", fix, band)
    return read


def _conditions(table: Mapping[str, Any], band: Band, reading: Reading) -> tuple[Condition, ...]:
    conditions = reading.banded(table, "when", band, list) or []
    return tuple(_condition(condition, band, reading) for condition in conditions)


def _condition(table: Any, band: Band, reading: Reading) -> Condition:
    if not isinstance(table, dict) or not table.keys() & {"any_of", "none_of"}:
        fix = "Write when = [{ question = “…”, any_of = [“…”] }]."
        reading.problem("when", "A condition does not say which answers it waits for.", fix, band)
        return Condition("")
    reading.known(table, _CONDITION_KEYS)
    any_of = reading.texts(table, "any_of") if "any_of" in table else ()
    none_of = reading.texts(table, "none_of") if "none_of" in table else ()
    return Condition(reading.value(table, "question", str), any_of, none_of)
