"""Which child a page was drawn for: a mark that a page carries and its saves bring back.

Two children may share a tablet: when a second one signs in in another tab, the first one's open
page would save under the second one's cookie. The mark is an HMAC of the response's id with a
key of this installation, so that it stays the same over a restart and says nothing.
"""

import hashlib
import hmac
import threading
from datetime import datetime

from data.database import Database
from surveys import collect
from surveys.collecting.codes import hash_token

_KEPT = 4096
_marks: dict[str, str] = {}
_lock = threading.Lock()


def mark(db: Database, response: str) -> str:
    """The mark for pages of one response."""
    key = db.vault.derived("page marks")
    return hmac.new(key, response.encode(), hashlib.sha256).hexdigest()[:32]


def mark_of(db: Database, token: str, now: datetime) -> str | None:
    """The mark of the response that a token belongs to; None where the token is not good.

    A token never changes its response, so what was looked up once is kept in memory. Whether the
    token still lets anybody in is decided by the save itself.
    """
    return _marks.get(hash_token(token)) or look_up(db, token, now)


def look_up(db: Database, token: str, now: datetime) -> str | None:
    """The mark for a token, asked of the database; None where the token is not good (any more)."""
    place = collect.place(db, token, now)
    if place is None:
        return None
    with _lock:
        while len(_marks) >= _KEPT:  # the oldest go first
            _marks.pop(next(iter(_marks)))
        return _marks.setdefault(hash_token(token), mark(db, place.response))
