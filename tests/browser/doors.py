"""A child in front of either door, worked the same way."""

import pytest
from playwright.sync_api import Page

from tests.childs_page import Child, LightChild
from tests.serving import Server

DOORS = ("streamlit", "light")
WIDER = ("streamlit", pytest.param("light", marks=pytest.mark.ci))
"""The light door with the wider combinations."""


def child_at(door: str, page: Page, server: Server) -> Child:
    """A child in front of one door."""
    return (LightChild if door == "light" else Child)(page, server)
