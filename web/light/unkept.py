"""Pages that give back what could not be kept: nothing that a child sent is lost on the way.

The words stand in the page that answers, and go with its form again: beside the code that is
asked for, beside what another page of the same child wrote, or while the database is away.
"""

from html import escape

from surveys.loader import published
from surveys.pages.drawn import TITLE
from surveys.schema import Question
from surveys.screens import Screens, screens
from surveys.translations import translated, translation_of
from web.child.plain import at, to_quote
from web.light.posted import BAND, LANGUAGE, Posted
from web.light.question import in_own_language, not_safe
from web.light.sheet import Fields, Page, View, button, page

_FRAME = (BAND, LANGUAGE)


def asks_code(posted: Posted, problem: str, status: int) -> Page:
    """No sitting is live for this page any more: the code is asked for beside what waits.

    `problem` is the name of a sentence in `screens.toml`.
    """
    words = screens(posted.band, posted.language)
    if posted.no_code:
        return _gone(posted, words, status)
    body = (
        f'<p class="hd-problem" role="alert" data-say data-heard="problem">'
        f"{escape(getattr(words, problem))}</p>"
        '<h1 class="hd-ask" id="hd-title" data-say>'
        f'<label for="hd-code">{escape(words.code_label)}</label></h1>'
        f'<p class="hd-quiet" id="hd-code-hint" data-say>{escape(words.code_hint)}</p>'
        '<input class="hd-code" id="hd-code" name="code" data-heard="code" required '
        'maxlength="40" autofocus autocomplete="off" autocapitalize="characters" '
        'spellcheck="false" dir="ltr" aria-describedby="hd-code-hint">'
        f'<div class="hd-ways">{button(words.carry_on, "start", posted.go, "hd-main")}</div>'
        f"{_box(posted, words)}"
    )
    return _page(posted, "nobody", words.code_label, body, status)


def _gone(posted: Posted, words: Screens, status: int) -> Page:
    """For a child without a code the page is over: the words stay in sight, to be said again."""
    start = escape(at("/s", posted.language))
    body = (
        f'<h1 tabindex="-1" autofocus id="hd-title">{escape(words.left_title)}</h1>'
        f'<p class="hd-problem" role="alert" data-heard="problem">{escape(words.gone_no_code)}</p>'
        f'{_box(posted, words)}<div class="hd-ways"><a class="hd-button hd-main" href="{start}" '
        f'data-heard="start">{escape(words.help_start)}</a></div>'
    )
    return _page(posted, "nobody", words.left_title, body, status)


def trouble(posted: Posted, number: str = "") -> Page:
    """The database cannot keep it now: the words are here, and one button tries again."""
    words = screens(posted.band, posted.language)
    body = (
        f'<h1 tabindex="-1" id="hd-title" data-say>{escape(words.trouble_title)}</h1>'
        f'<p class="hd-status" role="alert" data-say data-heard="problem"><span>'
        f"{escape(words.not_saved)} {escape(words.trouble_text)}</span></p>"
        f"{to_quote(words, number)}{_box(posted, words)}"
        f'<div class="hd-ways">{button(words.try_again, "again", posted.go, "hd-main")}</div>'
    )
    return _page(posted, "trouble", words.trouble_title, body, 503)


def sent_already(posted: Posted) -> Page:
    """The answers were sent from another page: these words came after, and are not kept."""
    words = screens(posted.band, posted.language)
    body = (
        f'<h1 tabindex="-1" autofocus id="hd-title" data-say>{escape(words.thanks_title)}</h1>'
        f'<p class="hd-note" role="alert" data-say data-heard="problem">'
        f"{escape(words.already_sent)}</p>{_box(posted, words)}"
        '<div class="hd-ways"><a class="hd-button hd-main" '
        f'href="/receipt?lang={posted.language}" data-heard="receipt">'
        f"{escape(words.receipt_link)}</a></div>"
    )
    return _page(posted, "sent", words.thanks_title, body, 409)


def nothing_now(language: str, number: str = "") -> Page:
    """The database cannot be read and nothing was sent: the page asks again by itself.

    A fault has a number to quote: that page stays until the child tries again.
    """
    words = screens(None, language)
    here = escape(at("/s", language))
    asks = f'<noscript><meta http-equiv="refresh" content="5;url={here}"></noscript>'
    body = (
        f"{'' if number else asks}"
        f'<div data-heard="problem"><h1 tabindex="-1" id="hd-title" data-say>'
        f"{escape(words.trouble_title)}</h1>"
        f'<p class="hd-lead" data-say>{escape(words.trouble_text)}</p></div>'
        f"{to_quote(words, number)}"
        f'<div class="hd-ways"><a class="hd-button hd-main" href="{here}" data-heard="again">'
        f"{escape(words.try_again)}</a></div>"
    )
    view = View("trouble", "trouble", _title(words.trouble_title), language=language)
    return page(view, body, status=503, styled=True)


def other_page(words: Screens, posted: Posted, theirs: str) -> str:
    """A note over the box: what another page of this child wrote to the same question.

    Its buttons leave one page's words. They stand before the box, whose name they have, so that
    a form sends theirs first, and the first is read.
    """
    ways = "".join(
        f'<button class="hd-button" name="{escape(posted.question)}" value="{escape(text)}" '
        f'data-heard="{hook}">{escape(said)}</button>'
        for hook, said, text in (
            ("keep-this", words.keep_this, posted.words),
            ("keep-other", words.keep_other, theirs),
        )
    )
    return (
        '<div class="hd-note" id="hd-two-pages" role="status" data-say>'
        f"<p>{escape(words.two_pages)}</p>"
        f'<blockquote dir="auto"><bdi>{escape(theirs)}</bdi></blockquote>'
        f'<div class="hd-ways hd-equal">{ways}</div></div>'
    )


def not_kept(words: Screens) -> str:
    """A note that an answer did not fit its question."""
    return (
        f'<div class="hd-note" id="hd-refused" role="alert" data-say>{escape(words.not_kept)}</div>'
    )


def removed(words: Screens, count: int) -> str:
    """A note that hidden marks were taken out of the words before they were kept."""
    return (
        f'<div class="hd-note" id="hd-removed" role="status" data-say>'
        f"{escape(words.removed(count))}</div>"
    )


def merged(mine: str, theirs: str) -> str:
    """Both pages' words: what they begin with once, then both ends; no word is cut in two."""
    if mine.startswith(theirs):
        return mine
    if theirs.startswith(mine):
        return theirs
    common = next((i for i, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b), 0)
    while common and not mine[common - 1].isspace():
        common -= 1
    return f"{mine}\n{theirs[common:]}"


def _page(posted: Posted, step: str, title: str, body: str, status: int) -> Page:
    view = View(step, step, _title(title), posted.band, posted.language)
    return page(view, body, _carried(posted), go=posted.go, status=status, styled=True)


def _carried(posted: Posted) -> Fields:
    return tuple((name, value) for name, value in posted.carried() if name not in _FRAME)


def _box(posted: Posted, words: Screens) -> str:
    """The words that wait, in a box where they can be read and written on."""
    if not posted.wrote or not posted.answered:
        return ""
    asked = _asked(posted)
    own = in_own_language(asked.language, posted.language) if asked else ""
    label = asked.text if asked else words.write_here
    return (
        f'<h2 class="hd-ask" data-say{own}><label for="hd-words">{escape(label)}</label></h2>'
        f'<textarea id="hd-words" name="{escape(posted.question)}" rows="5" '
        f'autocomplete="off" dir="auto" aria-describedby="hd-not-safe">\n{escape(posted.words)}'
        f"</textarea>{not_safe(words)}"
    )


def _asked(posted: Posted) -> Question | None:
    """The question over the box, as it is asked now; None where the page named none of ours."""
    survey = published().get(posted.survey)
    if survey is None or posted.band not in survey.bands:
        return None
    english, found = survey.questionnaire(posted.band), translation_of(survey, posted.language)
    return (translated(english, found.wording) if found else english).question(posted.question)


def _title(text: str) -> str:
    return f"{text} – {TITLE}"
