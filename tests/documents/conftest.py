"""The sample report, drawn once in every format."""

from collections.abc import Callable

import pytest

from analysis.documents.blocks import Document
from analysis.documents.formats import FORMATS
from analysis.documents.make import document, fitted
from analysis.report import Report
from tests.documents.reading import csv_text, html_text, pdf_text, word_text, workbook_text
from tests.samples import sample

READERS: dict[str, Callable[[bytes], str]] = {
    "docx": word_text,
    "pdf": pdf_text,
    "html": html_text,
    "xlsx": workbook_text,
    "csv": csv_text,
    "json": bytes.decode,
}


@pytest.fixture(scope="session")
def report() -> Report:
    """A draft with every field filled."""
    return sample()


@pytest.fixture(scope="session")
def made(report: Report) -> dict[str, bytes]:
    """The draft in every format."""
    return {kind: document(report, kind) for kind in FORMATS}


@pytest.fixture(scope="session")
def read(made: dict[str, bytes]) -> dict[str, str]:
    """The words of the draft in every format, read back."""
    return {kind: READERS[kind](content) for kind, content in made.items()}


@pytest.fixture(scope="session")
def blocks(report: Report) -> Document:
    """What every drawn format should say."""
    return fitted(report)


@pytest.fixture(params=["docx", "pdf", "html", "xlsx", "csv"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each format that says something in words."""
    return str(request.param)


@pytest.fixture(params=["docx", "pdf", "html"])
def drawn(request: pytest.FixtureRequest) -> str:
    """Each format that people look at."""
    return str(request.param)
