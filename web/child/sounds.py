"""`/sound/<file>`: the recordings that definitions name, from `surveys/definitions/sounds`."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from surveys.authoring.sounds import MEDIA_TYPES, SOUNDS, recording
from web.child import plain

FOLDER = SOUNDS
_MONTH_S = 2_592_000


async def sound(request: Request) -> Response:
    """One recording, kept by the browser for a month; only what `check` lets a definition name."""
    file = recording(request.path_params["file"], FOLDER)
    if file is None:
        return await plain.no_such_page(request)
    keep = {"cache-control": f"public, max-age={_MONTH_S}"}
    return FileResponse(file, media_type=MEDIA_TYPES[file.suffix], headers=keep)
