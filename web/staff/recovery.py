"""Recovery codes: eight, each good once, for somebody whose phone is lost or broken.

Like "3-k7wm-2qpx-9d4h": the number says which hash to hold it against, so that checking one
costs one Argon2id; the twelve signs after it are 59 random bits.
"""

import re
import secrets

from web.staff import passwords

HOW_MANY = 8
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUPS, _LONG = 3, 4
_CODE = re.compile(rf"([1-{HOW_MANY}])([{_SIGNS}]{{{_GROUPS * _LONG}}})")


def make() -> tuple[str, ...]:
    """Fresh codes, as they are shown this once."""
    return tuple(
        "-".join([str(number), *(_group() for _ in range(_GROUPS))])
        for number in range(1, HOW_MANY + 1)
    )


def hashed(codes: tuple[str, ...]) -> tuple[str, ...]:
    """What is kept of them."""
    return tuple(passwords.hashed(_plain(code)) for code in codes)


def number_of(typed: str) -> int | None:
    """Which code somebody typed, by its first figure; None for what is no recovery code."""
    found = _CODE.fullmatch(_plain(typed))
    return int(found[1]) if found else None


def fits(typed: str, kept: str | None) -> bool:
    """Whether a typed code is the one that was kept; costs the same when there is none."""
    return passwords.fits(_plain(typed), kept)


def _group() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(_LONG))


def _plain(typed: str) -> str:
    return re.sub(r"[\W_]", "", typed).lower()
