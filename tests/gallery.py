"""docs/screens.md: every picture in docs/screenshots, by side and age, as one page.

Write it anew after taking pictures: `python -m tests.gallery`. A test holds the two together.
"""

import re
from collections.abc import Iterable
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = DOCS / "screens.md"
_NAME = re.compile(r"(?P<page>.+)-(?P<width>320|1280)\.png")
_AGES = re.compile(r"child-(\d+-\d+)-")
_HEAD = """# What it looks like

Taken by the browser tests (`HEARD_SCREENSHOTS=1 python3 manage.py test tests/browser`), on a phone
of 320 px and on a desktop. Everything on them is invented.
"""
_SECTIONS = {
    "child": "The child’s side",
    "staff": "The staff side",
    "hearing": "Reading and themes, with more in them",
}
_SAID = {
    "band": "choosing the age",
    "help-sheet": "help, over a question",
    "scale": "a scale",
    "chosen": "an answer that is chosen",
    "code": "the way in",
    "code-again": "a tab that was left open asks for the code again",
    "code-wrong": "a code that does not work",
    "left": "after leaving quickly",
    "not-now": "after “not now”",
    "not-saved": "not saved yet",
    "notice": "what happens to the answers",
    "nowhere": "an address that is not there",
    "rather-not": "“I’d rather not say”",
    "review": "looking back before sending",
    "thanks": "thank you",
    "why": "why it is asked",
    "board": "what the board sees",
    "codes": "new codes, shown once",
    "coding": "giving themes",
    "people": "accounts",
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
    ages = _AGES.match(page)
    if ages:
        return f"Ages {ages[1].replace('-', ' to ')}"
    kind = page.split("-")[0]
    return _SECTIONS.get(kind, kind.capitalize())


def _place(title: str) -> tuple[int, int, str]:
    order = ("The", "Ages")
    number = re.search(r"\d+", title)
    return (
        order.index(title.split()[0]) if title.split()[0] in order else len(order),
        int(number[0]) if number else 0,
        title,
    )


def _row(page: str, names: Iterable[str]) -> str:
    linked = [f"[{_device(name)}](screenshots/{name})" for name in sorted(names, reverse=True)]
    return f"| {_said(page)} | {' · '.join(linked)} |"


def _device(name: str) -> str:
    return "phone" if name.endswith("-320.png") else "desktop"


def _said(page: str) -> str:
    rest = _AGES.sub("", page) if _AGES.match(page) else page.partition("-")[2]
    return _SAID.get(rest, rest.replace("-", " ") or page)


if __name__ == "__main__":
    PAGE.write_text(gallery(), "utf-8")
