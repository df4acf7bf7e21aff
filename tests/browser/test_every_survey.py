"""Every survey of ours, from the code to the thanks, by keyboard alone: in one band each, and with
`-m ci` in every band."""

import pytest
from playwright.sync_api import Page

from surveys.loader import published
from surveys.schema import Survey
from tests.childs_page import Child
from tests.serving import Server

SURVEYS = tuple(published().values())
ONE_EACH = [
    pytest.param(survey, survey.bands[index % len(survey.bands)], id=survey.id)
    for index, survey in enumerate(SURVEYS)
]
THE_REST = [
    pytest.param(survey, band, id=f"{survey.id}-{band}")
    for survey in SURVEYS
    for band in survey.bands
]


@pytest.mark.parametrize(("survey", "band"), ONE_EACH)
def test_a_child_gets_through_by_keyboard_alone(
    page: Page, server: Server, survey: Survey, band: str
) -> None:
    _by_keyboard(page, server, survey, band)


@pytest.mark.ci
@pytest.mark.parametrize(("survey", "band"), THE_REST)
def test_every_band_gets_through_by_keyboard_alone(
    page: Page, server: Server, survey: Survey, band: str
) -> None:
    _by_keyboard(page, server, survey, band)


def _by_keyboard(page: Page, server: Server, survey: Survey, band: str) -> None:
    code = server.code(survey, band, survey.modes[0])
    child = Child(page, server)
    child.arrive_by_keyboard(code)
    while child.answer_by_keyboard():
        pass
    child.press("submit")
    child.at_step("thanks")
    response = server.response_of(code)
    assert response is None or response.state == "submitted"  # in mode none the tie is cut
    assert page.locator("h1").inner_text() == "Thank you for telling us"
