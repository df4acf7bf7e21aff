"""What one server process holds: its settings, its database, and the nonce of its own edge."""

import secrets
import threading
from functools import cache

from data.database import Database
from data.settings import Settings

_lock = threading.Lock()
_opened: Database | None = None
_nonce = secrets.token_urlsafe(32)


@cache
def settings() -> Settings:
    """The settings of this process, read from the environment once."""
    return Settings.read()


def database() -> Database:
    """The open database, opened once; raises NotReady or Unavailable with a plain sentence."""
    global _opened
    if _opened is None:
        with _lock:
            if _opened is None:
                _opened = Database.open(settings())
    return _opened


def close() -> None:
    """Close the database when the server stops."""
    global _opened
    with _lock:
        if _opened is not None:
            _opened.close()
            _opened = None


def nonce() -> str:
    """The secret that our edge puts on every connection; fresh in every process."""
    return _nonce


def is_ours(given: str | None) -> bool:
    """Whether a connection came through our edge: it carries the nonce."""
    return given is not None and secrets.compare_digest(given.encode(), _nonce.encode())
