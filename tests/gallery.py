"""docs/screens.md: every picture in docs/screenshots, by side and screen, as one page.

Write it anew after taking pictures: `python -m tests.gallery`. A test holds the two together.
"""

import re
from collections.abc import Iterable
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = DOCS / "screens.md"
_NAME = re.compile(r"(?P<page>.+)-(?P<device>320|1280|streamlit|light)\.png")
_DEVICES = {
    "320": "phone",
    "1280": "desktop",
    "streamlit": "Streamlit door",
    "light": "light door",
}
_HEAD = """# What it looks like

Taken by the browser tests, with everything on them invented. A sheet of the child’s side holds one
screen in every age: English and Urdu side by side, on a phone of 320 px, a tablet of 768 px and a
desktop of 1280 px.

```sh
HEARD_SCREENSHOTS=1 python3 manage.py test tests/browser -m "not full"
.venv/bin/python -m tests.gallery
```
"""
_SECTIONS = {
    "child": "The child’s side",
    "staff": "The staff side",
    "hearing": "Reading and themes, with more in them",
}
_SAID = {
    "band": "choosing the age",
    "choice-answered": "one answer of several, chosen",
    "choice-drawn-answered": "one answer of several with drawings, chosen",
    "choices-answered": "several answers, chosen",
    "choices-drawn-answered": "several answers with drawings, chosen",
    "code": "the way in",
    "code-again": "a tab that was left open asks for the code again",
    "code-wait": "too many at once without a code",
    "code-wrong": "a code that does not work",
    "declined": "after “no, thank you”",
    "help-asking": "help, for a child who can ask for somebody",
    "help-sheet": "help, over a question",
    "kiosk": "where an adult makes a device a shared tablet",
    "left": "after leaving quickly",
    "mine": "my own answers, by four words",
    "not-now": "after “not now”",
    "not-saved": "not saved yet",
    "notice-code": "what happens to the answers, with a private code",
    "notice-named": "what happens to the answers, with my name",
    "notice-none": "what happens to the answers, with no name",
    "nowhere": "an address that is not there",
    "other-device": "a question that was answered on another device",
    "rather-not": "“I’d rather not say”",
    "recalled": "my own goal from the start, at the end",
    "receipt": "the way in by four words",
    "receipt-wrong": "four words that do not work",
    "review": "looking back before sending",
    "scale-answered": "a scale, answered",
    "still-here": "a shared tablet asks who is there",
    "still-page": "a shared tablet asks who is there, without a script",
    "take-back": "taking answers back",
    "taken-back": "answers that were taken back",
    "text-answered": "own words",
    "thanks": "thank you, with four words",
    "thanks-held": "thank you, without a code",
    "trouble": "something is wrong on our side",
    "two-tabs": "two tabs wrote different words",
    "board": "what the board sees",
    "codes": "new codes, shown once",
    "coding": "giving themes",
    "export": "taking out: figures, and single answers with a warning and a reason",
    "looked": "who looked: a week of what was read and taken out",
    "held": "what came without a code",
    "paper": "papers: keying in, and the check",
    "paper-check": "a second person holds a paper against what was keyed in",
    "paper-desk": "papers that wait, and beginning one",
    "paper-sheet": "keying in a paper",
    "paper-sheet-urdu": "keying in a paper in Urdu",
    "people": "accounts",
    "read-urdu": "words in Urdu, with who was there",
    "round-besides": "a round with papers",
    "safeguarding": "the safeguarding queue",
    "today": "what waits today",
}


def gallery() -> str:
    """The page as it should be for the pictures that are there."""
    pages: dict[str, list[str]] = {}
    for picture in sorted(DOCS.glob("screenshots/*.png")):
        found = _NAME.fullmatch(picture.name)
        pages.setdefault(found["page"] if found else picture.stem, []).append(picture.name)
    parts = [_HEAD]
    for title in sorted({_section(page) for page in pages}, key=_place):
        parts += [f"## {title}\n", "| Page | Picture |", "|---|---|"]
        parts += [_row(page, names) for page, names in pages.items() if _section(page) == title]
        parts += [""]
    return "\n".join(parts)


def _section(page: str) -> str:
    kind = page.split("-")[0]
    return _SECTIONS.get(kind, kind.capitalize())


def _place(title: str) -> tuple[bool, str]:
    return not title.startswith("The"), title


def _row(page: str, names: Iterable[str]) -> str:
    linked = [f"[{_device(name)}](screenshots/{name})" for name in sorted(names, reverse=True)]
    return f"| {_said(page)} | {' · '.join(linked)} |"


def _device(name: str) -> str:
    found = _NAME.fullmatch(name)
    return _DEVICES[found["device"]] if found else "picture"


def _said(page: str) -> str:
    rest = page.partition("-")[2]
    return _SAID.get(rest, rest.replace("-", " ") or page)


if __name__ == "__main__":
    PAGE.write_text(gallery(), "utf-8")
