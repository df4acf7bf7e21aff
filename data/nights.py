"""The account of the last night (`web/nightly.py`): kept beside the backups, read by alerts."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from data import backup, synced
from data.settings import Settings


@dataclass(frozen=True, slots=True)
class Night:
    """One night: when it was done, what was done, and what could not be, each in a sentence."""

    at: str
    done: tuple[str, ...]
    failed: tuple[str, ...]

    @property
    def failed_parts(self) -> tuple[str, ...]:
        """The names of the parts that failed, without what their fault said."""
        return tuple(one.split(":")[0] for one in self.failed)


def path(settings: Settings) -> Path:
    """Where the last night's account is."""
    return backup.folder(settings) / "nightly.json"


def last(settings: Settings) -> Night | None:
    """The last night, or None."""
    file = path(settings)
    if not file.exists():
        return None
    try:
        kept = json.loads(file.read_text("utf-8"))
        return Night(kept["at"], tuple(kept["done"]), tuple(kept["failed"]))
    except (ValueError, KeyError, TypeError):
        return Night("1970-01-01T00:00:00Z", (), ("account of the night: it cannot be read",))


def keep(settings: Settings, account: Night) -> None:
    """Write the account of a night over the one before; raises OSError where it cannot."""
    synced.replace(path(settings), json.dumps(asdict(account), ensure_ascii=False))
