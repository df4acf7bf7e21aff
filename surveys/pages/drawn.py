"""A child's place as the component draws it: plain data, the words of the band, no ids of rows."""

from functools import lru_cache
from typing import Any

from surveys.answers import Answer, Chosen, Passed, Scaled, Wrote
from surveys.collect import Place, ReviewLine
from surveys.helplines import Helpline, Helplines
from surveys.schema import Band, Question
from surveys.screens import Screens, notice, screens

TITLE = "Heard"
_SAID = (
    "next", "back", "skip", "rather_not", "help", "leave", "listen", "listen_stop", "why",
    "choose_one", "choose_any", "choose_number", "write_here", "you_can_skip", "carry_on",
    "saving", "saved", "not_saved", "not_saved_hint", "room_left", "no_room", "removed_one",
    "removed_more", "other_device", "two_pages", "code_again", "code_label", "code_hint",
    "code_go", "code_missing", "not_you", "not_kept", "another_code", "band_title",
    "band_intro", "agree", "not_now", "review_title", "review_intro", "review_change",
    "review_empty", "review_hidden", "send", "thanks_title", "thanks_read", "thanks_worry",
    "thanks_close", "help_title", "help_danger", "help_intro", "help_own", "help_ring",
    "help_text", "help_back",
)  # fmt: skip


def page_of(place: Place, mark: str, lines: Helplines) -> dict[str, Any]:
    """Everything the component needs for one place; `mark` says which child it is drawn for."""
    band = place.questionnaire.band if place.questionnaire else None
    words = screens(band)
    common = {
        "step": place.step,
        "place": place.key,
        "rk": mark,
        "band": band,
        "title": title_of(place),
        "says": _said(band),
        "lines": _lines(lines),
        "kept_elsewhere": words.kept_elsewhere(place.hidden_count),
    }
    return common | _PARTS[place.step](place, words)


def nobody() -> dict[str, Any]:
    """The page where no sitting is live any more: the code is asked for, beside unsaved words."""
    said = _said(None)
    return {"step": "nobody", "place": "nobody", "title": TITLE, "says": said, "band": None}


def trouble() -> dict[str, Any]:
    """The page while the database cannot be read; it tries again by itself."""
    words = screens()
    said = {"trouble_title": words.trouble_title, "trouble_text": words.trouble_text}
    page = {"step": "trouble", "place": "trouble", "title": TITLE, "band": None}
    return page | {"says": said | _said(None)}


def title_of(place: Place) -> str:
    """The page's name in the browser's tab and history: where the child is, never what is asked."""
    words = screens(place.questionnaire.band if place.questionnaire else None)
    names = {
        "band": words.band_title,
        "notice": words.hello,
        "question": words.progress.format(number=place.number, of=place.of),
        "review": words.review_title,
        "thanks": words.thanks_title,
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


def _band(place: Place, words: Screens) -> dict[str, Any]:
    bands = [{"band": band, "label": words.band_name(band)} for band in place.survey.bands]
    return {"bands": bands}


def _notice(place: Place, _words: Screens) -> dict[str, Any]:
    if place.questionnaire is None:
        return {}
    said = notice(place.questionnaire.band, place.round.mode)
    return {"notice": {"title": said.title, "paragraphs": said.paragraphs}}


def _question(place: Place, words: Screens) -> dict[str, Any]:
    if place.question is None:
        return {}
    return {
        "question": _asked(place.question),
        "answer": _given(place.answer),
        "hidden": place.hidden,
        "version": place.version,
        "first": place.number == 1,
        "progress": words.progress.format(number=place.number, of=place.of),
        "number": place.number,
        "of": place.of,
    }


def _review(place: Place, words: Screens) -> dict[str, Any]:
    return {"review": [_line(line, words) for line in place.review], "of": len(place.route)}


def _thanks(place: Place, words: Screens) -> dict[str, Any]:
    return {"hear": words.hear(place.hear_by)}


_PARTS = {
    "band": _band,
    "notice": _notice,
    "question": _question,
    "review": _review,
    "thanks": _thanks,
}


@lru_cache(maxsize=64)
def _asked(question: Question) -> dict[str, Any]:
    scale = question.scale
    return {
        "id": question.id,
        "kind": question.kind.value,
        "text": question.text,
        "hint": question.hint,
        "why": question.why,
        "limit": question.limit,
        "options": [
            {"key": option.key, "label": option.label, "picture": option.picture}
            for option in question.options
        ],
        "scale": scale
        and {
            "low": scale.low,
            "high": scale.high,
            "low_label": scale.low_label,
            "high_label": scale.high_label,
        },
    }


def _given(answer: Answer | None) -> dict[str, Any] | None:
    """An answer in the shape in which a page posts it."""
    match answer:
        case Chosen(keys):
            return {"keys": list(keys)}
        case Scaled(value):
            return {"value": value}
        case Wrote(words):
            return {"words": words}
        case Passed(reason):
            return {"passed": reason.value}
        case _:
            return None


def _line(line: ReviewLine, words: Screens) -> dict[str, Any]:
    return {
        "id": line.question.id,
        "text": line.question.text,
        "words": isinstance(line.answer, Wrote),
        "answer": words.review_hidden if line.hidden else _told(line, words),
    }


def _told(line: ReviewLine, words: Screens) -> str:
    """An answer as the child reads it again."""
    match line.answer:
        case Chosen(keys):
            options = (line.question.option(key) for key in keys)
            return ", ".join(option.label for option in options if option)
        case Scaled(value):
            scale = line.question.scale
            return f"{value} / {scale.high}" if scale else str(value)
        case Wrote(text):
            return text
        case Passed("preferred_not_to_say"):
            return words.rather_not
        case _:
            return words.review_empty


@lru_cache(maxsize=8)
def _said(band: Band | None) -> dict[str, str]:
    words = screens(band)
    return {name: getattr(words, name) for name in _SAID}


@lru_cache(maxsize=4)
def _lines(lines: Helplines) -> dict[str, Any]:
    return {
        "own": [_ring(line) for line in lines.own],
        "all": [_ring(line) for line in lines.lines],
    }


def _ring(line: Helpline) -> dict[str, Any]:
    return {
        "name": line.name,
        "number": line.number,
        "note": line.note,
        "text": line.text,
        "link": line.link,
    }
