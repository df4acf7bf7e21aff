"""A made-up installation in which every act of staff can be done once: for the audit trail.

Words, notes and reasons are a canary; codes, links and case numbers are kept in `secrets`.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from data import people
from data.database import Database
from surveys import concerns, invitations, reveal, rounds
from surveys.collect import enter, open_say
from surveys.keying import drafts, second
from surveys.permissions import Actor
from tests.answering import a_round, spread
from tests.children import Device
from tests.integration.test_importing import GOOD, HEADER, MAP
from web.staff import accounts

CANARY = "synthetic canary 5f1d"
"""In a child's words, notes, reasons, outcomes and texts of staff."""
PASSWORD = "wet piano lantern"
P, S, D, A, L = (
    Actor(f"{role.title()} Person", frozenset({role}))
    for role in ("participation", "safeguarding", "designated", "administrator", "auditor")
)
P2 = Actor("Second Participation", P.roles)


@dataclass
class World:
    """One installation, and what nobody may find in its trail. Each use of `now` is a minute on."""

    db: Database
    folder: Path
    clock: datetime
    secrets: list[str] = field(default_factory=lambda: [CANARY, PASSWORD])
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        self.clock += timedelta(minutes=1)
        return self.clock

    @property
    def environment(self) -> dict[str, str]:
        """What a command needs to find this installation."""
        settings = self.db.settings
        return {
            "HEARD_VAR": str(settings.var),
            "HEARD_KEY_FILE": str(settings.key_file),
            "HEARD_RETENTION_FILE": str(settings.retention_file),
            "DATABASE_URL": settings.database_url,
        }

    def secret(self, *found: str) -> str:
        """Keep what must never be in the trail; the first of it."""
        self.secrets.extend(found)
        return found[0]

    def round(self, **more: Any) -> str:
        return rounds.open_round(self.db, P, "service_feedback", now=self.now, **more).id

    def code(self, round_id: str) -> str:
        """A code that was made for a case number."""
        reference = self.secret(f"CASE-{len(self.secrets)}")
        made = invitations.make(self.db, P, round_id, 1, now=self.now, references=[reference])
        return self.secret(made.codes[0])

    def sent(self, round_id: str = "") -> str:
        """The response of a child who wrote words and sent them."""
        code = self.code(round_id or self.round())
        child = Device(self.db, enter(self.db, code, door="light", now=self.now), self.clock)
        child.to_questions().to("good").answer(words=f"{CANARY}: the staff grabbed my arm")
        self.kept |= {"code": code, "response": child.send_all().response}
        return str(self.kept["response"])

    @property
    def said(self) -> str:
        """A response to do something with that leaves it as it is; the same each time."""
        if "said" not in self.kept:
            self.kept["said"] = self.sent()
            self.kept["said_code"] = self.kept["code"]
        return str(self.kept["said"])

    def settled(self) -> str:
        """The response of a child whose worry was looked into, and closed."""
        response = self.sent()
        concerns.close(self.db, S, response, "good", 1, outcome=CANARY, now=self.now)
        return response

    def held(self) -> str:
        """An entry that came without a code."""
        child = Device(self.db, open_say(self.db, door="light", now=self.now), self.clock)
        return child.to_questions().send_all().response

    def person(self, *roles: str) -> str:
        """Somebody who was added, and has set a password; their id."""
        name = f"Person {'Abcdefghijklmnopqrstuvwxyz'[len(self.secrets) % 26]}{len(self.secrets)}"
        token = self.secret(accounts.add_person(self.db, A, name, roles or ["board"], self.now))
        accounts.set_password(self.db, token, None, PASSWORD, self.now)
        self.kept["name"] = name
        with self.db.reading() as tx:
            return people.by_name(tx, name)[0].id

    def wish(self, *, agreed: bool) -> str:
        wish = reveal.ask_who(self.db, S, self.said, CANARY, self.now)
        if agreed:
            reveal.decide_wish(self.db, D, wish, True, self.now)
        return wish

    def paper(self) -> str:
        """A paper on somebody's desk, with words on it."""
        round_id = self.round(teams={"": 3}, band="11-17")
        made = {"code": "", "team": "", "band": "11-17", "language": "en"}
        response = drafts.begin(self.db, P, round_id, **made, now=self.now)
        drafts.keep(self.db, P, response, "good", {"words": CANARY}, self.now)
        return response

    def keyed(self) -> str:
        """A paper that was keyed in and lies on the desk of a second person."""
        response = self.paper()
        drafts.finish(self.db, P, response, self.now)
        second.take_up(self.db, P2, response, self.now)
        return response

    def reported(self) -> str:
        """A round whose report can be published."""
        sent = spread("listened", always=24, never=16)
        return a_round(self.db, self.now, "out_of_borough", sent).id

    def plain(self, round_id: str) -> str:
        """A response that no worry stands on."""
        code = self.code(round_id)
        child = Device(self.db, enter(self.db, code, door="light", now=self.now), self.clock)
        child.to_questions().to("good").answer(words=f"pizza, {CANARY}")
        return child.send_all().response

    def signed_in(self) -> tuple[Actor, str]:
        """Somebody who has signed in, and their session's token."""
        if "name" not in self.kept:
            self.person()
        token = accounts.sign_in(self.db, self.kept["name"], PASSWORD, self.now).token
        return Actor(self.kept["name"], frozenset({"board"})), self.secret(token)

    def list_of_names(self) -> bytes:
        """A list for letters, with the name and the case number of a child."""
        self.secret("CASE-OF-THE-LIST", "Zuleika Invented")
        return b"reference,name\nCASE-OF-THE-LIST,Zuleika Invented\n"

    def rows_to_import(self) -> tuple[Path, Path]:
        """A file of answers in words, and the map to it."""
        file, rules = self.folder / "rows.csv", self.folder / "map.toml"
        file.write_text(HEADER + "\n".join(GOOD) + "\n", "utf-8")
        rules.write_text(MAP, "utf-8")
        self.secret("brilliant", "Nobody asked me")
        return file, rules
