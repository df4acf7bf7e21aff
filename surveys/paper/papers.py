"""What can be printed in one go: each kind of content, with the template that draws it."""

from dataclasses import dataclass
from typing import Literal

from surveys.paper.questionnaire import Copy, Paper
from surveys.paper.statement import Statement


class NotPrintable(RuntimeError):
    """A paper could not be drawn; the message holds nothing of what is on it."""


@dataclass(frozen=True, slots=True)
class Papers:
    """Questionnaires, one after another."""

    title: str
    papers: tuple[Paper, ...]
    template: Literal["questionnaire"] = "questionnaire"


@dataclass(frozen=True, slots=True)
class Letter:
    """One child's letter; `address` is printed where the window of an envelope is."""

    band: str
    language: str
    direction: str
    address: tuple[str, ...]
    day: str
    hello: str
    paragraphs: tuple[str, ...]
    how: str
    code_said: str
    code: str
    square: str
    after: tuple[str, ...]
    signed: str


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters, a page each."""

    title: str
    letters: tuple[Letter, ...]
    template: Literal["letters"] = "letters"


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip to hand out. `choice`: nobody has to answer.

    `whose` tells staff which child gets it; "" where nobody said.
    """

    language: str
    direction: str
    title: str
    how: str
    code: str
    square: str
    until: str
    choice: str
    whose: str


@dataclass(frozen=True, slots=True)
class Slips:
    """Slips to cut, eight on a page."""

    title: str
    slips: tuple[Slip, ...]
    template: Literal["slips"] = "slips"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What differs from child to child: the greeting ("" for none) and the code."""

    hello: str
    copy: Copy


@dataclass(frozen=True, slots=True)
class Invitations:
    """Invitations to a conference, a page each. `parts` are headings with their paragraphs."""

    title: str
    intro: str
    when_title: str
    when: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    say_title: str
    say: tuple[str, ...]
    your_code: str
    advocate_title: str
    advocate: tuple[str, ...]
    help_now: str
    invitations: tuple[Invitation, ...]
    template: Literal["invitation"] = "invitation"


@dataclass(frozen=True, slots=True)
class DrawingBox:
    """One box to draw in: what is asked, a hint, and the drawing beside it (SVG)."""

    text: str
    hint: str
    picture: str


@dataclass(frozen=True, slots=True)
class DrawingSheet:
    """Three boxes to draw in, for the youngest."""

    title: str
    language: str
    direction: str
    name: str
    boxes: tuple[DrawingBox, ...]
    someone_helped: str
    template: Literal["drawing"] = "drawing"


Printed = Papers | Letters | Slips | Invitations | DrawingSheet | Statement
