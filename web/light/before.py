"""What a child meets before the questions: the age, what this is about, and what happens to it."""

from html import escape

from surveys.collect import Place
from surveys.schema import Questionnaire
from surveys.screens import Screens
from surveys.screens import notice as notice_of
from web.light.question import in_own_language
from web.light.sheet import SAY, button, lead, leaving, title, to_start


def age(place: Place, words: Screens) -> str:
    """Which band a child belongs to."""
    choices = "".join(
        button(words.band_name(band), "band", f"band:{band}", "hd-age", f'{SAY} data-band="{band}"')
        for band in place.survey.bands
    )
    return (
        f"{title(words.band_title)}{lead(words.band_intro)}{asked(place, words)}"
        f"{_partly(place, words)}"
        f'<div class="hd-ways" role="group" aria-labelledby="hd-title">{choices}</div>'
        f"{_another_code(words)}"
    )


def notice(place: Place, words: Screens) -> str:
    """What the questions are about, what happens to the answers, and whether to start."""
    if place.questionnaire is None:
        return ""
    told = notice_of(place.questionnaire.band, place.round.mode, place.language)
    paragraphs = "".join(f"<p data-say>{escape(text)}</p>" for text in told.paragraphs)
    return (
        f"<div data-aloud></div>{_about(place.questionnaire, place.language)}"
        f'<div class="hd-notice"><h2 data-say>{escape(told.title)}</h2>{paragraphs}</div>'
        f'{_partly(place, words)}<h2 class="hd-ask" data-say>{escape(words.agree_title)}</h2>'
        f'<div class="hd-ways hd-equal">{button(words.agree, "agree", "agree", more=SAY)}'
        f"{button(words.decline, 'decline', 'decline', more=SAY)}"
        f"{leaving(words.not_now, 'not-now', 'later', more=SAY)}</div>{_another_code(words)}"
    )


def declined(place: Place, words: Screens) -> str:
    """After "No, thank you"."""
    text = words.declined_no_code if place.no_code else words.declined_text
    return f"{title(words.declined_title)}{lead(text)}{asked(place, words)}{to_start(words)}"


def asked(place: Place, words: Screens) -> str:
    """That a wish of this child waits for a person, where no question can be asked about it."""
    if not place.asked:
        return ""
    return f'<p class="hd-note" role="status" data-heard="asked">{escape(words.help_asked)}</p>'


def _about(of: Questionnaire, language: str) -> str:
    """What the questionnaire is about, in the language that it is asked in."""
    own = in_own_language(of.language, language)
    intro = lead(of.intro, own) if of.intro else ""
    return f"{title(of.title, own)}{intro}"


def _partly(place: Place, words: Screens) -> str:
    return f'<p class="hd-note" data-say>{escape(words.some_english)}</p>' if place.partly else ""


def _another_code(words: Screens) -> str:
    """The way out for whoever finds somebody else's questions on this device."""
    look = "hd-button hd-plain"
    return f'<p class="hd-foot">{leaving(words.another_code, "another-code", "done", look)}</p>'
