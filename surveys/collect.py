"""Collecting, as the doors see it: enter by a code, see the place, save and move, leave."""

from surveys.entering import CodeDoesNotWork, enter, leave
from surveys.place import Place, ReviewLine, place
from surveys.saving import Saved, save

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
