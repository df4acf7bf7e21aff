"""The sentences of the child's side as pages, papers and letters ask for them: by name.

The names are those of `definitions/screens.toml`; `screens.py` fills them in a band's words.
"""

from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from surveys.authoring.translating.wanted import SCREENS, table
from surveys.languages import ENGLISH
from surveys.schema import BANDS, Band
from surveys.translations import TRANSLATIONS, words_of

MONTHS = 12
NO_BREAK = "\u00a0"


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
    languages: str
    some_english: str
    ways: str
    text_size: str
    contrast: str
    quiet: str
    on: str
    off: str
    progress: str
    why: str
    why_close: str
    choose_one: str
    choose_any: str
    choose_number: str
    chosen: str
    write_here: str
    not_safe: str
    you_can_skip: str
    carry_on: str
    try_again: str
    to_question: str
    you_wrote: str
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
    gone_no_code: str
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
    everyone: str
    another_code: str
    receipt_link: str
    receipt_title: str
    receipt_intro: str
    receipt_label: str
    receipt_hint: str
    receipt_go: str
    receipt_missing: str
    receipt_wrong: str
    say_wait: str
    shared_note: str
    band_title: str
    band_intro: str
    band_4_7: str
    band_8_10: str
    band_11_17: str
    band_18_25: str
    agree_title: str
    agree: str
    not_now: str
    not_now_title: str
    not_now_text: str
    not_now_no_code: str
    decline: str
    declined_title: str
    declined_text: str
    declined_no_code: str
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
    thanks_held: str
    already_sent: str
    words_title: str
    words_text: str
    words_keep: str
    # Seeing them again, changing them, taking them back
    mine_title: str
    mine_intro: str
    mine_done: str
    take_back: str
    take_back_title: str
    take_back_text: str
    take_back_yes: str
    take_back_no: str
    taken_back_title: str
    taken_back_text: str
    # A tablet that many children use
    still_title: str
    still_text: str
    still_go: str
    # Help and leaving
    help_title: str
    help_danger: str
    help_intro: str
    help_own: str
    help_more: str
    help_ring: str
    help_text: str
    help_ask_title: str
    help_ask_text: str
    help_ask_go: str
    help_advocate_go: str
    help_advocate_text: str
    help_checked: str
    help_back: str
    help_start: str
    help_asked: str
    left_title: str
    # When something is wrong on our side
    trouble_title: str
    trouble_text: str
    quote_number: str
    no_page_title: str
    no_page_text: str
    no_script: str
    # The language they are in, for `lang` and for days
    lang: str = ENGLISH

    def day(self, iso: str) -> str:
        """An ISO day in the language of these sentences; its parts stay on one line."""
        return day(iso, self.lang).replace(" ", NO_BREAK)

    def hear(self, hear_by: str | None) -> str:
        """When the child will hear what was done; "" where no day has been promised (ISO day)."""
        return self.thanks_hear.format(hear_by=self.day(hear_by)) if hear_by else ""

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


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed around the questions of a paper questionnaire."""

    your_code: str
    scan: str
    no_code: str
    tick_one: str
    tick_any: str
    ring_number: str
    write_here: str
    only_if: str
    rather_not: str
    page_of: str
    give_back: str
    someone_helped: str
    help_now: str
    lang: str = ENGLISH


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter with a code says; `from_` is "from" in `screens.toml`."""

    hello: str
    hello_nobody: str
    why: str
    how: str
    code: str
    choice: str
    until: str
    hear: str
    paper: str
    from_: str
    lang: str = ENGLISH


def names(kind: type[Screens | Paper | Letter]) -> frozenset[str]:
    """The names in `screens.toml` of the sentences that pages, papers or letters need."""
    return frozenset(f.name.rstrip("_") for f in fields(kind) if f.name != "lang")


def day(iso: str, language: str = ENGLISH, folder: Path = TRANSLATIONS) -> str:
    """A day as people say it: "30 June 2026", "30 czerwca 2026".

    Months are in the language's `[days]`; without them it is 30/06/2026, which everybody reads.
    A text that is not an ISO day stays as it is.
    """
    try:
        read = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    if language == ENGLISH:
        return f"{read.day} {read:%B %Y}"
    months = table(words_of(language, SCREENS, folder), "days").get("months")
    if not isinstance(months, list) or len(months) != MONTHS:
        return f"{read:%d/%m/%Y}"
    return f"{read.day} {months[read.month - 1]} {read.year}"
