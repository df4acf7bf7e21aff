"""Our drawings as parts of a page: only those that a page shows travel with it."""

import re
from functools import cache

from surveys.pages import DOOR_ASSETS

_SYMBOL = re.compile(r'<symbol id="hd-(?P<name>\w+)" viewBox="0 0 48 48">(?P<lines>.*?)</symbol>')


@cache
def picture(name: str, look: str = "hd-picture") -> str:
    """One line drawing as SVG, for the eye only: the words beside it say the same."""
    return (
        f'<svg class="{look}" viewBox="0 0 48 48" aria-hidden="true" focusable="false">'
        f"{_drawings()[name]}</svg>"
    )


@cache
def _drawings() -> dict[str, str]:
    sheet = (DOOR_ASSETS / "pictures.svg").read_text("utf-8")
    return {found["name"]: found["lines"] for found in _SYMBOL.finditer(sheet)}
