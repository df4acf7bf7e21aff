"""The Streamlit door for children, and the pages about rounds and reading."""

from pathlib import Path

DOOR_ASSETS = Path(__file__).parent / "door"
"""Script, styles and pictures of the child's page; the plain pages share its styles."""
