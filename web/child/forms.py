"""A small posted form, read no further than it may be long."""

from urllib.parse import parse_qs

from starlette.requests import Request

LARGEST = 4096
"""Bytes of a form that holds a code or a choice; more is not read."""
_MOST_FIELDS = 20


async def body(request: Request, most: int) -> bytes:
    """The request's body; b"" when it is longer than `most` bytes."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size <= most:
            parts.append(part)
    return b"".join(parts) if size <= most else b""


async def form_of(request: Request) -> dict[str, str]:
    """A small form's fields, the last where one is given twice: a <noscript> adds what it wants."""
    posted = (await body(request, LARGEST)).decode("utf-8", "replace")
    try:
        fields = parse_qs(posted, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in fields.items()}
