"""Papers for tests: made from real definitions, and read back from the PDF."""

import io
import re
from collections.abc import Iterable

import pikepdf

from surveys.helplines import helplines
from surveys.loader import published
from surveys.paper.blanks import blank, of_survey
from surveys.paper.mail_list import Child
from surveys.paper.merge import Batch, Given
from surveys.paper.papers import Papers
from surveys.paper.questionnaire import Paper
from surveys.schema import Band
from surveys.translations import offered
from tests.documents.reading import page_text, squeezed

EVERY = [(survey.id, band) for survey in published().values() for band in survey.bands]
EVERY_TRANSLATED = [
    (survey.id, band, language)
    for survey in published().values()
    for band in survey.bands
    for language in offered(survey)
]
REPRESENTATIVE = [
    ("out_of_borough", "4-7", "ur"),
    ("have_your_say", "8-10", "ar"),
    ("cp_conference", "11-17", "bn"),
    ("out_of_borough", "8-10", "pa"),
    ("cin_end", "11-17", "pl"),
]
"""A right-to-left and a left-to-right language, each script, each kind of question."""


def papers(survey: str, band: str, language: str = "en", *, large: bool = False) -> Papers:
    """The content that is printed for one band."""
    lines = helplines(language=language)
    return blank(of_survey(survey), band, language, large=large, lines=lines)


def only(content: Papers) -> Paper:
    """The one questionnaire of a content."""
    (paper,) = content.papers
    return paper


def batch(
    children: Iterable[Child], survey: str = "out_of_borough", codes: Iterable[str] = ()
) -> Batch:
    """Codes that were just made for these children."""
    everybody = tuple(children)
    made = tuple(codes) or tuple(
        f"ABCDEF{number:04d}".translate(SAFE) for number, _ in numbered(everybody)
    )
    return Batch(
        round=f"{survey}-1",
        mode="code",
        survey=published()[survey],
        opens="2026-11-01",
        closes="2027-03-31",
        hear_by="2027-05-31",
        given=tuple(Given(code, child) for code, child in zip(made, everybody, strict=True)),
        made_on="2026-11-20",
    )


SAFE = str.maketrans("01", "YZ")
"""Codes have neither 0 nor 1."""


def numbered(children: tuple[Child, ...]) -> list[tuple[int, Child]]:
    """The children with numbers from 2."""
    return list(enumerate(children, start=2))


def child(
    name: str = "Zoë", band: Band | None = "11-17", language: str = "en", **more: object
) -> Child:
    """A child on a list."""
    fields = {"line": 2, "reference": "Case 1", "address": (), "team": ""} | more
    return Child(name=name, band=band, language=language, **fields)  # type: ignore[arg-type]


def texts(content: bytes) -> list[str]:
    """What each page says, without white space."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [squeezed(page_text(page)) for page in pdf.pages]


def sizes(content: bytes) -> set[float]:
    """The sizes of type that the pages use, in points."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return {
            round(float(operands[1]), 1)
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page, "Tf")
            if str(operator) == "Tf"
        }


def dark(svg: str) -> set[tuple[int, int]]:
    """The dark units of a drawn square."""
    return {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg)}
