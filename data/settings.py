"""Settings: what an installation decides, read once from the environment.

Every setting has a default that is safe on one machine. `Settings.read` is the only place
that looks at the environment.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """`smallest_shown` only rises: a smaller figure than 5 is refused when read."""

    database_url: str
    var: Path
    key_file: Path
    public_url: str | None = None
    authority: str = "Your council"
    smallest_shown: int = 5
    helplines_file: Path | None = None

    @property
    def embedded(self) -> bool:
        """Whether the database is our own file in `var/`, which `run` may migrate by itself."""
        return self.database_url == embedded_url(self.var)

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings; raises ValueError with what to change."""
        env = os.environ if environ is None else environ
        var = Path(env.get("HEARD_VAR", CHECKOUT / "var")).resolve()
        helplines = env.get("HEARD_HELPLINES_FILE")
        return cls(
            database_url=env.get("DATABASE_URL") or embedded_url(var),
            var=var,
            key_file=Path(env.get("HEARD_KEY_FILE") or user_config_path("heard") / "master.key"),
            public_url=env.get("HEARD_PUBLIC_URL") or None,
            authority=env.get("HEARD_AUTHORITY") or "Your council",
            smallest_shown=_smallest_shown(env.get("HEARD_SMALLEST_SHOWN", "5")),
            helplines_file=Path(helplines) if helplines else None,
        )


def embedded_url(var: Path) -> str:
    """The address of the SQLite file that lives in `var/`."""
    return f"sqlite:///{var / 'heard.db'}"


def _smallest_shown(text: str) -> int:
    if not text.isdigit() or int(text) < 5:
        raise ValueError(
            f"HEARD_SMALLEST_SHOWN is “{text}”. It must be a whole number of 5 or more: "
            "counts below it are withheld, and it can only be raised."
        )
    return int(text)
