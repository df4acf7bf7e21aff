"""What goes wrong is said on pages that are there for every eye, ear, finger and key as well.

Held against the same promises as every other screen (`looking.py`): a few here, all with `-m ci`.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import looking
from tests.browser.mishaps import MISHAPS, doors_of
from tests.browser.stages import Stage
from tests.serving import Server

_FEW = (
    ("not-you", "streamlit", "en"),
    ("code-missing", "light", "en"),
    ("sent-already", "light", "ur"),
)


def _cases() -> Iterator[object]:
    for name in MISHAPS:
        for door in doors_of(name):
            for language in ("en", "ur"):
                case = (name, door, language)
                marks = () if case in _FEW else (pytest.mark.ci,)
                yield pytest.param(*case, id="-".join(case), marks=marks)


@pytest.mark.parametrize(("name", "door", "language"), [*_cases()])
def test_what_goes_wrong_is_said_for_everybody(
    page: Page, server: Server, name: str, door: str, language: str
) -> None:
    MISHAPS[name](Stage(server, page, door, "11-17", language))
    assert looking.faults(page, language) == []
