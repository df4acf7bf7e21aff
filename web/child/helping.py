"""`/help`: who to turn to now. Static: it works when the database does not.

The way here says whom the child can ask for (`ask`) and which child that is (`rk`), so that
nothing has to be looked up to draw the page; asking is a post of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from data.clock import utc_now
from data.database import Unavailable
from data.words import WordsDamaged
from surveys import collect
from surveys.helplines import Helpline
from surveys.languages import ENGLISH
from surveys.schema import BANDS, Band
from surveys.screens import Screens, screens
from web import state
from web.child import belonging, cookies, plain
from web.child.forms import form_of
from web.compress import packed
from web.light import door, posted, unkept
from web.light.pictures import picture
from web.light.sheet import hidden, leaving

LIGHT = "light"
FOR_INSIDE = "x-heard-page"
"""Sent by a page that fetches help ahead and shows it inside itself."""
_ASKS = ("contact", "advocate")
_STATUS = {"code_again": 401, "not_you": 403}


@dataclass(frozen=True, slots=True)
class Asking:
    """For whom a help page is drawn, and whom that child can ask for.

    `mark` says which child; `no_code` that it came without one; `band` None before it is known.
    """

    language: str
    door: str
    mark: str
    may_ask: list[str]
    no_code: bool
    band: Band | None

    @classmethod
    def of(cls, said: Mapping[str, str], language: str, may_ask: list[str]) -> "Asking":
        """As an address or a form of ours says it."""
        door, mark = said.get("door", ""), said.get("rk", "")
        band = next((one for one in BANDS if one == said.get("band")), None)
        return cls(language, door, mark, may_ask, bool(said.get("say")), band)

    @property
    def questions(self) -> str:
        """Where the child's questions are."""
        return "/s" if self.door == LIGHT else "/"


async def help_page(request: Request) -> Response:
    """Who to ring now, and a way to ask somebody to get in touch."""
    asked = request.query_params
    may_ask = asked.get("ask", "").split(".") if cookies.token_in(request.cookies) else []
    inside = FOR_INSIDE in request.headers
    asking = Asking.of(asked, plain.language_in(request), may_ask)
    return packed(_page(request, asking, inside=inside), request.headers)


async def ask(request: Request) -> Response:
    """Ask somebody to get in touch, or for an advocate: it is in the queue before the answer."""
    form = await form_of(request)
    language, what = form.get("lang", ENGLISH), form.get("what", "")
    asking = Asking.of(form, language, [what])
    if what not in _ASKS:
        return RedirectResponse(plain.at(asking.questions, language), 303)
    token = cookies.token_in(request.cookies)
    try:
        problem = await run_sync(_ask, token, asking.mark, what)
    except (Unavailable, WordsDamaged):
        return _page(request, asking, problem=True)
    if problem:
        wish = posted.wish(asking.mark, f"ask:{what}", language, no_code=asking.no_code)
        return door.sent(request, unkept.asks_code(wish, problem, _STATUS[problem]))
    return RedirectResponse(plain.at(asking.questions, language), 303)


def _ask(token: str | None, mark: str, what: str) -> str:
    """Keep the wish of the child whose page it was; else the sentence that asks for the code."""
    db, now = state.database(), utc_now()
    here = belonging.mark_of(db, token, now) if token is not None else None
    if token is None or here is None:
        return "code_again"
    if mark != here:
        return "not_you"
    saved = collect.save(db, token, {"go": f"ask:{what}"}, now)
    return "code_again" if saved.status == "no_sitting" else ""


def _page(
    request: Request, asking: Asking, *, problem: bool = False, inside: bool = False
) -> Response:
    language = asking.language
    words, lines = screens(asking.band, language), plain.lines_to_show(language)
    own = (
        f"<h2>{escape(words.help_own)}</h2>{_listed(words, lines.own)}"
        f"{_checked(words, lines.own_last_checked)}"
        if lines.own
        else ""
    )
    back = escape(plain.at(asking.questions, language))
    trouble = (
        f'<p class="hd-problem" role="alert" data-heard="problem">{escape(words.trouble_text)}</p>'
        if problem
        else ""
    )
    body = (
        f"<h1>{escape(words.help_title)}</h1>"
        f'<p class="hd-danger">{escape(words.help_danger)}</p>{trouble}'
        f'<p class="hd-lead">{escape(words.help_intro)}</p>{_listed(words, lines.first)}'
        f"{_asking(words, asking)}{own}"
        f"{_more(words, lines.more, folded=asking.band == BANDS[0])}"
        f"{_checked(words, lines.last_checked)}"
        f'<div class="hd-ways"><a class="hd-button hd-main" href="{back}" data-heard="help-back">'
        f"{escape(words.help_back)}</a></div>"
    )
    status = 503 if problem else 200
    top = _way_out(words, language) if cookies.token_in(request.cookies) else plain.brand()
    return plain.page(
        words.help_title, body, language=language, top=top, status=status, styled=not inside
    )


def _way_out(words: Screens, language: str) -> str:
    """Leave quickly, from here too, for whoever has something to leave."""
    button = leaving(words.leave, "leave", "left", "hd-corner hd-leave", picture("leave", ""))
    return f'<form method="post" action="/leave">{hidden("lang", language)}{button}</form>'


def _asking(words: Screens, asking: Asking) -> str:
    """Buttons for whoever is in the middle of answering: seen by a safe adult when pressed."""
    said = {
        "contact": (words.help_ask_text, words.help_ask_go),
        "advocate": (words.help_advocate_text, words.help_advocate_go),
    }
    buttons = "".join(
        f'<p class="hd-lead">{escape(said[what][0])}</p><div class="hd-ways"><button '
        f'class="hd-button" name="what" value="{what}" data-heard="ask-{what}">'
        f"{escape(said[what][1])}</button></div>"
        for what in _ASKS
        if what in asking.may_ask
    )
    if not buttons:
        return ""
    return (
        f'<form method="post" action="/ask"><h2>{escape(words.help_ask_title)}</h2>'
        f'<input type="hidden" name="lang" value="{escape(asking.language)}">'
        f'<input type="hidden" name="door" value="{escape(asking.door)}">'
        f'<input type="hidden" name="band" value="{asking.band or ""}">'
        f'<input type="hidden" name="rk" value="{escape(asking.mark)}">'
        f'<input type="hidden" name="say" value="{"1" if asking.no_code else ""}">{buttons}</form>'
    )


def _checked(words: Screens, day: str) -> str:
    """When a person last checked the numbers of one list; nothing where nobody has said so."""
    if not day:
        return ""
    told = words.help_checked.format(day=words.day(day))
    return f'<p class="hd-quiet" data-heard="checked">{escape(told)}</p>'


def _more(words: Screens, lines: tuple[Helpline, ...], *, folded: bool) -> str:
    """The other numbers, under a heading that folds them away."""
    return (
        f"<details{'' if folded else ' open'}><summary>{escape(words.help_more)}</summary>"
        f"{_listed(words, lines)}</details>"
    )


def _listed(words: Screens, lines: tuple[Helpline, ...]) -> str:
    return f'<dl class="hd-lines">{"".join(_line(words, line) for line in lines)}</dl>'


def _line(words: Screens, line: Helpline) -> str:
    number = (
        f"\u2066{line.on_one_line}\u2069"  # in its order, also where the page runs from the right
    )
    ring = (words.help_text if line.text else words.help_ring).format(number=number)
    own = "" if line.language == words.lang else f' lang="{line.language}" dir="ltr"'
    return (
        f"<div><dt>{escape(line.name)}</dt><dd{own}>{escape(line.note)}</dd>"
        f'<dd><a class="hd-ring" href="{escape(line.link)}">{escape(ring)}</a></dd></div>'
    )
