"""What must hold on every screen of the child's side, one function a promise: lists of faults.

`faults(page, language)` holds a screen against all of them. What is asked of the document itself is
in `looking.js`, beside this file.
"""

from itertools import pairwise
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from surveys.languages import language_of

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TARGET = 44
PHONE, TWICE = {"width": 320, "height": 640}, {"width": 640, "height": 800}
_SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")
_MOST_STOPS = 80
_ROLES = {
    "button", "link", "radio", "checkbox", "textbox", "DisclosureTriangle", "combobox", "switch",
}  # fmt: skip
_STATES = {"radio": "checked", "checkbox": "checked", "DisclosureTriangle": "expanded"}


def faults(page: Page, language: str = "en") -> list[str]:
    """Everything that is wrong with the screen that a page shows; leaves it as it was."""
    _begin(page)
    return [
        *axe(page),
        *asked(page, f"small({TARGET})"),
        *asked(page, "squeezed()"),
        *named(page),
        *titled(page),
        *speaks(page, language),
        *still(page),
        *focus(page, language),
        *grown(page),
        *forced(page),
    ]


def asked(page: Page, question: str) -> list[str]:
    """The faults that one function of `looking.js` finds."""
    _begin(page)
    return list(page.evaluate(f"looking.{question}"))


def axe(page: Page) -> list[str]:
    """What axe finds at WCAG 2.2 AA, the size of targets included, and its best practice."""
    options = {
        "runOnly": {"type": "tag", "values": RULES},
        "rules": {"target-size": {"enabled": True}},
        "resultTypes": ["violations"],
    }
    found = Axe().run(page, options=options).response["violations"]
    return [f"axe {one['id']}: {node['html'][:110]}" for one in found for node in one["nodes"]]


def named(page: Page) -> list[str]:
    """Controls without a name or a state where assistive technology reads them."""
    _begin(page)
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    told = [node for node in nodes if not node["ignored"] and _role(node) in _ROLES]
    nameless = [f"no name: {_role(n)}" for n in told if not n.get("name", {}).get("value")]
    stateless = [f"no state: {_role(n)}" for n in told if not _has_state(n)]
    heard = sum(_role(node) in ("radio", "checkbox") for node in told)
    shown = int(page.evaluate("looking.choices()"))
    lost = [f"{shown} choices, {heard} of them heard"] if heard < shown else []
    return nameless + stateless + lost


def titled(page: Page) -> list[str]:
    """A title that says where the child is, and one first heading."""
    where, _, whose = page.title().partition(" – ")
    tells_nothing = page.url.partition("?")[0].endswith("/left")  # after leaving quickly
    wrong = (
        []
        if where.strip() and whose == ("" if tells_nothing else "Heard")
        else [f"title: {page.title()!r}"]
    )
    headings = page.locator("h1:not(dialog h1)").count()
    return wrong if headings == 1 else [*wrong, f"{headings} first headings"]


def speaks(page: Page, language: str) -> list[str]:
    """Where `lang` or `dir` is not the one of this language."""
    return asked(page, f"spoken('{language}', '{language_of(language).direction}')")


def still(page: Page) -> list[str]:
    """What moves for whoever has asked their system for stillness."""
    page.emulate_media(reduced_motion="reduce")
    moving = asked(page, "moving()")
    page.emulate_media(reduced_motion="no-preference")
    return moving


def focus(page: Page, language: str) -> list[str]:
    """Tab through the screen: every control is reached, in the order read, and seen to be."""
    _begin(page)
    wanted, stops = page.evaluate("looking.begin()"), []
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate("looking.focused()")
        if stop is None or stop["key"] in {one["key"] for one in stops}:
            break
        stops.append(stop)
    missed = [f"Tab reached {len(stops)} of {wanted} controls"] if len(stops) != wanted else []
    wrong = [fault for stop in stops for fault in stop["faults"]]
    return missed + wrong + _out_of_order(stops, rtl=language_of(language).direction == "rtl")


def grown(page: Page) -> list[str]:
    """What is lost with the switch for bigger words at 320 px, and with text of 200 %."""
    looks = page.locator(".hd").first.get_attribute("data-looks") or ""
    page.evaluate("document.querySelector('.hd').dataset.looks = 'bigger'")
    bigger = [f"bigger words: {one}" for one in asked(page, "squeezed()")]
    page.evaluate("was => { document.querySelector('.hd').dataset.looks = was }", looks)
    page.set_viewport_size(TWICE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    twice = [f"200 %: {one}" for one in asked(page, "squeezed()")]
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(PHONE)
    return bigger + twice


def forced(page: Page) -> list[str]:
    """Chosen answers that look like the others in forced colours."""
    _begin(page)
    page.emulate_media(forced_colors="active")
    looks = page.evaluate("""() => [...document.querySelectorAll('.hd-choice input')].map((one) => {
      const style = getComputedStyle(one.nextElementSibling);
      return [one.checked, `${style.outlineStyle} ${style.outlineWidth} ${style.backgroundColor}`];
    })""")
    page.emulate_media(forced_colors="none")
    chosen = {look for checked, look in looks if checked}
    others = {look for checked, look in looks if not checked}
    return [f"chosen and not chosen look alike: {one}" for one in chosen & others]


def _begin(page: Page) -> None:
    page.evaluate(f"window.looking || {_SCRIPT}")


def _role(node: dict[str, Any]) -> str:
    return str(node.get("role", {}).get("value", ""))


def _has_state(node: dict[str, Any]) -> bool:
    wanted = _STATES.get(_role(node))
    return wanted is None or wanted in {one["name"] for one in node.get("properties", [])}


def _out_of_order(stops: list[dict[str, Any]], *, rtl: bool) -> list[str]:
    """Stops that stand before the one that was reached before them, as the language is read."""
    flowing = [stop for stop in stops if not stop["fixed"]]
    return [
        f"out of order: {now['name']}"
        for before, now in pairwise(flowing)
        if not _follows(before, now, rtl=rtl)
    ]


def _follows(before: dict[str, Any], now: dict[str, Any], *, rtl: bool) -> bool:
    beside = now["top"] < before["bottom"] - 2 and before["top"] < now["bottom"] - 2
    if not beside:
        return bool(now["top"] >= before["top"])
    return bool(now["right"] <= before["right"] if rtl else now["left"] >= before["left"])
