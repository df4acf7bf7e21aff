"""Recordings that a definition names: their files, and what is wrong with them.

A recording is of one question, or of one answer's words, in one band and language. The files lie
in `definitions/sounds`; none are shipped.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from surveys.authoring.examined import Examined, asked
from surveys.authoring.problems import Problem
from surveys.authoring.wording import Fault
from surveys.loader import DEFINITIONS

SOUNDS = DEFINITIONS / "sounds"
MEDIA_TYPES = {".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".m4a": "audio/mp4"}
MOST_BYTES = 200 * 1024
"""A recording is heard on a slow phone too: 200 KB are 40 seconds of speech at 40 kbit/s."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.[a-z0-9]+")


def recording(name: str, folder: Path = SOUNDS) -> Path | None:
    """The file of a recording; None for anything that is no recording of ours."""
    return None if sound_fault(name, folder) else folder / name


def sound_fault(name: str, folder: Path = SOUNDS) -> Fault | None:
    """What is wrong with a recording that a definition names."""
    if not _NAME.fullmatch(name) or Path(name).suffix not in MEDIA_TYPES:
        fix = "Name an .mp3, .ogg or .m4a by letters, numbers and hyphens, without a folder."
        return Fault(f"“{name}” cannot be a recording.", fix)
    file = folder / name
    if not file.is_file():
        return Fault(f"There is no recording “{name}”.", "Put it into the folder “sounds”.")
    if file.stat().st_size > MOST_BYTES:
        size = f"{file.stat().st_size // 1024} KB"
        return Fault(f"“{name}” has {size}.", "Save it with less: 200 KB is the most.")
    return None


def sounds(examined: Examined) -> Iterator[Problem]:
    """Recordings that are not there, or that no phone should load."""
    folder = Path(examined.file).parent / "sounds"
    for questionnaire, question in asked(examined.survey):
        named = [question.sound, *(option.sound for option in question.options)]
        for name in named:
            if name is not None and (fault := sound_fault(name, folder)):
                band = questionnaire.band
                yield examined.about(question, band, fault.what, fault.fix, key="sound")
