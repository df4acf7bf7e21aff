"""Codes from an app on a phone: RFC 6238 with SHA-1, six digits and half a minute, as apps expect.

A secret is 160 random bits. A code fits in its own half minute and in the ones before and after,
for clocks that are a little off; that it fits only once is the caller's to keep.
"""

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_S = 30
DIGITS = 6
SECRET_BYTES = 20


def new_secret() -> bytes:
    """A fresh secret."""
    return secrets.token_bytes(SECRET_BYTES)


def step_of(now: datetime) -> int:
    """The number of the half minute that `now` is in, counted from 1970."""
    return int(now.timestamp()) // STEP_S


def code(secret: bytes, step: int) -> str:
    """The code of one half minute."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def fitting_step(secret: bytes, typed: str, now: datetime) -> int | None:
    """The half minute, of this one and its neighbours, that a typed code belongs to; or None."""
    given = "".join(typed.split())
    here = step_of(now)
    fitting = [
        step
        for step in (here - 1, here, here + 1)
        if hmac.compare_digest(code(secret, step).encode(), given.encode())
    ]
    return fitting[-1] if fitting else None


def key_in_text(secret: bytes) -> str:
    """The secret as a person types it into an app: base32, in fours."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def address(secret: bytes, name: str, authority: str) -> str:
    """What the square says to an app: the secret, whose it is and for what."""
    label = quote(f"Heard ({authority}):{name}")
    key = key_in_text(secret).replace(" ", "")
    asked = {"secret": key, "issuer": f"Heard ({authority})", "digits": DIGITS, "period": STEP_S}
    return f"otpauth://totp/{label}?{urlencode(asked, quote_via=quote)}"
