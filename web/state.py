"""What one server process holds: its settings, its database, and the nonce of its own edge."""

import os
import secrets
import threading
from functools import cache

from data import holding
from data.database import Database
from data.settings import Settings

_lock = threading.Lock()
_opened: Database | None = None
_held: int | None = None
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


def hold() -> None:
    """Hold the database as a server, so that no restore passes; raises Held during one."""
    global _held
    with _lock:
        if _held is None:
            _held = holding.share(settings())


def close() -> None:
    """Close the database when the server stops."""
    global _opened, _held
    with _lock:
        if _opened is not None:
            _opened.close()
            _opened = None
        if _held is not None:
            os.close(_held)
            _held = None


def nonce() -> str:
    """The secret that our edge puts on every connection; fresh in every process."""
    return _nonce


def is_ours(given: str | None) -> bool:
    """Whether a connection came through our edge: it carries the nonce."""
    return given is not None and secrets.compare_digest(given.encode(), _nonce.encode())
