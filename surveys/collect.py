"""Collecting, as the doors see it: ways in, the place, save and move, leave."""

from surveys.collecting.entering import CodeDoesNotWork, by_receipt, enter, leave, open_say
from surveys.collecting.place import Place, ReviewLine, place
from surveys.collecting.saved import Saved
from surveys.collecting.saving import LOOKS, save

__all__ = [
    "LOOKS",
    "CodeDoesNotWork",
    "Place",
    "ReviewLine",
    "Saved",
    "by_receipt",
    "enter",
    "leave",
    "open_say",
    "place",
    "save",
]
