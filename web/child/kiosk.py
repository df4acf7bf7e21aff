"""`/kiosk`: where an adult makes this device a shared tablet, or stops it. Read by adults only."""

from html import escape

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.child import plain, shared
from web.child.forms import form_of

_TITLE = "A tablet that many children use"
_WHAT = (
    "On a shared tablet every child starts fresh. After the last page, and after two minutes "
    "without a touch, Heard asks “Are you still here?” and then clears the screen. What a child "
    "has said is kept; the next child sees nothing of it."
)
_NOW = {
    True: ("This device is a shared tablet.", "Stop sharing this device", "stop"),
    False: ("This device is not shared.", "Make this a shared tablet", "share"),
}


async def kiosk(request: Request) -> Response:
    """Say how this device is used, with one button that changes it."""
    now, press, verb = _NOW[shared.is_shared(request.cookies)]
    body = (
        f'<h1>{_TITLE}</h1><p class="hd-lead">{_WHAT}</p>'
        f'<p class="hd-lead"><strong data-heard="kiosk">{now}</strong></p>'
        f'<form method="post" action="/kiosk"><div class="hd-ways">'
        f'<button class="hd-button hd-main" name="use" value="{verb}">{escape(press)}</button>'
        '<a class="hd-button" href="/">Go to the start</a></div></form>'
    )
    return plain.page(_TITLE, body)


async def change(request: Request) -> Response:
    """Make the device shared, or stop it."""
    response = RedirectResponse("/kiosk", 303)
    wanted = (await form_of(request)).get("use", "")
    if wanted == "share":
        shared.share(response)
    elif wanted == "stop":
        shared.stop(response)
    return response
