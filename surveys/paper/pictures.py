"""The drawings beside the answers, taken from the screen's own file, for paper."""

import re
from functools import cache

from surveys.pages import DOOR_ASSETS

FILE = DOOR_ASSETS / "pictures.svg"
INK = "#1B2A3A"
_SYMBOL = re.compile(r'<symbol id="hd-(\w+)" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)


QUESTION_MARK = "not_sure"
"""The drawing that Arabic and Urdu have the other way round, as on the screen."""


def picture(name: str | None, direction: str = "ltr") -> str:
    """A drawing as SVG that stands alone, in ink, with the screen's stroke; "" for no name."""
    if name is None:
        return ""
    box, shapes = _drawn()[name]
    if name == QUESTION_MARK and direction == "rtl":
        left, _, width, _ = map(float, box.split())
        shapes = f'<g transform="translate({2 * left + width:g} 0) scale(-1 1)">{shapes}</g>'
    look = f'fill="none" stroke="{INK}" stroke-width="2.4" stroke-linecap="round"'
    inside = shapes.replace("currentColor", INK)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">'
        f'<g {look} stroke-linejoin="round">{inside}</g></svg>'
    )


@cache
def _drawn() -> dict[str, tuple[str, str]]:
    found = _SYMBOL.findall(FILE.read_text(encoding="utf-8"))
    return {name: (box, shapes) for name, box, shapes in found}
