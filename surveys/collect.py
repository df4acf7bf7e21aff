"""Collecting, as the doors see it: enter by a code, see the place, save and move, leave."""

from surveys.collecting.entering import CodeDoesNotWork, enter, leave
from surveys.collecting.place import Place, ReviewLine, place
from surveys.collecting.saving import Saved, save

__all__ = [
    "CodeDoesNotWork",
    "Place",
    "ReviewLine",
    "Saved",
    "enter",
    "leave",
    "place",
    "save",
]
