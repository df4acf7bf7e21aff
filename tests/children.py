"""A child's device as the use cases see it: what a page would send, answered by the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.database import Database
from surveys.collect import Place, Saved, enter, place, save
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import open_round


@dataclass
class Device:
    """One device in a child's hands; `writer` is its open page."""

    db: Database
    token: str
    now: datetime
    writer: str = "tab-1"
    seq: int = 0

    @property
    def here(self) -> Place:
        """Where the child is; fails where the code would be asked for."""
        found = place(self.db, self.token, self.now)
        assert found is not None
        return found

    def send(self, message: Mapping[str, Any]) -> Saved:
        """Send one message as the page that is shown now."""
        self.seq += 1
        here = self.here
        given = {"w": self.writer, "seq": self.seq, "from": here.key, "base": here.version}
        return save(self.db, self.token, given | dict(message), self.now)

    def go(self, where: str) -> Saved:
        """Press one button."""
        return self.send({"go": where})

    def answer(self, go: str | None = "next", **given: Any) -> Saved:
        """Answer the question that is shown, and go on."""
        question = self.here.question
        assert question is not None
        return self.send({"question": question.id, "go": go, **given})

    def to_questions(self, band: str = "11-17") -> "Device":
        """Choose a band where it is asked, and agree."""
        if self.here.step == "band":
            self.go(f"band:{band}")
        self.go("agree")
        return self

    def to(self, question: str) -> "Device":
        """Pass over every question up to this one."""
        while self.here.question is not None and self.here.question.id != question:
            self.answer(passed="not_answered")
        return self

    def to_review(self) -> "Device":
        """Pass over every question that is left."""
        while self.here.step == "question":
            self.answer(passed="not_answered")
        return self

    def send_all(self) -> Place:
        """Pass over what is left and send; the place is "thanks"."""
        self.to_review().go("send")
        return self.here


def known_child(db: Database, actor: Actor, words: str, now: datetime) -> Device:
    """A child of whom the team knows the case number, who wrote one sentence."""
    opened = open_round(db, actor, "service_feedback", now=now)
    (code,) = make(db, actor, opened.id, 1, now=now, references=["CASE-1"]).codes
    device = Device(db, enter(db, code, door="light", now=now), now).to_questions()
    device.to("good").answer(words=words)
    return device
