"""The invitation to a conference for young people of 12 and over: what it is, and their part in it.

Its wording is in `invitation.toml`, in English, and says whether a person has checked it.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from surveys.helplines import Helpline, Helplines
from surveys.languages import ENGLISH
from surveys.paper.letters import Where, copy_of
from surveys.paper.mail_list import Child
from surveys.paper.merge import Batch, Given
from surveys.paper.papers import Invitation, Invitations
from surveys.paper.questionnaire import Copy
from surveys.paper.words import words_for
from surveys.schema import Band, Survey

FILE = Path(__file__).with_name("invitation.toml")
SURVEY = "conference_consultation"
BAND: Band = "11-17"
YOUNGER: tuple[Band, ...] = ("4-7", "8-10")
TWELVE = 12
ADVOCATE = "advoca"
NATIONAL = "Coram Voice"
NOT_CHECKED = (
    "No person has checked the wording of the invitation yet. Read it before you send it out."
)


def wording() -> dict[str, Any]:
    """What the invitation says, as read; a new copy each time."""
    return dict(_read())


def not_checked() -> str:
    """A sentence for staff while nobody has checked the wording, else ""."""
    return "" if _read()["checked_by"] else NOT_CHECKED


def blank_invitation(survey: Survey, address: str, lines: Helplines) -> Invitations:
    """One invitation with boxes to write a code into, and the address to type it at.

    `address` is what a child types, "" while nobody has said where that will be.
    """
    where = _read()["type_code"].format(address=address) if address else ""
    return _invitations(survey, (Copy(scan=where),), ("",), lines)


@dataclass(frozen=True, slots=True)
class Ages:
    """Who of a batch has an invitation, and who has none: too young, or of an age nobody said."""

    invited: tuple[Given, ...] = ()
    younger: tuple[Given, ...] = ()
    unknown: tuple[Given, ...] = ()

    @property
    def without(self) -> tuple[Given, ...]:
        """Those without an invitation."""
        return (*self.younger, *self.unknown)

    def told(self) -> str:
        """How many have none and why, and who gets one in a language not their own; or ""."""
        foreign = sum(given.child.language != ENGLISH for given in self.invited)
        said = (
            (len(self.younger), "under 12: no invitation for them."),
            (
                len(self.unknown),
                "of an age that the list does not say: no invitation for them. Give the list a "
                "column “age”, or say that they are all 12 or over.",
            ),
            (foreign, "with another language: the invitation is in English only."),
        )
        return " ".join(f"{count:,} {why}" for count, why in said if count)


def invitations(batch: Batch, where: Where, lines: Helplines) -> Invitations:
    """One invitation for each child of the batch who is old enough, in the order of the list."""
    invited = by_age(batch).invited
    copies = tuple(copy_of(given.code, BAND, "en", where) for given in invited)
    names = tuple(given.child.name for given in invited)
    return _invitations(batch.survey, copies, names, lines)


def by_age(batch: Batch) -> Ages:
    """Who is 12 or over, as far as the list or its sender says; nobody of another survey."""
    if batch.survey.id != SURVEY:
        return Ages()
    sorted_out: dict[bool | None, list[Given]] = {True: [], False: [], None: []}
    for given in batch.given:
        sorted_out[_is_twelve(given.child, said=batch.all_twelve)].append(given)
    return Ages(*(tuple(sorted_out[answer]) for answer in (True, False, None)))


def _is_twelve(child: Child, *, said: bool) -> bool | None:
    """Whether a child is 12 or over; None where neither the list nor its sender says it."""
    if child.age is not None:
        return child.age >= TWELVE
    if child.band in YOUNGER:
        return False
    return said or None


def _invitations(
    survey: Survey, copies: tuple[Copy, ...], names: tuple[str, ...], lines: Helplines
) -> Invitations:
    says, around = _read(), words_for(BAND, "en")
    return Invitations(
        title=says["title"],
        intro=says["intro"],
        when_title=says["when_title"],
        when=tuple(says["when"]),
        parts=(
            (says["what_title"], tuple(says["what"])),
            (says["choose_title"], tuple(says["choose"])),
        ),
        say_title=says["say_title"],
        say=(survey.questionnaire(BAND).title, says["say"]),
        your_code=around.paper.your_code,
        advocate_title=says["advocate_title"],
        advocate=(*says["advocate"], says["advocate_ask"], *_ring(says, lines)),
        help_now=around.paper.help_now,
        invitations=tuple(
            Invitation(around.letter.hello.format(name=name) if name else "", copy)
            for name, copy in zip(names, copies, strict=True)
        ),
    )


def _ring(says: dict[str, Any], lines: Helplines) -> Iterator[str]:
    """The authority's own advocates where it has named them, else the national line."""
    own = [line for line in lines.own if ADVOCATE in f"{line.name} {line.note}".casefold()]
    national = [line for line in lines.lines if line.name == NATIONAL]
    for line in (own or national)[:2]:
        yield _said(says["advocate_ring"], line)


def _said(sentence: str, line: Helpline) -> str:
    return sentence.format(name=line.name, number=line.number)


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
