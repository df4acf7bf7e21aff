"""One question as real form controls, named by its id and valued by its options' keys.

What never changes of a question is put together once; a page only adds what is chosen.
"""

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from surveys.answers import Answer, Chosen, Scaled, Wrote
from surveys.languages import language_of
from surveys.schema import Band, Kind, Question
from surveys.screens import Screens, screens
from web.light.pictures import picture

_YOUNGEST: Band = "4-7"
Card = tuple[str, str, str]
"""A key, and the HTML before and after the place where an input says that it is checked."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A question's HTML in pieces: before its answers, the answers, after them."""

    head: str
    cards: tuple[Card, ...]
    tail: str


def question(asked: Question, answer: Answer | None, band: Band, language: str) -> str:
    """The question with what this child answered; `language` is the page's."""
    drawn = _drawn(asked, band, language)
    if asked.kind is Kind.TEXT:
        words = answer.words if isinstance(answer, Wrote) else ""
        # a box swallows the first line break, so one is put before the words
        return f"{drawn.head}\n{escape(words)}{drawn.tail}"
    chosen = _chosen(answer)
    cards = "".join(
        f"{before}{' checked' if key in chosen else ''}{after}"
        for key, before, after in drawn.cards
    )
    return f"{drawn.head}{cards}{drawn.tail}"


def in_own_language(written: str, page: str) -> str:
    """`lang` and `dir` for words that are in another language than the page; else ""."""
    if written == page:
        return ""
    known = language_of(written)
    return f' lang="{known.code}" dir="{known.direction}"'


def _recorded(sound: str | None) -> str:
    return f' data-sound="/sound/{escape(sound)}"' if sound else ""


def _chosen(answer: Answer | None) -> tuple[str, ...]:
    match answer:
        case Chosen(keys):
            return keys
        case Scaled(value):
            return (str(value),)
        case _:
            return ()


@lru_cache(maxsize=4096)
def _drawn(asked: Question, band: Band, language: str) -> _Drawn:
    words = screens(band, language)
    say = f"data-say{_recorded(asked.sound)}"
    title = f'<h1 tabindex="-1" autofocus id="hd-title" {say}>{escape(asked.text)}</h1>'
    own = in_own_language(asked.language, language)
    frame = f'data-heard="question" data-question-id="{escape(asked.id)}"{own}'
    why = _why(asked.why, words) if asked.why else ""
    ours = in_own_language(language, asked.language)
    if asked.kind is Kind.TEXT:
        return _box(asked, frame, title, why, words, ours)
    hints = _hints(asked, words, ours)
    described = ' aria-describedby="hd-hints"' if hints else ""
    head = f"<fieldset {frame}{described}><legend>{title}</legend>{hints}"
    before, cards, after = _answers(asked, band)
    return _Drawn(head + before, cards, f"{after}</fieldset>{why}")


def _answers(asked: Question, band: Band) -> tuple[str, tuple[Card, ...], str]:
    if asked.kind is Kind.SCALE:
        return _scale(asked)
    drawn = all(option.picture for option in asked.options)
    tiles = band == _YOUNGEST and drawn and len(asked.options) > 1
    kind = "radio" if asked.kind is Kind.CHOICE else "checkbox"
    cards = tuple(
        _card(
            kind,
            asked.id,
            option.key,
            picture(option.picture, f"hd-picture hd-{option.picture}") if option.picture else "",
            f"<span data-say{_recorded(option.sound)}>{escape(option.label)}</span>",
        )
        for option in asked.options
    )
    return f'<div class="hd-cards{" hd-tiles" if tiles else ""}">', cards, "</div>"


def _scale(asked: Question) -> tuple[str, tuple[Card, ...], str]:
    scale = asked.scale
    if scale is None:
        return "", (), ""
    labels = {scale.low: scale.low_label, scale.high: scale.high_label}
    cards = tuple(
        _card("radio", asked.id, str(number), "", _number(number, labels.get(number, "")))
        for number in range(scale.low, scale.high + 1)
    )
    before = f'<div class="hd-rated">{_end(scale.low, scale.low_label)}<div class="hd-scale">'
    return before, cards, f"</div>{_end(scale.high, scale.high_label)}</div>"


def _end(number: int, label: str) -> str:
    """What an end of the scale means, for the eye; its number says it to a screen reader."""
    return f'<p class="hd-end" aria-hidden="true">{number}: {escape(label)}</p>'


def _number(number: int, end: str) -> str:
    heard = f'<span class="hd-only-heard">, {escape(end)}</span>' if end else ""
    return f"<span data-say>{number}{heard}</span>"


def _card(kind: str, name: str, key: str, drawing: str, label: str) -> Card:
    before = f'<label class="hd-choice"><input type="{kind}" name="{escape(name)}" value="{key}"'
    tick = picture("tick", "hd-tick")
    return key, before, f'><span class="hd-card">{drawing}{label}{tick}</span></label>'


def _hints(asked: Question, words: Screens, ours: str) -> str:
    """The question's own hint, and what to do; that is in the page's language, as `ours` says."""
    told = {
        Kind.CHOICE: words.choose_one,
        Kind.CHOICES: words.choose_any,
        Kind.SCALE: words.choose_number,
    }[asked.kind]
    hint = f'<p class="hd-hint hd-quiet" data-say>{escape(asked.hint)}</p>' if asked.hint else ""
    said = f'<p class="hd-hint hd-quiet" data-say{ours}>{escape(told)}</p>'
    return f'<div id="hd-hints">{hint}{said}</div>'


def _box(asked: Question, frame: str, title: str, why: str, words: Screens, ours: str) -> _Drawn:
    hint = (
        f'<p class="hd-hint hd-quiet" id="hd-hints" data-say>{escape(asked.hint)}</p>'
        if asked.hint
        else ""
    )
    described = f"{'hd-hints ' if asked.hint else ''}hd-room hd-not-safe"
    head = (
        f'<div {frame}><label for="hd-words">{title}</label>{hint}'
        f'<textarea id="hd-words" name="{escape(asked.id)}" rows="5" maxlength="{asked.limit}" '
        f'autocomplete="off" dir="auto" aria-describedby="{described}">'
    )
    room = (
        f'<p id="hd-room" class="hd-quiet" aria-live="polite" data-left="{escape(words.room_left)}"'
        f' data-full="{escape(words.no_room)}"{ours}></p>'
    )
    return _Drawn(head, (), f"</textarea>{room}{not_safe(words, ours)}</div>{why}")


def not_safe(words: Screens, ours: str = "") -> str:
    """What stands beside every box for a child's own words: what we have to tell somebody."""
    marks = 'id="hd-not-safe" class="hd-quiet" data-say data-heard="not-safe"'
    return f"<p {marks}{ours}>{escape(words.not_safe)}</p>"


def _why(text: str, words: Screens) -> str:
    return f"<details><summary>{escape(words.why)}</summary><p>{escape(text)}</p></details>"
