"""One damaged field blocks its own comment on a page, with a plain sentence; the rest goes on."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from analysis import coding, results
from analysis.codebook import load
from data import concerns, rounds
from data.database import Database
from surveys import reading
from surveys.asked import DAMAGED
from surveys.concerns import ConcernRefused, mark_plain_read, mark_read, pass_on
from surveys.pages.response import NOTE_DAMAGED
from surveys.permissions import Actor
from surveys.safeguarding.queue import queue
from tests.hearing import a_round, anywhere_else, ids, words_on
from tests.pages.conftest import Open

NOW = datetime.now(UTC)
WHOLE, GONE = "synthetic: the slide is good", "synthetic: the canary is damaged"


@pytest.fixture
def round_id(db: Database) -> str:
    """Two children; the words of the second are emptied, as a fault of the disk may."""
    made = a_round(db, NOW, {"good": WHOLE}, {"good": GONE, "better": WHOLE})
    with db.writing() as tx:
        here = {"of": ids(db, made)[1]}
        tx.run(
            text("UPDATE answers SET words = NULL WHERE response = :of AND question = 'good'"), here
        )
    return made


def errors(app: object) -> list[str]:
    """What a page says is wrong."""
    return [str(one.value).replace("\\", "") for one in app.error]  # type: ignore[attr-defined]


def test_safeguarding_reads_every_other_comment(
    open_page: Open, round_id: str, safeguarding: Actor
) -> None:
    app = open_page("surveys.pages.safeguarding", safeguarding)
    assert words_on(app) == [WHOLE, WHOLE]
    assert DAMAGED in errors(app)
    assert "Comments unread: **3**" in anywhere_else(app)


def test_the_team_reads_the_other_answers_of_the_same_child(
    open_page: Open, round_id: str, participation: Actor
) -> None:
    app = open_page("surveys.pages.read", participation)
    app.button(key="next-unread").click().run()
    assert words_on(app) == [WHOLE]
    assert errors(app) == [DAMAGED]


def test_the_desk_of_themes_offers_none_for_damaged_words_and_goes_on(
    open_page: Open, db: Database, round_id: str, participation: Actor
) -> None:
    at = (ids(db, round_id)[1], "good")
    desk = coding.comments_to_code(db, participation, round_id, NOW, at=at)
    assert desk.comment is not None
    assert (desk.comment.words, desk.of, desk.comment.suggestions) == (None, 3, ())
    with pytest.raises(coding.CodingRefused, match="damaged"):
        coding.decide(db, participation, *at, load().themes[0].id, "given", NOW)


def test_figures_go_on_and_say_that_words_are_damaged(
    open_page: Open, db: Database, round_id: str, participation: Actor
) -> None:
    made = results.report(db, participation, round_id, NOW)
    assert made.who.answered == 2
    assert results.who.DAMAGED in made.method
    assert results.who.DAMAGED in errors(open_page("analysis.pages.results", participation))


def test_figures_of_whole_words_say_nothing_of_damage(db: Database, participation: Actor) -> None:
    whole = a_round(db, NOW, {"good": WHOLE})
    assert results.who.DAMAGED not in results.report(db, participation, whole, NOW).method


def test_damaged_words_are_never_marked_as_read(
    db: Database, round_id: str, safeguarding: Actor
) -> None:
    damaged = (ids(db, round_id)[1], "good", 1)
    mark_plain_read(db, safeguarding, [damaged], NOW)
    with pytest.raises(ConcernRefused, match="damaged"):
        mark_read(db, safeguarding, *damaged, NOW)
    pass_on(db, safeguarding, *damaged, passed_to="worker", note="The disk has a fault.", now=NOW)
    assert queue(db, safeguarding, NOW).unread == 3


def test_a_damaged_note_is_said_and_the_queue_goes_on(
    open_page: Open, db: Database, round_id: str, safeguarding: Actor
) -> None:
    with db.writing() as tx:
        concern = concerns.raise_(tx, ids(db, round_id)[0], "good", "words", "Sam", NOW)
        concerns.step(tx, concern, "passed_on", "Sam", NOW, "Police", "synthetic: a note")
        tx.run(text("UPDATE concern_steps SET note = NULL"))
    app = open_page("surveys.pages.safeguarding", safeguarding)
    assert NOTE_DAMAGED in errors(app)
    assert WHOLE in words_on(app)


def test_a_response_whose_key_is_damaged_still_shows_what_was_chosen(
    db: Database, participation: Actor
) -> None:
    made = a_round(db, NOW, {"good": WHOLE, "listened": "always"})
    with db.writing() as tx:
        tx.run(text("UPDATE responses SET wrapped_key = :rot"), {"rot": bytes(70)})
        assert rounds.get(tx, made) is not None
    shown = reading.open_response(db, participation, ids(db, made)[0], NOW)
    assert {line.damaged for line in shown.lines} == {True, False}
    assert [line.answer for line in shown.lines if not line.damaged] != [""]
