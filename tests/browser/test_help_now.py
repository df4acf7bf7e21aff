"""Help now, from every question: numbers to ring, and somebody to ask for, with nothing lost."""

import pytest
from playwright.sync_api import Page, expect

from data import concerns
from surveys.screens import screens
from tests.browser.doors import DOORS, WIDER, child_at
from tests.browser.stages import Stage
from tests.childs_page import Child
from tests.serving import Server


@pytest.fixture
def code(server: Server) -> str:
    """A code for a real survey, which asks whether somebody should get in touch."""
    return server.code("service_feedback", "11-17")


@pytest.fixture(params=WIDER)
def child(request: pytest.FixtureRequest, page: Page, server: Server, code: str) -> Child:
    """A child at the first question, who has answered it and opens Help."""
    child = child_at(request.param, page, server).begin(code)
    page.locator('[data-heard="question"] input').first.check()
    child.mark("help").click()
    return child


def _raised(server: Server, code: str) -> list[str]:
    response = server.response_of(code)
    with server.db.reading() as tx:
        return [one.cause for one in concerns.of_response(tx, response.id)] if response else []


def test_asking_for_somebody_leads_to_how_and_when(child: Child) -> None:
    child.mark("ask-contact").click()
    child.at("contact")


def test_asking_for_an_advocate_is_in_the_queue_with_the_tap(
    child: Child, server: Server, code: str
) -> None:
    child.mark("ask-advocate").click()
    child.at("contact_how")
    assert len(_raised(server, code)) == 1


def test_the_answer_under_the_sheet_is_kept(child: Child, server: Server, code: str) -> None:
    first = child.question
    child.mark("ask-contact").click()
    child.at("contact")
    assert server.answers_of(code)[first].kind == "chosen"


def test_after_it_the_child_goes_on_where_they_were(child: Child) -> None:
    first = child.question
    child.mark("ask-contact").click()
    child.at("contact")
    child.choose("no")
    child.go()
    assert child.step == "question"
    child.go("back")
    assert child.question == first


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("step", ["band", "thanks", "declined"])
def test_where_no_question_can_be_asked_the_page_says_that_the_wish_is_known(
    page: Page, server: Server, door: str, step: str
) -> None:
    stage = Stage(server, page, door)
    device = stage.sit(stage.code(None if step == "band" else "11-17"))
    if step == "thanks":
        device.to_questions().send_all()
    elif step == "declined":
        device.go("decline")
    stage.show(device)
    page.locator("[data-heard=help]:visible").first.click()
    page.locator("[data-heard=ask-contact]:visible").click()
    expect(page.locator("[data-heard=asked]")).to_have_text(screens("11-17").help_asked)
    assert device.here.step == step
