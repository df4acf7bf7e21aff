"""A child's place as the component draws it: plain data, the words of the band, no ids of rows."""

from functools import lru_cache
from typing import Any

from surveys.answers import Chosen, Passed, Scaled, Wrote, posted
from surveys.collect import Place, ReviewLine
from surveys.helplines import Helplines
from surveys.languages import ENGLISH, LANGUAGES, language_of
from surveys.pages.ringing import numbers, tongue
from surveys.schema import Band, Question
from surveys.screens import Screens, notice, screens

TITLE = "Heard"
_SAID = (
    "next", "back", "skip", "rather_not", "help", "leave", "listen", "listen_stop", "why",
    "language", "ways", "text_size", "contrast", "quiet", "on", "off", "some_english",
    "choose_one", "choose_any", "choose_number", "not_safe", "you_wrote",
    "saving", "saved", "not_saved", "not_saved_hint", "room_left", "no_room", "removed_one",
    "removed_more", "other_device", "two_pages", "keep_this", "keep_other", "code_again",
    "gone_no_code", "code_label", "code_hint",
    "carry_on", "code_missing", "not_you", "not_kept", "another_code", "band_title",
    "band_intro", "agree_title", "agree", "not_now", "decline", "declined_title",
    "review_title", "review_intro", "review_change",
    "send", "thanks_title", "thanks_read", "thanks_worry", "thanks_close", "thanks_held",
    "already_sent", "words_title", "words_keep", "receipt_link",
    "mine_title", "mine_done", "take_back", "take_back_title", "take_back_text",
    "take_back_yes", "take_back_no", "taken_back_title", "taken_back_text",
    "still_title", "still_text", "still_go",
    "help_title", "help_danger", "help_intro", "help_own", "help_more", "help_ring", "help_text",
    "help_ask_title", "help_ask_text", "help_ask_go", "help_advocate_go", "help_advocate_text",
    "help_back", "help_start", "trouble_title", "trouble_text",
)  # fmt: skip


def page_of(place: Place, mark: str, lines: Helplines, known: str | None = None) -> dict[str, Any]:
    """Everything the component needs for one place; `mark` says which child it is drawn for.

    What stays the same (the sentences, the helplines, the languages) is in "around", unless the
    page has it: `known` is what "knows" said in the page before.
    """
    band = place.questionnaire.band if place.questionnaire else None
    words = screens(band, place.language)
    knows = f"{place.language} {band} {place.languages} {hash(lines)}"
    page = {
        "step": place.step,
        "place": place.key,
        "rk": mark,
        "band": band,
        "title": title_of(place),
        "spoken": place.language,
        "looks": list(place.looks),
        "partly": place.partly,
        "shared": place.shared,
        "noCode": place.no_code,
        "mayAsk": list(place.may_ask),
        "asked": words.help_asked if place.asked else "",
        "knows": knows,
        "unfolded": place.first,
        **_PARTS[place.step](place, words),
    }
    if knows != known:
        page["around"] = _around(band, place.language, place.languages, lines)
    return page


def nobody() -> dict[str, Any]:
    """The page where no sitting is live any more: the code is asked for, beside unsaved words."""
    return {"step": "nobody", "place": "nobody", "title": TITLE, "band": None} | _without_sitting(
        ENGLISH
    )


def trouble(number: str = "", language: str = ENGLISH) -> dict[str, Any]:
    """The page while the database cannot be read; it tries again by itself.

    A fault has a number to quote: that page stays until the child tries again.
    """
    page = {"step": "trouble", "place": "trouble", "title": TITLE, "band": None}
    page |= _without_sitting(language)
    words = screens(None, language)
    told = words.quote_number.format(number=_left_to_right(number, words))
    return page | {"quote": told, "again": words.try_again} if number else page


def title_of(place: Place) -> str:
    """The page's name in the browser's tab and history: where the child is, never what is asked."""
    words = screens(place.questionnaire.band if place.questionnaire else None, place.language)
    names = {
        "band": words.band_title,
        "notice": words.hello,
        "question": words.progress.format(number=place.number, of=place.of),
        "review": words.review_title,
        "thanks": words.thanks_title,
        "declined": words.declined_title,
        "mine": words.mine_title,
        "take_back": words.take_back,
        "taken_back": words.taken_back_title,
    }
    return f"{names[place.step]} – {TITLE}"


def page_number(place: Place) -> str:
    """The number in the address: of the question, or of the review page after them; else "" ."""
    numbers = {"question": place.number, "review": len(place.route) + 1}
    return str(numbers.get(place.step, ""))


def move_to_page(place: Place, number: str) -> str | None:
    """The move that a page number in the address stands for; None where it leads nowhere new."""
    if place.step not in ("question", "review") or not number.isascii() or not number.isdigit():
        return None
    stops = [*place.route, "review"]
    wanted = int(number)
    return f"to:{stops[wanted - 1]}" if 1 <= wanted <= len(stops) else None


def told(line: ReviewLine, words: Screens) -> str:
    """An answer as the child reads it again."""
    if line.hidden:
        return words.review_hidden
    match line.answer:
        case Chosen(keys):
            options = (line.question.option(key) for key in keys)
            return ", ".join(option.label for option in options if option)
        case Scaled(value):
            scale = line.question.scale
            return _left_to_right(f"{value} / {scale.high}", words) if scale else str(value)
        case Wrote(text):
            return text
        case Passed("preferred_not_to_say"):
            return words.rather_not
        case _:
            return words.review_empty


def _left_to_right(numbers: str, words: Screens) -> str:
    """Numbers in their order also where the line runs from the right."""
    from_the_right = language_of(words.lang).direction == "rtl"
    return f"\u2066{numbers}\u2069" if from_the_right else numbers


def _without_sitting(language: str) -> dict[str, Any]:
    around = _around(None, language, (language,), None)
    return {"spoken": language, "looks": [], "mayAsk": [], "around": around}


# --- the steps --------------------------------------------------------------------------------


def _band(place: Place, words: Screens) -> dict[str, Any]:
    bands = [{"band": band, "label": words.band_name(band)} for band in place.survey.bands]
    return {"bands": bands}


def _notice(place: Place, _words: Screens) -> dict[str, Any]:
    if place.questionnaire is None:
        return {}
    asked = place.questionnaire
    said = notice(asked.band, place.round.mode, place.language)
    about = {"title": asked.title, "intro": asked.intro, "language": tongue(asked.language)}
    return {"about": about, "notice": {"title": said.title, "paragraphs": said.paragraphs}}


def _question(place: Place, words: Screens) -> dict[str, Any]:
    if place.question is None:
        return {}
    return {
        "question": _asked(place.question),
        "answer": posted(place.answer) if place.answer else None,
        "hidden": place.hidden,
        "version": place.version,
        "first": place.number == 1,
        "progress": words.progress.format(number=place.number, of=place.of),
        "number": place.number,
        "of": place.of,
        "recalled": place.recalled,
    }


def _review(place: Place, words: Screens) -> dict[str, Any]:
    return {
        "review": [_line(line, words) for line in place.review],
        "of": len(place.route),
        "elsewhere": words.kept_elsewhere(place.hidden_count),
    }


def _mine(place: Place, words: Screens) -> dict[str, Any]:
    until = words.mine_intro.format(until=words.day(place.until or ""))
    return _review(place, words) | {"until": until}


def _thanks(place: Place, words: Screens) -> dict[str, Any]:
    until = words.words_text.format(until=words.day(place.until or ""))
    return {
        "hear": words.hear(place.hear_by),
        "words": place.words,
        "until": until,
        "held": place.held,
    }


def _declined(place: Place, words: Screens) -> dict[str, Any]:
    return {"text": words.declined_no_code if place.no_code else words.declined_text}


def _only_said(_place: Place, _words: Screens) -> dict[str, Any]:
    return {}


_PARTS = {
    "band": _band,
    "notice": _notice,
    "question": _question,
    "review": _review,
    "thanks": _thanks,
    "declined": _declined,
    "mine": _mine,
    "take_back": _only_said,
    "taken_back": _only_said,
}


# --- a question and its answer ----------------------------------------------------------------


@lru_cache(maxsize=1024)
def _asked(question: Question) -> dict[str, Any]:
    scale = question.scale
    return {
        "id": question.id,
        "kind": question.kind.value,
        "language": tongue(question.language),
        "text": question.text,
        "hint": question.hint,
        "why": question.why,
        "limit": question.limit,
        "sound": question.sound,
        "options": [
            {"key": o.key, "label": o.label, "picture": o.picture, "sound": o.sound}
            for o in question.options
        ],
        "scale": scale
        and {
            "low": scale.low,
            "high": scale.high,
            "low_label": scale.low_label,
            "high_label": scale.high_label,
        },
    }


def _line(line: ReviewLine, words: Screens) -> dict[str, Any]:
    return {
        "id": line.question.id,
        "language": tongue(line.question.language),
        "text": line.question.text,
        "words": isinstance(line.answer, Wrote) and not line.hidden,
        "answer": told(line, words),
    }


# --- what stays the same ----------------------------------------------------------------------


@lru_cache(maxsize=128)
def _around(
    band: Band | None, language: str, languages: tuple[str, ...], lines: Helplines | None
) -> dict[str, Any]:
    words = screens(band, language)
    return {
        "says": {name: getattr(words, name) for name in _SAID},
        "language": tongue(language) | {"voice": language_of(language).voice},
        "languages": [tongue(code) for code in LANGUAGES if code in languages],
        "lines": lines and numbers(lines, words),
    }
