"""What a page of the light door posts: an answer, a wish to move, and where the page stood."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from surveys.languages import language_of
from surveys.schema import BANDS, Band

BAND, LANGUAGE, KIND, HAD, SURVEY = "hd-band", "hd-language", "hd-kind", "hd-had", "hd-survey"
ASKS, NO_CODE = "hd-asks", "hd-no-code"
"""Fields of ours beside those of the contract; no question has such an id."""
_MOST_FIELDS = 200
_ONCE = ("code", "go", "how")
"""Fields that belong to one press of a button and are not carried on."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A form as it was posted, field by field."""

    fields: Mapping[str, list[str]]

    @property
    def mark(self) -> str:
        """Which child's page this was (`web.child.belonging`)."""
        return self._one("rk")

    @property
    def question(self) -> str:
        """The id of the question on the page; "" where it had none."""
        return self._one("question")

    @property
    def survey(self) -> str:
        """The id of the survey that asks it."""
        return self._one(SURVEY)

    @property
    def go(self) -> str:
        """What was pressed, as the form says it."""
        return self._one("go")

    @property
    def how(self) -> str:
        """How the child leaves: "left", "later" or "done"."""
        return self._one("how")

    @property
    def code(self) -> str | None:
        """A code that was typed in beside words that wait; None where none was asked for."""
        return self.fields["code"][0] if "code" in self.fields else None

    @property
    def place(self) -> str:
        """Where the child was when the page was drawn."""
        return self._one("from")

    @property
    def band(self) -> Band | None:
        """The band whose words the page was in; None where it said none of ours."""
        band = self._one(BAND)
        return band if band in BANDS else None

    @property
    def language(self) -> str:
        """The language that the page was in."""
        return language_of(self._one(LANGUAGE) or self._one("lang")).code

    @property
    def asks(self) -> str:
        """Whom the child could ask for on the help page, with dots between."""
        return self._one(ASKS)

    @property
    def no_code(self) -> bool:
        """Whether the child came without a code."""
        return bool(self._one(NO_CODE))

    @property
    def wrote(self) -> bool:
        """Whether the page had a box for words."""
        return self._one(KIND) == "text"

    @property
    def words(self) -> str:
        """What stood in the box. A form sends a line break as two characters; a child typed one."""
        return self._one(self.question).replace("\r\n", "\n") if self.wrote else ""

    @property
    def answered(self) -> bool:
        """Whether something is chosen or written, as opposed to passed over or left."""
        return any(value.strip() for value in self.fields.get(self.question, ()))

    def message(self) -> dict[str, Any]:
        """The message for `collect.save`."""
        seq = _number(self._one("seq"))
        return self._answer() | {
            "w": self._one("w")[:24] if seq else self._writer(),
            "seq": seq or 1,
            "base": _number(self._one("base")),
            "from": self.place,
            "go": {"skip": "next", "rather-not": "next", "help": None, "": None}.get(
                self.go, self.go
            ),
        }

    def carried(self) -> Iterator[tuple[str, str]]:
        """Every field, for a page that brings them back; the words are drawn in their box."""
        for name, values in self.fields.items():
            if name not in _ONCE and not (self.wrote and name == self.question):
                yield from ((name, value) for value in values)

    def _answer(self) -> dict[str, Any]:
        """The part of the message that is an answer; {} where the page says nothing new."""
        if not self.question:
            return {}
        if self.go == "rather-not":
            return {"question": self.question, "passed": "preferred_not_to_say"}
        if self.answered:  # also with Skip: a slip does not wipe an answer
            keys = self.fields[self.question]
            words = keys[0].replace("\r\n", "\n")
            return {"question": self.question, "keys": keys, "value": keys[0], "words": words}
        passed = self.go == "skip" or (self.go == "next" and self._one("base") in ("", "0"))
        if passed or self._one(HAD):
            return {"question": self.question, "passed": "not_answered"}
        return {}

    def _writer(self) -> str:
        """Who wrote, for a page without a script: its own id, and what it says.

        The same page posts twice where a browser keeps it and shows it again after Back. The same
        words are then a repeat; other words are a new version, never mistaken for one.
        """
        said = "\n".join(self.fields.get(self.question, ()))
        mark = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:8]
        return f"{self._one('w')[:24]}.{mark}"

    def _one(self, name: str) -> str:
        values = self.fields.get(name)
        return values[0] if values else ""


def wish(mark: str, go: str, language: str, *, no_code: bool) -> Posted:
    """A wish to move from the page of the child with this mark, in the form of that page."""
    came = {NO_CODE: ["1"]} if no_code else {}
    return Posted({"rk": [mark], "go": [go], LANGUAGE: [language], **came})


def read(body: bytes) -> Posted:
    """A posted form; what is no form has no fields."""
    try:
        fields = parse_qs(
            body.decode("utf-8", "surrogateescape"),
            keep_blank_values=True,
            max_num_fields=_MOST_FIELDS,
            errors="surrogateescape",
        )
    except ValueError:
        fields = {}
    return Posted(fields)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
