"""`/receipt`: the page that takes the four words a child was given after sending."""

from html import escape

from starlette.requests import Request
from starlette.responses import Response

from surveys.screens import screens
from web.child import looks, plain


async def page(request: Request) -> Response:
    """Ask for the four words; one sentence for all that do not work."""
    language = plain.language_in(request)
    words = screens(None, language)
    told = words.receipt_wrong if "again" in request.query_params else ""
    told = words.say_wait if "wait" in request.query_params else told
    problem = (
        f'<p class="hd-problem" id="problem" role="alert" data-heard="problem">{escape(told)}</p>'
        if told
        else ""
    )
    described = "words-hint problem" if told else "words-hint"
    body = (
        f"{plain.languages('/receipt', language)}<h1>{escape(words.receipt_title)}</h1>"
        f'<p class="hd-lead">{escape(words.receipt_intro)}</p>'
        f'<form method="post" action="/receipt">{problem}'
        f'<input type="hidden" name="lang" value="{language}">{looks.field()}'
        f'<p class="hd-lead"><label for="words"><strong>{escape(words.receipt_label)}</strong>'
        f'</label></p><p class="hd-quiet" id="words-hint">{escape(words.receipt_hint)}</p>'
        '<input class="hd-code" id="words" name="words" data-heard="receipt" required '
        'maxlength="80" autocomplete="off" autocapitalize="none" spellcheck="false" dir="ltr" '
        f'aria-describedby="{described}"><div class="hd-ways"><button class="hd-button hd-main" '
        f'data-heard="start">{escape(words.receipt_go)}</button>'
        f'<a class="hd-button" href="{escape(plain.at("/", language))}">'
        f"{escape(words.help_start)}</a></div></form>"
    )
    return plain.page(words.receipt_title, body, language=language)
