"""Settings: what an installation decides, read once from the environment.

Every setting has a default that is safe on one machine. `Settings.read` is the only place
that looks at the environment.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_config_path

CHECKOUT = Path(__file__).resolve().parent.parent
LOCAL = ("127.0.0.1", "localhost")
"""Names of this machine, where a sign-in may be tried out without https."""


@dataclass(frozen=True, slots=True)
class Oidc:
    """The authority's own sign-in. `mfa` names the claim that tells of a second step, and what
    it must be or hold."""

    issuer: str
    client_id: str
    secret_file: Path
    mfa: tuple[str, str] = ("amr", "mfa")


NO_AUTHORITY = "Your council"
"""What stands for the authority's name until somebody sets it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`smallest_shown` only rises: a smaller figure than 5 is refused when read."""

    database_url: str
    var: Path
    key_file: Path
    public_url: str | None = None
    authority: str = NO_AUTHORITY
    smallest_shown: int = 5
    helplines_file: Path | None = None
    retention_file: Path | None = None
    accessibility_file: Path | None = None
    accessibility_contact: str = ""
    second_step: str = ""
    oidc: Oidc | None = None

    @property
    def second_step_required(self) -> bool:
        """Whether every password needs a second step: always once others can reach Heard."""
        return bool(self.public_url) or self.second_step == "always"

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
        retention = env.get("HEARD_RETENTION_FILE")
        accessibility = env.get("HEARD_ACCESSIBILITY_FILE")
        return cls(
            database_url=env.get("DATABASE_URL") or embedded_url(var),
            var=var,
            key_file=Path(env.get("HEARD_KEY_FILE") or user_config_path("heard") / "master.key"),
            public_url=env.get("HEARD_PUBLIC_URL") or None,
            authority=env.get("HEARD_AUTHORITY") or NO_AUTHORITY,
            smallest_shown=_smallest_shown(env.get("HEARD_SMALLEST_SHOWN", "5")),
            helplines_file=Path(helplines) if helplines else None,
            retention_file=Path(retention) if retention else None,
            accessibility_file=Path(accessibility) if accessibility else None,
            accessibility_contact=env.get("HEARD_ACCESSIBILITY_CONTACT", ""),
            second_step=_second_step(env.get("HEARD_SECOND_STEP", "")),
            oidc=_oidc(env),
        )


def embedded_url(var: Path) -> str:
    """The address of the SQLite file that lives in `var/`."""
    return f"sqlite:///{var / 'heard.db'}"


def _oidc(env: Mapping[str, str]) -> Oidc | None:
    names = ("HEARD_OIDC_ISSUER", "HEARD_OIDC_CLIENT_ID", "HEARD_OIDC_CLIENT_SECRET_FILE")
    issuer, client, secret = (env.get(name, "") for name in names)
    if not (issuer or client or secret):
        return None
    missing = [name for name in names if not env.get(name)]
    if missing:
        raise ValueError(f"Sign-in with work accounts also needs {' and '.join(missing)}.")
    host = urlsplit(issuer)
    if host.scheme != "https" and host.hostname not in LOCAL:
        raise ValueError(f"HEARD_OIDC_ISSUER is “{issuer}”. It must begin with https://.")
    claim, _, value = env.get("HEARD_OIDC_MFA", "amr=mfa").partition("=")
    if not claim or not value:
        raise ValueError("HEARD_OIDC_MFA must be a claim and its value, such as amr=mfa.")
    return Oidc(issuer.rstrip("/"), client, Path(secret), (claim, value))


def _second_step(text: str) -> str:
    if text not in ("", "always"):
        raise ValueError(
            f"HEARD_SECOND_STEP is “{text}”. It may be “always” or left out: a second step at "
            "sign-in is always asked where HEARD_PUBLIC_URL is set, and cannot be switched off."
        )
    return text


def _smallest_shown(text: str) -> int:
    if not text.isdigit() or int(text) < 5:
        raise ValueError(
            f"HEARD_SMALLEST_SHOWN is “{text}”. It must be a whole number of 5 or more: "
            "counts below it are withheld, and it can only be raised."
        )
    return int(text)
