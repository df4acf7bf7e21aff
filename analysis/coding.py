"""Giving themes to comments: a person decides, comment by comment; the machine only suggests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from analysis.codebook import Codebook, Theme, load
from analysis.suggestions import Suggestion, suggest
from data import audit, codings, comments, rounds
from data.clock import stamp
from data.database import Database, Transaction
from data.records import CodingRecord as CodingRecord
from data.records import CommentRecord, SuggestionRecord
from surveys import permissions
from surveys.asked import DAMAGED, is_contact_detail, question_asked, survey_asked
from surveys.grants import within, within_response
from surveys.marks import Marks, marks_of
from surveys.permissions import Actor
from surveys.reading import note_reading

Decision = Literal["given", "rejected"]
Show = Literal["to do", "done", "all"]
Place = tuple[str, str]
"""A comment: (response, question)."""

NO_THEME = "none"
"""A person looked and no theme fits: kept as a rejection, so that no count ever holds it."""


class CodingRefused(ValueError):
    """A theme that cannot be given. The message says why."""


class DecidedMeanwhile(RuntimeError):
    """Somebody else decided otherwise about this theme; `theirs` stands until it is taken back."""

    def __init__(self, theirs: CodingRecord) -> None:
        """Carry the other person's decision, so that a page can show both."""
        super().__init__("Somebody else has decided about this theme since you opened it.")
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class CommentToCode:
    """One comment with what the machine suggests and what people decided about it.

    `words` is None where they are damaged: nobody can give those a theme.
    """

    response: str
    question: str
    asked: str
    words: str | None
    band: str
    sent_on: str
    suggestions: tuple[Suggestion, ...]
    decisions: tuple[CodingRecord, ...]
    marks: Marks

    @property
    def place(self) -> Place:
        """What names this comment."""
        return self.response, self.question

    def decided(self, theme: str) -> CodingRecord | None:
        """The decision about one theme, or None while there is none."""
        return next((one for one in self.decisions if one.theme == theme), None)


@dataclass(frozen=True, slots=True)
class Desk:
    """One comment on the desk and how far the round is: `done` of `of` were looked at.

    `comment` is None when nothing is left to show. `before` and `after` name its neighbours.
    """

    round_title: str
    done: int
    of: int
    shown: int
    comment: CommentToCode | None
    before: Place | None
    after: Place | None
    codebook: Codebook


def comments_to_code(
    db: Database,
    actor: Actor,
    round_id: str,
    now: datetime,
    *,
    show: Show = "to do",
    at: Place | None = None,
    order: Sequence[Place] | None = None,
) -> Desk:
    """The comment at `at` (else the first to show) with suggestions, decisions and neighbours.

    `order` puts the comments in another order than by time; those it does not name come last.
    """
    permissions.require(actor, "give themes")
    within(db, actor, round_id)
    with db.reading() as tx:
        places = _ordered(_places(tx, round_id), order)
        decisions = codings.of_round(tx, round_id)
        decided = {(one.response, one.question) for one in decisions} & set(places)
        listed = [place for place in places if _is_shown(place in decided, show)]
        here = at if at in places else next(iter(listed), None)
        record = rounds.get(tx, round_id)
        desk = Desk(
            round_title=record.title if record else round_id,
            done=len(decided),
            of=len(places),
            shown=len(listed),
            comment=_comment(tx, here, decisions) if here else None,
            before=_neighbour(places, here, set(places), step=-1),
            after=_neighbour(places, here, set(listed), step=1),
            codebook=load(),
        )
    shown = desk.comment is not None and desk.comment.words is not None
    note_reading(db, actor, [desk.comment.response] if desk.comment and shown else [], now)
    return desk


def decide(
    db: Database,
    actor: Actor,
    response: str,
    question: str,
    theme: str,
    decision: Decision,
    now: datetime,
) -> None:
    """Keep a person's decision about one theme on one comment; a new one replaces their own.

    Raises DecidedMeanwhile where another person decided otherwise: that is undone first, by name.
    """
    permissions.require(actor, "give themes")
    within_response(db, actor, response)
    codebook = load()
    _known_theme(codebook, theme)
    with db.writing() as tx:
        comment = _sent(tx, response, question)
        if comment.damaged:
            raise CodingRefused(DAMAGED)
        theirs = codings.standing(tx, response, question, theme)
        if theirs is not None and theirs.by != actor.name:
            if theirs.decision != decision:
                raise DecidedMeanwhile(theirs)
            return
        if any(one.theme == theme for one in suggest(comment.words, codebook)):
            codings.suggest(tx, [_suggestion(comment, theme, codebook, now)])
        codings.decide(tx, response, question, theme, decision, actor.name, now)
        if decision == "given":
            codings.undo(tx, response, question, NO_THEME)
        act = "gave theme" if decision == "given" else "rejected theme"
        audit.record(tx, actor.name, act, response, now, f"{question}, {theme}")


def fits_no_theme(db: Database, actor: Actor, response: str, question: str, now: datetime) -> None:
    """Keep that a person looked at a comment and no theme of the codebook fits."""
    decide(db, actor, response, question, NO_THEME, "rejected", now)


def undo(
    db: Database, actor: Actor, response: str, question: str, theme: str, now: datetime
) -> None:
    """Take a decision back, so that the theme is undecided again."""
    permissions.require(actor, "give themes")
    within_response(db, actor, response)
    with db.writing() as tx:
        codings.undo(tx, response, question, theme)
        audit.record(tx, actor.name, "took back theme", response, now, f"{question}, {theme}")


def make_suggestions(db: Database, actor: Actor, round_id: str, now: datetime) -> int:
    """Keep what the codebook's words suggest for every comment of a round; how many are new.

    The same codebook again adds nothing; a changed one replaces the earlier suggestions.
    Reading and matching come before the write, which takes a moment only.
    """
    permissions.require(actor, "give themes")
    within(db, actor, round_id)
    codebook = load()
    with db.reading() as tx:
        written = comments.of_round(tx, round_id)
        kept = codings.suggestions_of_round(tx, round_id)
    wanted = [
        _suggestion(comment, one.theme, codebook, now)
        for comment in written
        if not is_contact_detail(comment.question)
        for one in suggest(comment.words, codebook)
    ]
    current = {(row.response, row.question, row.theme) for row in kept if row.by == _by(codebook)}
    new = [row for row in wanted if (row.response, row.question, row.theme) not in current]
    with db.writing() as tx:
        if len(current) < len(kept):
            codings.forget_suggestions(tx, round_id)
            new = wanted
        codings.suggest(tx, new)
        audit.record(tx, actor.name, "suggested themes", round_id, now, f"{len(new)} suggestions")
    return len(new)


def mood_order(
    db: Database,
    actor: Actor,
    round_id: str,
    guess: Callable[[tuple[str, ...]], Sequence[float]],
) -> tuple[Place, ...]:
    """A round's comments by a guess at their mood, lowest first: an order to read in, no more.

    `guess` runs TextBlob in the worker process (`analysis.suggestions.moods`).
    """
    permissions.require(actor, "give themes")
    within(db, actor, round_id)
    with db.reading() as tx:
        written = comments.of_round(tx, round_id)
    moods = guess(tuple(comment.words for comment in written))
    lowest_first = sorted(zip(moods, written, strict=True), key=lambda pair: pair[0])
    return tuple((comment.response, comment.question) for _, comment in lowest_first)


def _places(tx: Transaction, round_id: str) -> list[Place]:
    """A round's comments by time. How a child can be reached is no comment to give themes to."""
    return [place for place in comments.places(tx, round_id) if not is_contact_detail(place[1])]


def _ordered(places: list[Place], order: Sequence[Place] | None) -> list[Place]:
    if order is None:
        return places
    rank = {place: index for index, place in enumerate(order)}
    return sorted(places, key=lambda place: rank.get(place, len(rank)))


def _is_shown(is_done: bool, show: Show) -> bool:
    return show == "all" or is_done == (show == "done")


def _neighbour(
    places: list[Place], here: Place | None, among: set[Place], *, step: Literal[-1, 1]
) -> Place | None:
    """The nearest comment before or after `here` that is in `among`."""
    if here is None:
        return None
    index = places.index(here)
    beyond = places[index + 1 :] if step == 1 else reversed(places[:index])
    return next((place for place in beyond if place in among), None)


def _comment(tx: Transaction, here: Place, decisions: Sequence[CodingRecord]) -> CommentToCode:
    comment = _sent(tx, *here)
    question = question_asked(
        survey_asked(tx, comment.survey, comment.version), comment.band, comment.question
    )
    return CommentToCode(
        response=comment.response,
        question=comment.question,
        asked=question.text if question else comment.question,
        words=None if comment.damaged else comment.words,
        band=comment.band,
        sent_on=comment.saved_at[:10],
        suggestions=suggest(comment.words, load()),
        decisions=tuple(one for one in decisions if (one.response, one.question) == here),
        marks=marks_of(tx, comment.response),
    )


def _sent(tx: Transaction, response: str, question: str) -> CommentRecord:
    comment = comments.get(tx, response, question)
    if comment is None or not comment.submitted or is_contact_detail(question):
        raise CodingRefused("There is no such comment to give a theme to. Go on to the next one.")
    return comment


def _known_theme(codebook: Codebook, theme: str) -> Theme | None:
    found = codebook.theme(theme)
    if found is None and theme != NO_THEME:
        raise CodingRefused(f"The codebook has no theme “{theme}”. Load the page again.")
    return found


def _by(codebook: Codebook) -> str:
    """How the machine signs: words of this codebook."""
    return f"codebook words {codebook.mark}"


def _suggestion(
    comment: CommentRecord, theme: str, codebook: Codebook, now: datetime
) -> SuggestionRecord:
    return SuggestionRecord(comment.response, comment.question, theme, _by(codebook), stamp(now))
