"""Every place of the child's side as a page: age, notice, question, review, thanks and so on."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from surveys.answers import Chosen, Passed, Scaled, Silence, Wrote
from surveys.collect import Place, ReviewLine
from surveys.pages import drawn
from surveys.schema import Band, Kind
from surveys.screens import Screens, screens
from web.light import before
from web.light.pictures import picture
from web.light.posted import HAD, KIND, SURVEY
from web.light.question import in_own_language, question
from web.light.sheet import (
    SAY,
    Fields,
    Page,
    View,
    button,
    lead,
    leaving,
    page,
    title,
    to_start,
    writer,
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says about the message before it, in HTML; `kept`: its answer is kept so."""

    note: str = ""
    problem: str = ""
    kept: bool = True


def of(
    place: Place, mark: str, *, styled: bool, said: Said | None = None, status: int = 200
) -> Page:
    """The page of a place; `mark` says which child it is drawn for."""
    words = screens(_band(place), place.language)
    return page(
        _view(place, mark),
        _BODIES[place.step](place, words, said or Said()),
        _fields(place, mark),
        go="next" if place.question is not None else "",
        status=status,
        styled=styled,
    )


def still_here(place: Place, mark: str, *, styled: bool) -> Page:
    """On a shared tablet: ask whether the child is still here, over nothing that they wrote."""
    words = screens(_band(place), place.language)
    body = (
        f'<h1 tabindex="-1" autofocus id="hd-title">{escape(words.still_title)}</h1>'
        f"{lead(words.still_text)}"
        f'<div class="hd-ways">{button(words.still_go, "still", "here", "hd-main")}</div>'
    )
    title = f"{words.still_title} – {drawn.TITLE}"
    view = View("still", place.key, title, _band(place), place.language, shared=True)
    return page(view, body, (("rk", mark), ("from", place.key)), styled=styled)


def _view(place: Place, mark: str) -> View:
    boxed = place.question is not None and place.question.kind is Kind.TEXT
    return View(
        step=place.step,
        place=place.key,
        title=drawn.title_of(place),
        band=_band(place),
        language=place.language,
        languages=place.languages,
        looks=place.looks,
        may_ask=place.may_ask,
        mark=mark,
        no_code=place.no_code,
        boxed=boxed,
        shared=place.shared,
    )


def _band(place: Place) -> Band | None:
    return place.questionnaire.band if place.questionnaire else None


def _fields(place: Place, mark: str) -> Fields:
    """The hidden fields: whose page it is, where it stood, and what it knew of the answer."""
    yield "rk", mark
    yield "from", place.key
    if place.question is not None:
        yield "question", place.question.id
        yield "w", writer()
        yield "seq", "0"
        yield "base", str(place.version)
        yield KIND, place.question.kind.value
        yield SURVEY, place.survey.id
        yield HAD, "1" if isinstance(place.answer, Chosen | Scaled | Wrote) else ""


# --- question ---------------------------------------------------------------------------------


def _question(place: Place, words: Screens, said: Said) -> str:
    asked, questionnaire = place.question, place.questionnaire
    if asked is None or questionnaire is None:
        return ""
    other = f'<p class="hd-note" data-say>{escape(words.other_device)}</p>' if place.hidden else ""
    return (
        f"{_progress(place, words)}{said.problem}{other}"
        f"{_recalled(place, words)}<div data-aloud></div>"
        f"{question(asked, place.answer, questionnaire.band, place.language)}"
        f"{said.note}{_status(place, words, said)}{_ways(place, words)}"
    )


def _progress(place: Place, words: Screens) -> str:
    told = escape(words.progress.format(number=place.number, of=place.of))
    return (
        f'<div class="hd-progress"><p>{told}</p>'
        f'<progress value="{place.number}" max="{place.of}" aria-hidden="true"></progress></div>'
    )


def _recalled(place: Place, words: Screens) -> str:
    """What this child wrote at the start, shown with the question at the end."""
    if place.recalled is None:
        return ""
    return (
        f'<div class="hd-said-before"><p data-say>{escape(words.you_wrote)}</p>'
        f'<blockquote dir="auto"><bdi data-say>{escape(place.recalled)}</bdi></blockquote></div>'
    )


def _status(place: Place, words: Screens, said: Said) -> str:
    """Whether the answer is in the database; the tick is there for the script to show."""
    tick = picture("tick", "")
    if not said.kept or not place.version or place.answer is None:
        hidden = tick.replace("<svg", "<svg hidden", 1)
        return f'<p class="hd-status" role="status">{hidden}<span></span></p>'
    return (
        '<p class="hd-status" role="status" data-heard="saved" data-state="saved">'
        f"{tick}<span>{escape(words.saved)}</span></p>"
    )


def _ways(place: Place, words: Screens) -> str:
    answered = isinstance(place.answer, Chosen | Scaled | Wrote)
    rather = place.answer == Passed(Silence.PREFERRED_NOT_TO_SAY)
    skip = button(words.skip, "skip", "skip", more=" hidden" if answered else "")
    refuse = (
        '<button class="hd-button" name="go" value="rather-not" data-heard="rather-not" '
        f'aria-pressed="{str(rather).lower()}">{picture("tick", "hd-said")}'
        f"{escape(words.rather_not)}</button>"
    )
    back = button(words.back, "back", "back", "hd-plain") if place.number > 1 else ""
    return (
        f'<div class="hd-ways"><div class="hd-beside">{skip}{refuse}</div>'
        f"{button(words.next, 'next', 'next', 'hd-main')}{back}</div>"
    )


# --- after the questions ------------------------------------------------------------------------


def _review(place: Place, words: Screens, _said: Said) -> str:
    elsewhere = words.kept_elsewhere(place.hidden_count)
    note = f'<p class="hd-note" data-say>{escape(elsewhere)}</p>' if elsewhere else ""
    return (
        f"{title(words.review_title)}{lead(words.review_intro)}{note}{_lines(place, words)}"
        f'<div class="hd-ways">{button(words.send, "submit", "send", "hd-main")}'
        f"{button(words.back, 'back', 'back')}</div>"
    )


def _lines(place: Place, words: Screens) -> str:
    lines = "".join(
        _line(line, index, place.language, words) for index, line in enumerate(place.review)
    )
    return f'<div data-heard="review"><ul class="hd-review">{lines}</ul></div>'


def _line(line: ReviewLine, index: int, language: str, words: Screens) -> str:
    own = in_own_language(line.question.language, language)
    told = escape(drawn.told(line, words))
    answer = f"<bdi>{told}</bdi>" if isinstance(line.answer, Wrote) else told
    said_by = f' id="hd-change-{index}" aria-labelledby="hd-change-{index} hd-asked-{index}"'
    change = button(words.review_change, "change", f"to:{line.question.id}", more=said_by)
    return (
        f'<li><h2 id="hd-asked-{index}" data-say{own}>{escape(line.question.text)}</h2>'
        f'<p dir="auto" data-say>{answer}</p>{change}</li>'
    )


def _thanks(place: Place, words: Screens, _said: Said) -> str:
    hear = words.hear(place.hear_by)
    promised = f'<p class="hd-lead" data-say><strong>{escape(hear)}</strong></p>' if hear else ""
    first = words.thanks_held if place.held else words.thanks_read
    done = leaving(words.mine_done, "done", "done", "hd-button hd-main") if place.shared else ""
    return (
        f"{picture('thanks', 'hd-thanks')}<div data-aloud></div>"
        f'<div data-heard="thanks">{title(words.thanks_title)}{promised}{lead(first)}'
        f"{_receipt(place, words)}{lead(words.thanks_worry)}"
        f"{lead(words.thanks_close)}</div>{before.asked(place, words)}"
        f'<div class="hd-ways">{done}</div>{_receipt_link(place, words)}'
    )


def _receipt(place: Place, words: Screens) -> str:
    """The four words, in the sitting that sent; any other is told that the answers are in."""
    if place.words is None:
        return lead(words.already_sent)
    text = words.words_text.format(until=words.day(place.until or ""))
    return (
        f'<section class="hd-keep" aria-labelledby="hd-four"><h2 id="hd-four" data-say>'
        f"{escape(words.words_title)}</h2>"
        '<p class="hd-words" data-say data-heard="words" lang="en" dir="ltr">'
        f"{escape(place.words)}</p><p data-say>{escape(text)}</p>"
        f"<p data-say>{escape(words.words_keep)}</p></section>"
    )


def _receipt_link(place: Place, words: Screens) -> str:
    return (
        f'<p class="hd-foot"><a href="/receipt?lang={place.language}" data-heard="receipt">'
        f"{escape(words.receipt_link)}</a></p>"
    )


# --- own answers, by receipt -------------------------------------------------------------------


def _mine(place: Place, words: Screens, _said: Said) -> str:
    intro = words.mine_intro.format(until=words.day(place.until or ""))
    return (
        f"{title(words.mine_title)}{lead(intro)}{_lines(place, words)}"
        f'<div class="hd-ways">{button(words.mine_done, "done", "done", "hd-main")}'
        f"{button(words.take_back, 'take-back', 'take-back')}</div>"
    )


def _take_back(_place: Place, words: Screens, _said: Said) -> str:
    return (
        f"{title(words.take_back_title)}{lead(words.take_back_text)}"
        f'<div class="hd-ways hd-equal">'
        f"{button(words.take_back_yes, 'take-back-yes', 'take-back:yes', more=SAY)}"
        f"{button(words.take_back_no, 'take-back-no', 'take-back:no', more=SAY)}</div>"
    )


def _taken_back(_place: Place, words: Screens, _said: Said) -> str:
    return f"{title(words.taken_back_title)}{lead(words.taken_back_text)}{to_start(words)}"


Body = Callable[[Place, Screens, Said], str]
_BODIES: dict[str, Body] = {
    "band": lambda place, words, _said: before.age(place, words),
    "notice": lambda place, words, _said: before.notice(place, words),
    "question": _question,
    "review": _review,
    "thanks": _thanks,
    "declined": lambda place, words, _said: before.declined(place, words),
    "mine": _mine,
    "take_back": _take_back,
    "taken_back": _taken_back,
}
