"""Who a child can turn to now: national lines, and the authority's own numbers.

The numbers live in `definitions/helplines.toml` and need a person's check before a release.
The authority's own are in the file that `Settings.helplines_file` names, in the same shape.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_OURS = Path(__file__).parent / "definitions" / "helplines.toml"


@dataclass(frozen=True, slots=True)
class Helpline:
    """One line. `text` means that it takes text messages, not calls."""

    name: str
    number: str
    note: str
    text: bool = False

    @property
    def link(self) -> str:
        """What a phone opens: `tel:` or `sms:` with the digits only."""
        digits = "".join(c for c in self.number if c in "+0123456789")
        return f"{'sms' if self.text else 'tel'}:{digits}"


@dataclass(frozen=True, slots=True)
class Helplines:
    """National lines, the authority's own (shown first after 999), and when they were checked.

    `last_checked` is an ISO day, or "" when nobody has said that they checked.
    """

    lines: tuple[Helpline, ...]
    own: tuple[Helpline, ...]
    last_checked: str
    own_last_checked: str


class HelplinesProblem(ValueError):
    """The authority's file of numbers cannot be used; the message says where and how to fix it."""


@lru_cache(maxsize=8)
def helplines(settings_file: Path | None = None) -> Helplines:
    """Every line to show. Raises HelplinesProblem when the authority's file cannot be used."""
    lines, checked = _read(_OURS)
    own, own_checked = _read(settings_file) if settings_file else ((), "")
    return Helplines(lines, own, checked, own_checked)


def _read(path: Path) -> tuple[tuple[Helpline, ...], str]:
    try:
        document = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as bad:
        raise HelplinesProblem(f"{path} cannot be read: {bad.strerror}. Check the name.") from None
    except ValueError as bad:  # what tomllib and the decoder raise
        raise HelplinesProblem(f"{path} is not UTF-8 TOML: {bad}.") from None
    tables = document.get("line", [])
    if not isinstance(tables, list):
        raise HelplinesProblem(f"{path}: begin each number with [[line]].")
    lines = tuple(_line(path, index, table) for index, table in enumerate(tables, start=1))
    return lines, str(document.get("last_checked", ""))


def _line(path: Path, index: int, table: Any) -> Helpline:
    for key in ("name", "number", "note"):
        if not isinstance(table, dict) or not isinstance(table.get(key), str):
            raise HelplinesProblem(f"{path}: [[line]] number {index} needs {key} = “…”.")
    return Helpline(table["name"], table["number"], table["note"], table.get("text") is True)
