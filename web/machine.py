"""What the machine lets others see: our folder, the key file, and who runs the server.

The folder is closed by ourselves. A key file that others can read may have been read already, so
the server does not start on it. Root is refused where others can reach Heard, and warned of on
one's own machine (docs/decisions/024-no-root.md).
"""

import os
import stat
from pathlib import Path

from data.settings import Settings

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
AS_ROOT = (
    "Heard runs as root. Whoever breaks into it has the whole machine. Run it as a user of its "
    "own (docs/administrator.md shows a service with User=heard)."
)


class RunsAsRoot(ValueError):
    """Root would serve others; the message says what to do."""


class KeyIsOpen(ValueError):
    """Other users of this machine can read the key file; the message says what to do."""


def refuse_root(public_url: str | None, user: int | None = None) -> None:
    """Raise RunsAsRoot where root would serve others; `user` is the number of who runs this."""
    number = user if user is not None else _number()
    if public_url and number == 0:
        raise RunsAsRoot(
            f"Heard did not start. {AS_ROOT} It is refused because HEARD_PUBLIC_URL is set: others "
            "can reach it. In a container too: give it a user, and var/ to that user."
        )


def make_private(settings: Settings) -> tuple[str, ...]:
    """Close our folder to others; what an operator should know, a sentence each.

    Raises KeyIsOpen where the key file is not its owner's alone.
    """
    if os.name == "nt":  # there folders are closed by lists of names, not by these bits
        return ()
    if _open_to_others(settings.key_file):
        raise KeyIsOpen(
            f"The key file {settings.key_file} can be read by other users of this machine. Close "
            f"it (chmod 600 {settings.key_file}), and if somebody may have read it, change the "
            "master key afterwards: python3 manage.py keys --help."
        )
    return tuple(said for said in (_folder(settings.var), _root()) if said)


def _open_to_others(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & _OTHERS)


def _folder(var: Path) -> str:
    if not _open_to_others(var):
        return ""
    try:
        var.chmod(0o700)
    except OSError as problem:
        return (
            f"Other users of this machine can look into {var}, and Heard could not close it "
            f"({problem.strerror}). Its owner can: chmod 700 {var}."
        )
    return ""


def _root() -> str:
    return AS_ROOT if _number() == 0 else ""


def _number() -> int:
    """The number of the user who runs this: 0 is root; -1 on Windows, where there is none."""
    return -1 if os.name == "nt" else os.geteuid()
