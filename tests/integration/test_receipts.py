"""Four words after sending: with them, and only with them, a child sees the answers again."""

from datetime import datetime, timedelta
from itertools import count

import pytest

from data import codings, comments, concerns, invitations, ledger, responses
from data.database import Database
from surveys.answers import Chosen, Wrote
from surveys.collect import CodeDoesNotWork, by_receipt, enter, place
from surveys.collecting.four_words import all_words, lookup, made
from surveys.collecting.sending import may_be_given
from surveys.invitations import make
from surveys.permissions import Actor
from surveys.rounds import open_round
from tests.children import Device

CANARY = "synthetic: the garden was good"


@pytest.fixture
def code(db: Database, participation: Actor, now: datetime) -> str:
    opened = open_round(
        db, participation, "service_feedback", now=now, closes="2027-06-30", hear_by="2027-07-31"
    )
    return make(db, participation, opened.id, 1, now=now).codes[0]


@pytest.fixture
def sent(db: Database, code: str, now: datetime) -> Device:
    """A child who has written one sentence and sent it."""
    child = Device(db, enter(db, code, door="light", now=now), now).to_questions()
    child.answer(keys=["good"])
    child.answer(words=CANARY)
    child.send_all()
    return child


@pytest.fixture
def again(sent: Device) -> Device:
    """The same child on another phone, with the four words."""
    words = sent.here.words
    assert words is not None
    return Device(sent.db, by_receipt(sent.db, words, now=sent.now), sent.now, "again")


def test_four_words_are_said_where_the_answers_were_sent(sent: Device) -> None:
    words = (sent.here.words or "").split()
    assert len(words) == 4
    assert set(words) <= set(all_words())


def test_there_are_enough_words_that_nobody_guesses_four() -> None:
    assert len(set(all_words())) == 1_024  # 40 bits; a code has 39
    assert all(word.isascii() and word.isalpha() and 3 <= len(word) <= 13 for word in all_words())


def test_no_word_comes_twice_among_the_four(db: Database) -> None:
    with db.reading() as tx:
        tries = ((str(one), made(tx.vault, str(one), 0).split()) for one in count())
        response = next(one for one, words in tries if len(set(words)) < len(words))
        assert not may_be_given(tx, response, 0)
        assert any(may_be_given(tx, response, number) for number in range(1, 5))


def test_the_words_show_every_answer_and_the_code_shows_none(
    sent: Device, again: Device, code: str, db: Database
) -> None:
    shown = {line.question.id: line.answer for line in again.here.review}
    assert (again.here.step, shown["good"]) == ("mine", Wrote(CANARY))
    with pytest.raises(CodeDoesNotWork):
        enter(db, code, door="light", now=sent.now)


def test_the_words_may_be_typed_as_people_type(sent: Device, db: Database) -> None:
    typed = f"  {(sent.here.words or '').upper().replace(' ', ', ')} "
    assert by_receipt(db, typed, now=sent.now)


@pytest.mark.parametrize("typed", ["", "acorn acorn acorn acorn", "x" * 5000, "acorn"])
def test_wrong_words_open_nothing(sent: Device, db: Database, typed: str) -> None:
    with pytest.raises(CodeDoesNotWork):
        by_receipt(db, typed, now=sent.now)


def test_a_changed_answer_counts_at_once_and_is_in_the_ledger(again: Device, db: Database) -> None:
    before = ledger.read(db.settings)
    again.go("to:good")
    saved = again.answer(words="synthetic: the pond was good")
    with db.reading() as tx:
        kept = {a.question: a for a in responses.answers(tx, again.here.response)}
    assert (saved.place, kept["good"].words) == ("mine", "synthetic: the pond was good")
    after = ledger.read(db.settings)
    assert len(after) == len(before) == 1
    assert after[0].content != before[0].content


def test_themes_given_to_words_that_changed_are_taken_off(
    again: Device, db: Database, now: datetime
) -> None:
    with db.writing() as tx:
        codings.decide(tx, again.here.response, "good", "T20", "given", "Pat", now)
        comments.mark_read(tx, again.here.response, "good", "safeguarding", 1, "Sam", now)
    again.go("to:good")
    again.answer(words="synthetic: other words")
    with db.reading() as tx:
        assert codings.of_round(tx, again.here.round.id) == ()
        assert [c.words for c in comments.unread(tx, "safeguarding")] == ["synthetic: other words"]


def test_an_answer_left_alone_keeps_its_themes(again: Device, db: Database, now: datetime) -> None:
    with db.writing() as tx:
        codings.decide(tx, again.here.response, "good", "T20", "given", "Pat", now)
    again.go("to:rating")
    again.answer(keys=["okay"])
    with db.reading() as tx:
        assert len(codings.of_round(tx, again.here.round.id)) == 1


@pytest.mark.parametrize("whom", ["contact", "advocate"])
def test_asking_for_help_from_own_answers_leaves_the_themes_alone(
    again: Device, db: Database, now: datetime, whom: str
) -> None:
    with db.writing() as tx:
        codings.decide(tx, again.here.response, "good", "T20", "given", "Pat", now)
    again.go(f"ask:{whom}")
    with db.reading() as tx:
        assert len(codings.of_round(tx, again.here.round.id)) == 1
        assert [one.cause for one in concerns.of_response(tx, again.here.response)] == ["contact"]


def test_answers_taken_back_are_gone_with_their_key(again: Device, db: Database) -> None:
    response = again.here.response
    again.go("take-back")
    assert again.here.step == "take_back"
    again.go("take-back:yes")
    with db.reading() as tx:
        assert responses.answers_of(tx, response, b"") == ()
        assert responses.wrapped_key(tx, response) == b""
    assert (again.here.step, ledger.read(db.settings)[0].content) == (
        "taken_back",
        ledger.TAKEN_BACK,
    )


def test_what_was_raised_as_a_worry_is_kept_when_the_rest_is_taken_back(
    sent: Device, again: Device, db: Database, now: datetime
) -> None:
    with db.writing() as tx:
        concerns.raise_(tx, again.here.response, "good", "words", "Sam", now)
    response = again.here.response
    again.go("take-back")
    again.go("take-back:yes")
    with db.reading() as tx:
        assert [a.question for a in responses.answers(tx, response)] == ["good"]


def test_after_taking_back_neither_the_words_nor_the_old_device_open_anything(
    sent: Device, again: Device, db: Database
) -> None:
    words = sent.here.words or ""
    again.go("take-back")
    again.go("take-back:yes")
    with pytest.raises(CodeDoesNotWork):
        by_receipt(db, words, now=sent.now)
    assert place(db, sent.token, sent.now) is None


def test_a_change_of_mind_about_taking_back_changes_nothing(again: Device) -> None:
    again.go("take-back")
    again.go("take-back:no")
    assert (again.here.step, len(again.here.review)) == ("mine", len(again.here.route))


def test_the_words_work_to_the_day_that_was_said(sent: Device, db: Database) -> None:
    words = sent.here.words or ""
    assert sent.here.until == "2027-06-30"
    last = datetime.fromisoformat("2027-06-30T21:00:00+00:00")
    assert by_receipt(db, words, now=last)
    with pytest.raises(CodeDoesNotWork):
        by_receipt(db, words, now=last + timedelta(days=3))


def test_another_device_that_had_the_page_open_is_not_told_the_words(
    db: Database, code: str, now: datetime
) -> None:
    first = Device(db, enter(db, code, door="light", now=now), now).to_questions()
    other = Device(db, enter(db, code, door="streamlit", now=now), now, "other")
    first.send_all()
    assert first.here.words is not None
    assert other.here.words is None


def test_only_a_keyed_hash_of_the_words_is_kept(sent: Device, db: Database) -> None:
    words = sent.here.words or ""
    raw = b"".join(p.read_bytes() for p in db.settings.var.rglob("*") if p.is_file())
    assert lookup(db.vault, words) != lookup(db.vault, words[:-1])
    assert words.encode() not in raw


def test_a_used_code_stays_used_after_a_change(sent: Device, again: Device, db: Database) -> None:
    again.go("to:rating")
    again.answer(keys=["okay"])
    again.go("done")
    with db.reading() as tx:
        (invitation,) = invitations.listing(tx, sent.here.round.id)
        kept = {a.question: a for a in responses.answers(tx, sent.here.response)}
    assert (invitation.state, again.here.step) == ("used", "thanks")
    assert kept["rating"].choice == ("okay",) == Chosen(("okay",)).keys
