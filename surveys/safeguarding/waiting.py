"""What waits for the safeguarding team, and in which order: every answer once, none left out."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from data import comments, concerns, responses
from data.clock import stamp
from data.database import Transaction
from data.records import CommentRecord, ConcernRecord
from surveys.languages import ENGLISH
from surveys.safeguarding.worries import WorryKind, worries, worry_list


@dataclass(frozen=True, slots=True)
class Waiting:
    """One answer that waits, before its question is looked up."""

    response: str
    question: str
    comment: CommentRecord | None
    unread: bool
    concerns: tuple[ConcernRecord, ...]
    kinds: tuple[WorryKind, ...]
    urgent: bool = False
    """Whether the child chose to be helped today."""


URGENT = "urgent"
"""The answer of `endings.toml` that asks for help today."""
FIRST, OTHER_LANGUAGE, REST, PASSED_ON = range(4)


def place(one: Waiting) -> tuple[int, int, str, str, str]:
    """Where an answer stands: worries by urgency, other languages, the rest, what was passed on.

    The list of worries is in English: it cannot bring words in another language to the top, nor
    words that are damaged, so those come before what it has looked through. A wish for contact
    or a rating that raises a concern is what a child said on purpose: first, and before all others
    who asked for help today.
    """
    passed_on = bool(one.concerns) and all(c.state == "passed_on" for c in one.concerns)
    since = one.comment.saved_at if one.comment else one.concerns[0].raised_at
    if passed_on and not one.unread:
        return PASSED_ON, 0, since, one.response, one.question
    if not one.concerns and not one.kinds:
        read = one.comment is None or (one.comment.language == ENGLISH and not one.comment.damaged)
        return REST if read else OTHER_LANGUAGE, 0, since, one.response, one.question
    on_purpose = any(concern.cause != "words" for concern in one.concerns)
    rank = -1 if on_purpose else min((kind.rank for kind in one.kinds), default=0)
    rank = -2 if one.urgent else rank
    return FIRST, rank, since, one.response, one.question


def everything(tx: Transaction, now: datetime) -> Iterator[Waiting]:
    """Each answer once: unread words, and open concerns whose words were read or that have none."""
    raised: dict[tuple[str, str], list[ConcernRecord]] = {}
    for concern in concerns.open_ones(tx):
        raised.setdefault((concern.response, concern.question), []).append(concern)
    for comment in comments.unread(tx, "safeguarding", now=now):
        about = tuple(raised.pop((comment.response, comment.question), ()))
        yield Waiting(comment.response, comment.question, comment, True, about, _kinds(comment))
    for (response, question), about_it in raised.items():
        known = comments.get(tx, response, question)
        if _is_being_written(tx, about_it, now):
            continue
        kinds = _kinds(known) if known else ()
        urgent = _asks_for_today(tx, about_it)
        yield Waiting(response, question, known, False, tuple(about_it), kinds, urgent)


def _asks_for_today(tx: Transaction, about: list[ConcernRecord]) -> bool:
    """Whether a wish for contact that nobody has passed on yet is for help today."""
    wishes = [c for c in about if c.cause == "contact" and c.state != "passed_on"]
    return any(
        answer.question == wish.question and URGENT in answer.choice
        for wish in wishes
        for answer in responses.answers(tx, wish.response)
    )


def _is_being_written(tx: Transaction, about: list[ConcernRecord], now: datetime) -> bool:
    """Whether words raised by themselves are still in a child's hands: not sent, not yet idle.

    They come when they are sent, or after the hour that every notice names. A rating or a wish
    for contact does not wait, nor do words that somebody has seen.
    """
    if any(concern.cause != "words" or concern.state != "new" for concern in about):
        return False
    response = responses.get(tx, about[0].response)
    since = stamp(now - comments.IDLE)
    return response is not None and response.state == "started" and response.touched_at > since


_known_kinds: dict[bytes, tuple[str, ...]] = {}
_KNOWN_AT_MOST = 50_000


def _kinds(comment: CommentRecord) -> tuple[WorryKind, ...]:
    """The kinds of worry a comment matches. In memory stay their names and a digest, no words.

    An import brings thousands of unread comments; matching them on every click of the reader
    would take time from children who are answering. The digest is of the words themselves, so
    that other words can never be taken for these.
    """
    key = hashlib.blake2b(comment.words.encode(), digest_size=16).digest()
    if key not in _known_kinds:
        if len(_known_kinds) >= _KNOWN_AT_MOST:
            _known_kinds.clear()
        _known_kinds[key] = tuple(worry.kind.id for worry in worries(comment.words))
    kinds = worry_list().kinds
    return tuple(kinds[name] for name in _known_kinds[key])
