"""What is publicly known of the parts that the lock files pin: asked with pip-audit, never guessed.

Where the source does not answer the result is "not checked", never "none known".
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data.settings import CHECKOUT

LOCKS = (CHECKOUT / "requirements.txt", CHECKOUT / "requirements-dev.txt")
_PATIENCE_S = 300
NONE_KNOWN, KNOWN, NOT_CHECKED = 0, 1, 2
"""The exit codes. What is known counts for more than what could not be asked."""


def all_known(locks: Sequence[Path], source: str | None) -> tuple[str, int]:
    """As `known`, of several lock files, in a line or more for each."""
    asked = [known(lock, source) for lock in locks]
    codes = {code for _, code in asked}
    worst = next(code for code in (KNOWN, NOT_CHECKED, NONE_KNOWN) if code in codes)
    return "\n".join(sentence for sentence, _ in asked), worst


def known(lock: Path, source: str | None = None) -> tuple[str, int]:
    """What is known of the parts a lock file pins, said in a sentence, and an exit code.

    `source`: the address of a service that speaks OSV's query API; without it PyPI is asked.
    """
    command = [sys.executable, "-m", "pip_audit", "-r", str(lock)]
    command += ["--disable-pip", "--require-hashes", "--format", "json"]
    command += ["--progress-spinner", "off"]
    if source:
        command += ["--vulnerability-service", "osv", "--osv-url", source]
    try:
        done = subprocess.run(  # noqa: S603  (our own Python and our own file)
            command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
        )
        found = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return (
            f"Advisories for {lock.name}: not checked. Their source did not answer, or pip-audit "
            "is not here."
        ), NOT_CHECKED
    return _said(lock, found)


def _said(lock: Path, found: list[dict[str, Any]]) -> tuple[str, int]:
    held = [f"  {one['name']} {one['version']}: {_ids(one)}" for one in found if one.get("vulns")]
    skipped = [one["name"] for one in found if "skip_reason" in one]
    if held:
        return "\n".join([f"Advisories for {lock.name} are known:", *held]), KNOWN
    if skipped or not found:
        which = f" for {', '.join(skipped)}" if skipped else ""
        return f"Advisories for {lock.name}: not checked{which}.", NOT_CHECKED
    return f"Advisories for {lock.name}: none is known for its {len(found)} parts.", NONE_KNOWN


def _ids(part: dict[str, Any]) -> str:
    return ", ".join(one["id"] for one in part["vulns"])
