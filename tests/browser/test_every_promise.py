"""What the tests of every screen look with can see: each promise, broken once, is told."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import looking

_PAGE = (
    '<!DOCTYPE html><html lang="en" dir="ltr"><title>Here – Heard</title><style>'
    "body {{ background: #fff; margin: 0 }} button {{ width: 60px; height: 60px }}"
    "button:focus {{ outline: 3px solid #000 }} {style}</style>"
    '<div class="hd" lang="en" dir="ltr"><main><h1>Here</h1>{body}</main></div>'
)
_CHOICES = (
    '<label class="hd-choice"><input type="radio" name="a" checked><span>Yes</span></label>'
    '<label class="hd-choice"><input type="radio" name="a"><span>No</span></label>'
)
_ONE, _TWO = "<button>One</button>", "<button>Two</button>"

Look = Callable[[Page], list[str]]


def _small(page: Page) -> list[str]:
    return looking.asked(page, "small(44)")


def _squeezed(page: Page) -> list[str]:
    return looking.asked(page, "squeezed()")


def _focus(page: Page) -> list[str]:
    return looking.focus(page, "en")


def _speaks(page: Page) -> list[str]:
    return looking.speaks(page, "ur")


@pytest.mark.parametrize(
    ("look", "style", "body", "said"),
    [
        (looking.axe, "", '<img src="data:,">', "axe image-alt"),
        (_small, "", '<button style="height: 43px">One</button>', "small 60.0x43.0"),
        (_squeezed, "", '<p style="width: 400px">wide</p>', "scrolls sideways"),
        (_squeezed, "", f'{_ONE}<span style="margin-left: -30px">{_TWO}</span>', "overlap"),
        (_squeezed, "", '<button style="padding: 0">Incomprehensible</button>', "words run out"),
        (looking.named, "", "<button></button>", "no name: button"),
        (looking.titled, "", "<h1>Two</h1>", "2 first headings"),
        (_speaks, "", "", "says lang=en dir=ltr"),
        (looking.still, ".hd p { transition: color 1s }", "<p>soft</p>", "moves: <p>"),
        (_focus, "button:focus { outline: none }", _ONE, "focus is not seen"),
        (_focus, "button:focus { outline: 3px solid #eee }", _ONE, "faint focus"),
        (
            _focus,
            ".two { position: absolute; top: 0 }",
            f'{_ONE}<b class="two">{_TWO}</b>',
            "order",
        ),
        (_focus, "", '<button tabindex="0">One</button><a href="#" tabindex="-1">b</a>', ""),
        (looking.grown, "", '<p style="width: 25rem">wide</p>', "200 %: scrolls sideways"),
        (looking.forced, "", _CHOICES, "look alike"),
    ],
)
def test_a_broken_promise_is_told(page: Page, look: Look, style: str, body: str, said: str) -> None:
    page.set_content(_PAGE.format(style=style, body=body))
    found = look(page)
    assert any(said in fault for fault in found) if said else found == []
