"""Changing every string of frozen data, so that none can be forgotten."""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def printable(thing: T) -> T:
    """The same thing without characters that XML refuses or that turn a line around."""
    return each_string(thing, lambda words: _UNPRINTABLE.sub("", words))


def each_string(thing: T, change: Callable[[str], str]) -> T:
    """The same thing with every string changed; walks strings, tuples and frozen dataclasses."""
    changed: T = _each_string(thing, change)
    return changed


def _each_string(thing: Any, change: Callable[[str], str]) -> Any:
    if isinstance(thing, str):
        return change(thing)
    if isinstance(thing, tuple):
        return tuple(_each_string(part, change) for part in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        parts = {f.name: _each_string(getattr(thing, f.name), change) for f in fields(thing)}
        return replace(thing, **parts)
    return thing
