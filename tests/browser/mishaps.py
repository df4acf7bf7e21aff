"""What a child sees when something goes wrong on the way: each refusal of both doors as a scene.

As in `scenes.py`: a scene leaves its screen on the stage's page.
"""

from collections.abc import Mapping

from playwright.sync_api import Page

from tests.browser.scenes import Scene, writing
from tests.browser.stages import ADDRESS, WORDS, Stage, without_a_database
from tests.children import Device

HIDDEN = "\a"
"""A hidden mark; it is taken out."""
_SCRIPT = "**/light/light.*.js"


def _without_script(page: Page) -> None:
    """As a browser without JavaScript: the page's own script never comes."""
    page.route(_SCRIPT, lambda route: route.abort())


def _hand_over(stage: Stage, device: Device) -> None:
    """Another child signs in on the same device, in another tab."""
    cookie = {"name": "heard_child", "value": device.token, "url": stage.server.url}
    stage.page.context.add_cookies([cookie])  # type: ignore[list-item]


def _not_you(stage: Stage) -> None:
    writing(stage)
    _hand_over(stage, stage.begun())
    stage.page.locator("textarea").fill(WORDS)
    stage.page.wait_for_selector("[data-heard=code]")


def _code_missing(stage: Stage) -> None:
    _not_you(stage)
    stage.page.locator("#hd-code").evaluate("one => { one.form.noValidate = true; }")
    said = stage.page.locator(".hd-problem").inner_text()
    stage.page.locator("[data-heard=start]").click()
    stage.page.wait_for_function(
        "said => (document.querySelector('.hd-problem') || {}).innerText !== said",
        arg=said,
    )


def _sent_already(stage: Stage) -> None:
    device = writing(stage)
    device.send_all()
    stage.page.locator("textarea").fill(WORDS)
    stage.page.wait_for_selector("[data-step=sent]")


def _trouble_with_words(stage: Stage) -> None:
    _without_script(stage.page)
    writing(stage)
    stage.page.locator("textarea").fill(WORDS)
    with without_a_database(stage.server):
        stage.page.locator("[data-heard=next]").click()
        stage.page.wait_for_selector("[data-step=trouble]")


def _not_kept(stage: Stage) -> None:
    """A choice that the question has not: a page of an older wording, or a changed one."""
    stage.show(stage.begun())
    first = stage.page.locator("[data-heard=question] input").first
    first.evaluate("one => { one.value = 'nonsense'; }")
    first.check(force=True)  # it is kept at once, and refused; Next would go on from there
    stage.page.wait_for_selector("#hd-refused")


def _removed(stage: Stage) -> None:
    writing(stage)
    stage.page.locator("textarea").fill(f"{HIDDEN}{WORDS}")
    stage.page.wait_for_selector("#hd-removed")


def _help_without_database(stage: Stage) -> None:
    stage.show(stage.begun())
    stage.open(f"/help?door={stage.door}&ask=contact.advocate")
    with without_a_database(stage.server):
        stage.page.locator("[data-heard=ask-contact]").click()
        stage.page.wait_for_selector("[data-heard=problem]")


def _shared_code(stage: Stage) -> None:
    cookie = {"name": "heard_shared", "value": "1", "url": stage.server.url}
    stage.page.context.add_cookies([cookie])  # type: ignore[list-item]
    stage.open(ADDRESS[stage.door])


def _plainly(step: str) -> Scene:
    """A page of the light door in a browser without JavaScript."""

    def scene(stage: Stage) -> None:
        _without_script(stage.page)
        if step == "text":
            writing(stage)
        elif step == "band":
            stage.show(stage.sit(stage.code()))
        else:
            stage.show(stage.begun().to_review())

    return scene


_LIGHT: Mapping[str, Scene] = {
    "sent-already": _sent_already,
    "trouble-with-words": _trouble_with_words,
    "receipt-wait": lambda stage: stage.open("/receipt?wait=1"),
    "help-without-database": _help_without_database,
    "text-without-script": _plainly("text"),
    "band-without-script": _plainly("band"),
    "review-without-script": _plainly("review"),
}
MISHAPS: Mapping[str, Scene] = {
    "not-you": _not_you,
    "code-missing": _code_missing,
    "not-kept": _not_kept,
    "removed": _removed,
    "code-shared": _shared_code,
    **_LIGHT,
}


def doors_of(name: str) -> tuple[str, ...]:
    """The doors that say it on a page of their own."""
    return ("light",) if name in _LIGHT else ("streamlit", "light")
