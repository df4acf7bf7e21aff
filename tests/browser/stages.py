"""Where a screen of the child's side is set up: a server, a page, a door, a band and a language."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Page

from data.clock import utc_now
from surveys import collect
from surveys.loader import published
from surveys.schema import Band, Kind, Question, Survey
from tests.children import Device
from tests.serving import Server, tiny
from web.child.plain import at

DOORS = ("streamlit", "light")
ADDRESS = {"streamlit": "/", "light": "/s"}
WORDS = "I like the garden. I would like a shelf of my own."
_SMALL = ("one_choice", "drawn_choice", "many_choices", "a_scale", "own_words")


@dataclass
class Stage:
    """One page of a browser before one door, in one band and language."""

    server: Server
    page: Page
    door: str
    band: Band = "11-17"
    language: str = "en"
    survey: Survey = field(default_factory=lambda: published()["service_feedback"])

    def code(self, band: Band | None = None, mode: str = "code") -> str:
        """A code for this stage's survey."""
        return self.server.code(self.survey, band, mode)

    def sit(self, code: str, *, shared: bool = False) -> Device:
        """Let a child in on a device of its own."""
        db, now = self.server.db, utc_now()
        how = {"door": self.door, "language": self.language, "shared": shared}
        return Device(db, collect.enter(db, code, now=now, **how), now)

    def begun(self) -> Device:
        """A child at their first question."""
        return self.sit(self.code(self.band)).to_questions(self.band)

    def show(self, device: Device) -> None:
        """Open the door's page with a device's cookie, and wait until it is drawn."""
        url = self.server.url
        self.page.context.add_cookies([{"name": "heard_child", "value": device.token, "url": url}])
        self.page.goto(url + at(ADDRESS[self.door], self.language))
        self.page.wait_for_selector(".hd h1")

    def open(self, address: str) -> None:
        """Open a plain page in this stage's language."""
        joined = "&" if "?" in address else "?"
        self.page.goto(f"{self.server.url}{address}{joined}lang={self.language}")

    def asked(self, kind: Kind, *, pictures: bool) -> Question | None:
        """Turn to the first survey that asks this band such a question on everybody's route."""
        for survey in (*published().values(), *(tiny(name) for name in _SMALL)):
            for question in survey.questionnaire(self.band).questions if self._asks(survey) else ():
                drawn = bool(question.options) and all(o.picture for o in question.options)
                if (question.kind, drawn, question.when) == (kind, pictures, ()):
                    self.survey = survey
                    return question
        return None

    def _asks(self, survey: Survey) -> bool:
        return self.band in survey.bands and "code" in survey.modes


@contextmanager
def without_a_database(server: Server) -> Iterator[None]:
    """Whatever a page would read or write is not there while the block lasts."""
    kept = server.settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(kept, isolation_level=None)) as other:
        for table in ("sittings", "responses"):
            other.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
        try:
            yield
        finally:
            for table in ("sittings", "responses"):
                other.execute(f"ALTER TABLE {table}_away RENAME TO {table}")
