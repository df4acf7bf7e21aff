"""Every survey of ours, from the code to the thanks, by keyboard alone.

The plain suite takes one band of each survey, `-m ci` every band, the doors by turns; every band
in both doors is `-m full`.
"""

from itertools import product

import pytest
from playwright.sync_api import Page

from surveys.loader import published
from surveys.schema import Survey
from tests.browser.doors import DOORS, child_at
from tests.serving import Server

SURVEYS = tuple(published().values())


def _when(index: int, survey: Survey, band: str, door: str) -> tuple[pytest.MarkDecorator, ...]:
    """In which run a journey is made: in every one, with `-m ci`, or by hand."""
    number = survey.bands.index(band)
    if door != DOORS[(index + number) % 2]:
        return (pytest.mark.full,)
    return () if number == index % len(survey.bands) else (pytest.mark.ci,)


CASES = [
    pytest.param(
        *(survey, band, door),
        id=f"{survey.id}-{band}-{door}",
        marks=_when(index, survey, band, door),
    )
    for index, survey in enumerate(SURVEYS)
    for band, door in product(survey.bands, DOORS)
]


@pytest.mark.parametrize(("survey", "band", "door"), CASES)
def test_a_child_gets_through_by_keyboard_alone(
    page: Page, server: Server, survey: Survey, band: str, door: str
) -> None:
    code = server.code(survey, band, survey.modes[0])
    child = child_at(door, page, server)
    if door == "light":
        child.enter(code)
        child.press("agree")
    else:
        child.arrive_by_keyboard(code)
    while child.answer_by_keyboard():
        pass
    child.press("submit")
    child.at_step("thanks")
    response = server.response_of(code)
    assert response is None or response.state == "submitted"  # in mode none the tie is cut
    assert page.locator("h1").inner_text() == "Thank you for telling us"
