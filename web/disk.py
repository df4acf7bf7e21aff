"""Whether the disk under a folder is encrypted, where the machine can tell: Linux, by the kernel.

`/proc/self/mountinfo` says which device a folder is on, `/sys/dev/block` what that device is made
of. An encrypted one (dm-crypt, as LUKS makes it) says so itself, also under LVM or RAID. What a
host or a storage encrypts below a virtual machine cannot be seen from within.
"""

import re
from pathlib import Path

_OCTAL = re.compile(r"\\(\d{3})")


def said_of(folder: Path, system: Path = Path("/")) -> str:
    """Whether the disk under a folder is encrypted, in a sentence; `system` is where /proc is."""
    known = encrypted(folder, system)
    if known:
        return f"The disk under {folder} is encrypted."
    if known is None:
        return f"Whether the disk under {folder} is encrypted: cannot tell on this machine."
    return (
        f"The disk under {folder} is not encrypted, as far as this machine can see. What a host or "
        "storage encrypts below it cannot be seen from here."
    )


def encrypted(folder: Path, system: Path = Path("/")) -> bool | None:
    """Whether it is; None where the machine cannot tell."""
    try:
        device = _device_of(folder, (system / "proc/self/mountinfo").read_text("utf-8"))
        block = (system / "sys/dev/block" / device).resolve(strict=True)
        return _is_crypt(block)
    except (OSError, LookupError):
        return None


def _device_of(folder: Path, mounts: str) -> str:
    """The device ("253:0") of the innermost mount that holds a folder; LookupError for none."""
    held: dict[Path, str] = {}
    for line in mounts.splitlines():
        _, _, device, _, where, *_ = line.split(" ")
        point = Path(_OCTAL.sub(lambda found: chr(int(found[1], 8)), where))
        if folder.is_relative_to(point):
            held[point] = device  # a later mount lies over an earlier one
    return held[max(held, key=lambda point: len(point.parts), default=Path())]


def _is_crypt(block: Path) -> bool:
    """Whether a device, or everything that it is made of, is encrypted."""
    name = block / "dm" / "uuid"
    if name.is_file() and name.read_text("utf-8").startswith("CRYPT-"):
        return True
    slaves = block / "slaves"
    below = [one.resolve() for one in slaves.iterdir()] if slaves.is_dir() else []
    return bool(below) and all(_is_crypt(one) for one in below)
