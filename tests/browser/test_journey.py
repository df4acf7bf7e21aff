"""A child's whole journey in a real browser, on a small phone."""

import pytest
from playwright.sync_api import Page

from surveys.schema import BANDS
from tests.childs_page import Child
from tests.serving import Server, tiny

WORDS = "I had $5 and she had $10. <b>hi</b>\n# not a heading — naïve ‘quotes’ 🙂"


KINDS = {
    "one_choice": ("happy", "chosen"),
    "many_choices": (None, "chosen"),
    "a_scale": ("day", "scaled"),
    "own_words": ("wish", "wrote"),
}
IN_EVERY_RUN = {
    ("one_choice", "4-7"),
    ("many_choices", "8-10"),
    ("a_scale", "11-17"),
    ("own_words", "18-25"),
}
"""Each kind and each band once; the rest with `-m ci`."""
EACH = [
    pytest.param(
        survey,
        *KINDS[survey],
        band,
        marks=() if (survey, band) in IN_EVERY_RUN else pytest.mark.ci,
        id=f"{survey}-{band}",
    )
    for survey in KINDS
    for band in BANDS
]


@pytest.mark.parametrize(("survey", "question", "kind", "band"), EACH)
def test_each_kind_of_question_is_answered_in_each_band(
    page: Page, server: Server, survey: str, question: str | None, kind: str, band: str
) -> None:
    definition = tiny(survey)
    if band not in definition.bands:
        pytest.skip(f"{survey} has no wording for {band}")
    code = server.code(definition, band)
    child = Child(page, server).begin(code)
    question = question or child.question
    while child.question != question:
        child.go()
    if kind == "wrote":
        child.write(WORDS)
    else:
        page.locator('[data-heard="question"] input').nth(1).check()
    child.go()
    kept = server.answers_of(code)[question]
    assert (kept.kind, kept.words) == (kind, WORDS if kind == "wrote" else None)


def test_a_child_may_pass_over_everything_in_three_ways(page: Page, server: Server) -> None:
    code = server.code(tiny("routing"), "8-10")
    child = Child(page, server).begin(code)
    for mark in ("skip", "rather-not", "next"):
        child.go(mark)
    reasons = [answer.choice for answer in server.answers_of(code).values()]
    assert reasons == [("not_answered",), ("preferred_not_to_say",), ("not_answered",)]


def test_the_route_follows_the_answers(page: Page, server: Server) -> None:
    child = Child(page, server).begin(server.code(tiny("routing"), "8-10"))
    child.choose("yes")
    child.go()
    child.choose("yes")
    child.go()
    assert child.question == "what_said"


def test_the_review_page_leads_back_to_a_question(page: Page, server: Server) -> None:
    child = Child(page, server).begin(server.code(tiny("one_choice"), "11-17"))
    child.choose("yes")
    while child.step == "question":
        child.go()
    page.get_by_role("button", name="Change").first.click()
    child.at("happy")
    assert page.locator('input[value="yes"]').is_checked()


def test_not_now_ends_kindly_and_the_code_still_works(page: Page, server: Server) -> None:
    code = server.code(tiny("one_choice"), "8-10")
    child = Child(page, server).enter(code)
    child.mark("not-now").click()
    page.wait_for_url("**/not-now")
    child.enter(code)
    assert child.step == "notice"


def test_a_link_lets_a_child_in_and_leaves_no_code_in_the_address(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.url}/s/{server.code(tiny('one_choice'), '8-10')}")
    page.wait_for_selector("[data-step=notice]")
    assert page.url == f"{server.url}/s"


def test_a_wrong_code_is_told_kindly_and_what_to_do(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.locator("[data-heard=code]").fill("ABCD2345")
    page.locator("[data-heard=start]").click()
    problem = page.locator("[data-heard=problem]")
    assert "ask the person who gave it to you" in problem.inner_text()


def test_help_is_one_press_away_and_nothing_is_lost(page: Page, server: Server) -> None:
    child = Child(page, server).begin(server.code(tiny("own_words"), "11-17"))
    child.go()
    child.write("half a sentence")
    child.mark("help").click()
    assert page.get_by_role("link", name="0800 1111").is_visible()
    page.keyboard.press("Escape")
    assert child.words == "half a sentence"


def test_streamlit_offers_nobody_a_list_of_pages(page: Page, server: Server) -> None:
    Child(page, server).begin(server.code(tiny("one_choice"), "8-10"))
    assert page.locator('[data-testid="stSidebarNavLink"]').count() == 0


def test_a_slip_on_skip_cannot_wipe_an_answer(page: Page, server: Server) -> None:
    child = Child(page, server).begin(server.code(tiny("own_words"), "11-17"))
    child.choose("yes")
    assert not child.mark("skip").is_visible()
    child.go()
    assert child.mark("skip").is_visible()
    child.write("a swing")
    assert not child.mark("skip").is_visible()
    child.write("")
    assert child.mark("skip").is_visible()


def test_a_new_question_has_the_focus_on_its_heading(page: Page, server: Server) -> None:
    child = Child(page, server)
    child.begin(server.code(tiny("own_words"), "11-17"))
    child.go()
    focused = page.evaluate("document.activeElement.id")
    assert (focused, page.title()) == ("hd-title", "2 of 4 – Heard")
