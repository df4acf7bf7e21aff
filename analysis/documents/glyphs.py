"""Which characters the report's typeface can draw."""

from surveys.paper import typefaces
from surveys.paper.typefaces import MISSING as MISSING

FONT = typefaces.LATIN / "Inter-Regular.otf"
NOTE = f"{MISSING} stands for a sign that this PDF cannot draw. The Word and web copies have it."


def drawable(text: str) -> str:
    """The text with MISSING in the place of what our typeface cannot draw."""
    return typefaces.drawable(text, FONT)
