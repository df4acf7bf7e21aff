"""The Streamlit door for children, and the pages about rounds and reading."""

import hashlib
from pathlib import Path

DOOR_ASSETS = Path(__file__).parent / "door"
"""Script, styles and pictures of the child's page; the plain pages share its styles."""


def _as_it_is_now() -> str:
    digest = hashlib.sha256()
    for file in sorted(file for file in DOOR_ASSETS.iterdir() if file.is_file()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:10]


DOOR = f"door{_as_it_is_now()}"
"""The name of the child's page as a component. It is in the address of every file of it and
changes with them, so that a browser that has a file never asks for it again."""
