"""Every kind of paper as a picture: its first page has ink inside its margins and none outside.

With HEARD_SCREENSHOTS=1 the pictures are written into the docs, to be looked at.
"""

import io
import os
import shutil
import subprocess

import pytest
from PIL import Image

from data.settings import CHECKOUT
from surveys.helplines import helplines
from surveys.loader import published
from surveys.paper.drawing_sheet import drawing_sheet
from surveys.paper.invitation import blank_invitation
from surveys.paper.letters import Where, letters, slips
from surveys.paper.printing import printed
from surveys.paper.statement import Said, Statement
from tests.documents.papers import batch, child, papers

WHERE = Where("https://heard.example.gov.uk", "Your council")
ADDRESS = ("12 Long Meadow Lane", "Exampletown", "ZZ9 9ZZ")
SOMEBODY = batch([child("Zoë", address=ADDRESS, reference=f"Case {n}") for n in range(8)])
WORDS = Said("What worries you at the moment?", "", ("that nobody tells me when we move",), "ltr")
CHOSE = Said("How safe do you feel where you live?", "Quite safe", (), "ltr")
KINDS = {
    "questions-4-7": papers("out_of_borough", "4-7"),
    "questions-8-10-urdu": papers("out_of_borough", "8-10", "ur"),
    "questions-11-17-large": papers("cin_end", "11-17", large=True),
    "letter": letters(SOMEBODY, WHERE),
    "slips": slips(SOMEBODY, WHERE),
    "invitation": blank_invitation(
        published()["conference_consultation"], WHERE.typed, helplines()
    ),
    "drawing-sheet": drawing_sheet("en"),
    "in-my-own-words": Statement(
        "In my own words", "What I want to say at my conference", "Zoë, case 1",
        ("Sent on 20 November 2026.",), (WORDS,), (CHOSE,), (),
    ),
}  # fmt: skip
EDGE = 12
"""Pixels at the paper's edge, some 4 mm, which no printer reaches."""


def picture(content: bytes, tmp_path) -> Image.Image:
    """The first page in grey, at 75 dots an inch."""
    drawing = shutil.which("pdftoppm")
    if drawing is None:
        pytest.skip("pdftoppm (poppler-utils) is not installed")
    (tmp_path / "paper.pdf").write_bytes(content)
    command = [drawing, "-r", "75", "-l", "1", "-gray", "-singlefile", tmp_path / "paper.pdf"]
    ran = subprocess.run(command, check=True, capture_output=True, timeout=60)
    return Image.open(io.BytesIO(ran.stdout))


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_ink_within_reach_of_every_printer(kind, tmp_path):
    page = picture(printed(KINDS[kind]), tmp_path)
    if os.environ.get("HEARD_SCREENSHOTS") == "1":
        page.quantize(16).save(CHECKOUT / "docs" / "papers" / f"{kind}.png", optimize=True)
    ink = page.point(lambda light: 255 if light < 128 else 0)
    left, top, right, bottom = ink.getbbox()
    if kind != "slips":  # their cutting lines reach the edge on purpose
        assert min(left, top, page.width - right, page.height - bottom) >= EDGE
    assert (bottom - top) > page.height / 3
