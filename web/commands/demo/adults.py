"""Invented adults: they read, give themes, decide about concerns, act and report."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from analysis import actions, coding, reports
from analysis.actions import Wanted
from data import comments as kept_comments
from data import concerns as kept_concerns
from data.database import Database
from data.records import CommentRecord
from surveys import beyond, concerns, reading, reveal, rounds
from surveys.permissions import Actor, NotAllowed
from surveys.safeguarding.queue import queue
from web.commands.demo.children import comments
from web.staff import accounts, sight

PARTICIPATION = Actor("Pat Participation", frozenset({"participation"}))
SAFEGUARDING = Actor("Sam Safeguarding", frozenset({"safeguarding"}))
BOARD = Actor("Bo Board", frozenset({"board"}))
ADMINISTRATOR = Actor("Ari Administrator", frozenset({"administrator"}))
DESIGNATED = Actor("Dee Designated", frozenset({"designated"}))
AUDITOR = Actor("Lou Auditor", frozenset({"auditor"}))
PEOPLE = (PARTICIPATION, SAFEGUARDING, DESIGNATED, BOARD, ADMINISTRATOR, AUDITOR)
CURIOUS = Actor("Cory Curious", frozenset({"participation"}), teams=frozenset({"Oak"}))
"""A colleague who sees one team, and asks for more."""


def invite_people(db: Database, operator: Actor, now: datetime) -> dict[str, str]:
    """One person a role; the one-time token of each, by name."""
    return {
        person.name: accounts.add_person(db, operator, person.name, person.roles, now)
        for person in PEOPLE
    }


def limit_somebody(db: Database, operator: Actor, now: datetime) -> None:
    """A colleague is added who sees the rounds of one team only."""
    accounts.add_person(db, operator, CURIOUS.name, CURIOUS.roles, now)
    person = accounts.find(db, operator, CURIOUS.name).id
    sight.limit(db, operator, person, [], CURIOUS.teams or (), now)


def look_beyond(db: Database, round_id: str, now: datetime) -> None:
    """That colleague asks again and again for a round of others, and it is told."""
    for _ in range(beyond.REFUSALS):
        with suppress(NotAllowed):
            rounds.view(db, CURIOUS, round_id)
    with db.writing() as tx:
        for one in beyond.beyond(tx, now):
            beyond.tell(tx, one, now)


def wish_to_know(db: Database, words: str, why: str, now: datetime) -> str:
    """The safeguarding lead asks who wrote these words; the wish."""
    with db.reading() as tx:
        raised = kept_concerns.open_ones(tx)
        said = ((one, kept_comments.get(tx, one.response, one.question)) for one in raised)
        about = next(one for one, comment in said if comment and comment.words == words)
    return reveal.ask_who(db, SAFEGUARDING, about.response, why, now)


def answer_wish(db: Database, wish: str, agree: bool, now: datetime) -> None:
    """The designated officer agrees and the lead looks, or the officer does not agree."""
    reveal.decide_wish(db, DESIGNATED, wish, agree, now)
    if agree:
        reveal.find_out_who(db, SAFEGUARDING, wish, now + timedelta(minutes=5))


def give_themes(db: Database, round_id: str, now: datetime) -> None:
    """The participation team reads a round's comments and gives each its themes."""
    coding.make_suggestions(db, PARTICIPATION, round_id, now)
    themes = {str(one["words"]): one["themes"] for one in comments()}
    seen: dict[str, dict[str, int]] = {}
    for comment in reading.words_to_read(db, PARTICIPATION, round_id, "participation", now):
        known = themes.get(comment.words)
        for theme in known if isinstance(known, list) else ():
            place = (comment.response, comment.question)
            coding.decide(db, PARTICIPATION, *place, str(theme), "given", now)
        if not known:
            coding.fits_no_theme(db, PARTICIPATION, comment.response, comment.question, now)
        seen.setdefault(comment.response, {})[comment.question] = comment.answer_version
    for response, versions in seen.items():
        reading.mark_read(db, PARTICIPATION, response, versions, "participation", now)


@dataclass(frozen=True, slots=True)
class Worry:
    """What becomes of one comment that worries: by its words."""

    words: str
    passed_to: str = ""
    note: str = ""
    outcome: str = ""


def read_for_safety(db: Database, worries: Sequence[Worry], now: datetime) -> None:
    """The safeguarding lead reads everything there is and does what the story says."""
    wanted = {worry.words: worry for worry in worries}
    seen: dict[str, dict[str, int]] = {}
    for comment in reading.words_to_read(db, SAFEGUARDING, None, "safeguarding", now):
        if comment.words in wanted:
            _decide(db, comment, wanted[comment.words], now)
        else:
            seen.setdefault(comment.response, {})[comment.question] = comment.answer_version
    for response, versions in seen.items():
        reading.mark_read(db, SAFEGUARDING, response, versions, "safeguarding", now)
    _answer_wishes(db, now)


def _answer_wishes(db: Database, now: datetime) -> None:
    """A wish for contact, or a rating that worries, is passed on the same day and closed later."""
    for item in queue(db, SAFEGUARDING, now).items:
        if item.words is None and item.state == "new":
            concerns.pass_on(
                db,
                SAFEGUARDING,
                *item.seen,
                passed_to="advocate",
                note="Rang the advocacy service (invented), who see the child tomorrow.",
                now=now + timedelta(minutes=20),
            )
            concerns.close(
                db,
                SAFEGUARDING,
                *item.seen,
                outcome="The advocate met the child, who knows who to ring from now on.",
                now=now + timedelta(days=2),
            )


def _decide(db: Database, comment: CommentRecord, worry: Worry, now: datetime) -> None:
    place = (comment.response, comment.question, comment.answer_version)
    concerns.mark_read(db, SAFEGUARDING, *place, now)
    if worry.passed_to:
        later = now + timedelta(minutes=12)
        concerns.pass_on(
            db, SAFEGUARDING, *place, passed_to=worry.passed_to, note=worry.note, now=later
        )
    if worry.outcome:
        later = now + timedelta(days=3)
        concerns.close(db, SAFEGUARDING, *place, outcome=worry.outcome, now=later)


def act(db: Database, round_id: str, wanted: Sequence[Wanted], now: datetime) -> None:
    """Keep actions, and a while later how each is going."""
    for one in wanted:
        made = actions.add(db, PARTICIPATION, round_id, replace(one, told_children_on=""), now)
        if one.status != "new":
            actions.change(db, PARTICIPATION, made, one, now + timedelta(days=70))


def write_report(db: Database, round_id: str, texts: Mapping[str, str], now: datetime) -> None:
    """Write sections of a report over their drafts."""
    for section, text in texts.items():
        reports.write_text(db, PARTICIPATION, round_id, section, text, 0, now)


def publish_report(db: Database, round_id: str, now: datetime) -> None:
    """Freeze a report for the board."""
    reports.publish(db, PARTICIPATION, round_id, now)
