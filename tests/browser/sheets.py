"""Contact sheets: one picture of a screen in a door, with every band, width and direction on it.

A sheet has a row for each width and a column for each band and language. Small enough to be kept:
64 colours, each picture at the scale of its row.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Page

from data.settings import CHECKOUT

PICTURES = CHECKOUT / "docs" / "screenshots"
WIDTHS = (320, 768, 1280)
CELL, GAP, HEAD = 200, 8, 16
_COLOURS = 64
_GROUND, _INK = "#c9c4b8", "#1b2a3a"
Column = tuple[str, list[Image.Image]]


def column(page: Page, name: str) -> Column:
    """The screen that a page shows, at every width; the page ends at the first."""
    pictures = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 640 if width == WIDTHS[0] else 800})
        page.evaluate("new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 30)))")
        pictures.append(_scaled(page.screenshot(full_page=True)))
    page.set_viewport_size({"width": WIDTHS[0], "height": 640})
    return name, pictures


def _scaled(png: bytes) -> Image.Image:
    whole = Image.open(BytesIO(png)).convert("RGB")
    height = round(whole.height * CELL / whole.width)
    return whole.resize((CELL, height), Image.Resampling.LANCZOS)


def sheet(columns: Sequence[Column]) -> Image.Image:
    """All columns side by side, a row for each width, with the columns' names above."""
    rows = [max(pictures[row].height for _, pictures in columns) for row in range(len(WIDTHS))]
    size = (GAP + len(columns) * (CELL + GAP), HEAD + sum(rows) + GAP * (len(rows) + 1))
    made = Image.new("RGB", size, _GROUND)
    for index, (name, pictures) in enumerate(columns):
        left, top = GAP + index * (CELL + GAP), HEAD + GAP
        ImageDraw.Draw(made).text((left, 5), name, fill=_INK)
        for picture, height in zip(pictures, rows, strict=True):
            made.paste(picture, (left, top))
            top += height + GAP
    return made


def keep(columns: Sequence[Column], name: str, folder: Path = PICTURES) -> None:
    """Write a sheet among the docs' pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = sheet(columns).quantize(_COLOURS, dither=Image.Dither.NONE)
    drawn.save(folder / f"{name}.png", optimize=True)
