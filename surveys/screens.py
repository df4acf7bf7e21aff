"""Every sentence of the child's side that is not a question, in the words of a band.

The sentences are in `definitions/screens.toml`; `checks` reads them as it reads the questions.
What a page fills in stands in curly brackets: `screens.progress.format(number=3, of=10)`.
"""

import tomllib
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from surveys.schema import BANDS, Band, Mode

FILE = Path(__file__).parent / "definitions" / "screens.toml"
ANY = "any"


@dataclass(frozen=True, slots=True)
class Screens:
    """The sentences in one band's words; the names are those of `screens.toml`."""

    next: str
    back: str
    skip: str
    rather_not: str
    help: str
    leave: str
    listen: str
    listen_stop: str
    language: str
    text_size: str
    progress: str
    why: str
    why_close: str
    choose_one: str
    choose_any: str
    choose_number: str
    chosen: str
    write_here: str
    you_can_skip: str
    carry_on: str
    try_again: str
    to_question: str
    # What is kept
    saving: str
    saved: str
    not_saved: str
    not_saved_hint: str
    room_left: str
    no_room: str
    removed_one: str
    removed_more: str
    other_device: str
    other_device_count_one: str
    other_device_count: str
    two_pages: str
    keep_this: str
    keep_other: str
    code_again: str
    not_you: str
    not_kept: str
    # The way in
    hello: str
    code_title: str
    code_intro: str
    code_label: str
    code_hint: str
    code_go: str
    code_missing: str
    code_wrong: str
    code_wait: str
    no_code: str
    no_code_go: str
    staff: str
    another_code: str
    band_title: str
    band_intro: str
    band_4_7: str
    band_8_10: str
    band_11_17: str
    band_18_25: str
    agree: str
    not_now: str
    not_now_title: str
    not_now_text: str
    # Before sending
    review_title: str
    review_intro: str
    review_change: str
    review_empty: str
    review_hidden: str
    send: str
    # After sending
    thanks_title: str
    thanks_hear: str
    thanks_read: str
    thanks_worry: str
    thanks_close: str
    already_sent: str
    # Help and leaving
    help_title: str
    help_danger: str
    help_intro: str
    help_own: str
    help_ring: str
    help_text: str
    help_back: str
    help_start: str
    left_title: str
    left_text: str
    # When something is wrong on our side
    trouble_title: str
    trouble_text: str
    no_page_title: str
    no_page_text: str
    no_script: str

    def hear(self, hear_by: str | None) -> str:
        """When the child will hear what was done; "" where no day has been promised (ISO day)."""
        return self.thanks_hear.format(hear_by=day(hear_by)) if hear_by else ""

    def removed(self, count: int) -> str:
        """That control characters were taken out of the words; "" for none."""
        if not count:
            return ""
        return self.removed_one if count == 1 else self.removed_more.format(removed=count)

    def kept_elsewhere(self, count: int) -> str:
        """That answers are kept from another phone or computer; "" for none."""
        if not count:
            return ""
        one = count == 1
        return self.other_device_count_one if one else self.other_device_count.format(count=count)

    def band_name(self, band: Band) -> str:
        """The ages of a band as a child reads them: "8 to 10"."""
        names = (self.band_4_7, self.band_8_10, self.band_11_17, self.band_18_25)
        return dict(zip(BANDS, names, strict=True))[band]


@dataclass(frozen=True, slots=True)
class Notice:
    """What happens to the answers and what if someone is not safe; said before question 1."""

    title: str
    paragraphs: tuple[str, ...]


def day(iso: str) -> str:
    """A day as people say it: "30 June 2026"; a text that is not an ISO day stays as it is."""
    try:
        read = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{read.day} {read:%B %Y}"


@lru_cache(maxsize=16)
def screens(band: Band | None = None, language: str = "en") -> Screens:
    """The sentences for a band; without one, those for pages where the age is not known yet."""
    words = {**document()["way_in"], **document()["words"]}
    return Screens(**{f.name: sentence(words[f.name], band) for f in fields(Screens)})


@lru_cache(maxsize=16)
def notice(band: Band, mode: Mode, language: str = "en") -> Notice:
    """The notice of a band in a mode. It cannot be switched off."""
    words = document()["notice"][band]
    parts = ("start", mode, f"safe_{mode}", "end")
    return Notice(words["title"], tuple(p for part in parts for p in words.get(part, ())))


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """What `screens.toml` says, as read."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def sentence(value: str | dict[str, str], band: Band | None) -> str:
    """One sentence for a band: its own words, or those for any."""
    if isinstance(value, str):
        return value
    return value.get(band or ANY, value[ANY])
